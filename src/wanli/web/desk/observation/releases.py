"""Tomorrow's releases, prepared the evening before."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wanli.domains.observation.operations.prepare_many import prepare_many
from wanli.domains.observation.operations.release import LACKS, lacking
from wanli.domains.observation.queries import Case, CaseLine, case_lines, ending
from wanli.domains.observation.rules.release import BLOCKING, Lack
from wanli.kernel import clock
from wanli.web.desk.observation.certificates import ticked
from wanli.web.errors import sentence
from wanli.web.request import access_of

MOST = 500


@require_http_methods(["GET", "POST"])
def releases(request: HttpRequest) -> HttpResponse:
    """Tick those whose term is over by tonight, prepare them all; what each lacks beside it."""
    access = access_of(request)
    access.require_any("observation.manage")
    errors: list[str] = []
    if request.method == "POST":
        ready, refused = prepare_many(access=access, case_ids=ticked(request)[:MOST])
        errors = list(dict.fromkeys(sentence(no) for _case, no in refused))
        if ready:
            said = ngettext("{n} 人的解除备好了。", "{n} 人的解除备好了。", ready)
            messages.success(request, said.format(n=ready))
        elif not errors:
            errors = [_("请至少勾一位。")]
        if not errors:
            return redirect("observation:releases")
    found = list(ending(access.paths("observation.manage"), by=clock.today())[:MOST])
    missing = lacking(found)
    context = {
        "due": [_row(line, missing) for line in case_lines(found) if not line.case.prepared_at],
        "ready": [_row(line, missing) for line in case_lines(found) if line.case.prepared_at],
        "errors": errors,
    }
    return render(request, "observation/releases.html", context, status=422 if errors else 200)


def _row(line: CaseLine, missing: dict[UUID, list[Lack]]) -> dict[str, object]:
    """A line, what it lacks, and whether that stands in the way."""
    case: Case = line.case
    lacks = [key for key in missing[case.pk] if key != "term"]
    return {
        "line": line,
        "lacks": [str(LACKS[key]) for key in lacks],
        "ticked": not lacks,
        "blocked": bool(BLOCKING & set(lacks)),
    }
