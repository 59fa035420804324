"""What is done for a stairwell today, for whoever reads the poster's code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wanli.domains.postings.queries import by_code
from wanli.domains.postings.remarks import tally
from wanli.domains.postings.wording import said_of_homes
from wanli.web.notice.doors import for_anybody, show


@require_GET
@for_anybody
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The notice as it is now, and how many remarks were left and answered."""
    posted = by_code(code)
    context = {
        "posted": posted,
        "said": said_of_homes(posted.told),
        "code": code,
        "tally": tally(code),
    }
    return show(request, "notice/page.html", context)
