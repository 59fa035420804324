"""Her certificate of release, for as long as the link is alive."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from wanli.domains.observation.operations.certify import open_own
from wanli.domains.observation.typesetting import certificates_as_pdf
from wanli.domains.observation.visits import Visit
from wanli.kernel.errors import Hidden
from wanli.web.desk.observation.certificates import as_paper, check_address
from wanli.web.resident.doors import by_link


@require_GET
@by_link
def fetch(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """The same paper that the committee prints."""
    if not visit.open:
        return redirect("resident:home", visit.token)
    if case_id not in {case.pk for case in visit.certified}:
        raise Hidden
    opened = open_own(access=visit.access, case_id=case_id)
    return as_paper(
        certificates_as_pdf([opened], checked_at=lambda code: check_address(request, code))
    )
