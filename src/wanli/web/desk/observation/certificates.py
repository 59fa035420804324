"""Certificates of release: one at its case, or all that are due in one go."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wanli.domains.jobs.queries import own_jobs
from wanli.domains.observation.access import case_for
from wanli.domains.observation.operations.ask_certificates import CODE, KIND, ask_certificates
from wanli.domains.observation.operations.certify import certify, held_up, open_for_print
from wanli.domains.observation.operations.release import LACKS
from wanli.domains.observation.operations.take_back_release import take_back_release
from wanli.domains.observation.queries import case_lines, to_certify
from wanli.domains.observation.typesetting import certificates_as_pdf
from wanli.kernel.errors import Refused
from wanli.web.desk.observation.views import case_page
from wanli.web.errors import sentence
from wanli.web.request import access_of


@require_http_methods(["GET", "POST"])
def certificates(request: HttpRequest) -> HttpResponse:
    """Those released yesterday and today, and those ready for tonight; all ticked."""
    access = access_of(request)
    access.require_any("observation.manage")
    error = ""
    if request.method == "POST":
        try:
            job = ask_certificates(
                access=access, case_ids=ticked(request), address=check_address(request, CODE)
            )
        except Refused as refused:
            error = sentence(refused)
        else:
            return redirect("jobs:job", job.pk)
    found = to_certify(access.paths("observation.manage"))
    lacks = held_up(found)
    context = {
        "rows": [
            (line, [str(LACKS[key]) for key in lacks.get(line.case.pk, ())])
            for line in case_lines(found)
        ],
        "jobs": own_jobs(access, KIND),
        "error": error,
    }
    status = 422 if error else 200
    return render(request, "observation/certificates.html", context, status=status)


@require_POST
def certificate(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The paper of one case, to be printed now."""
    access = access_of(request)
    found = case_for(access, case_id, "observation.manage")
    try:
        certify(access=access, case_id=case_id)
    except Refused as refused:
        return case_page(request, access, found, error=sentence(refused))
    opened = open_for_print(access=access, case_ids=[case_id])
    return as_paper(
        certificates_as_pdf(opened, checked_at=lambda code: check_address(request, code))
    )


@require_POST
def take_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The release was a mistake."""
    access = access_of(request)
    found = case_for(access, case_id, "observation.decide")
    try:
        take_back_release(access=access, case_id=case_id, why=request.POST.get("why", ""))
    except Refused as refused:
        return case_page(request, access, found, error=sentence(refused))
    messages.success(request, _("解除收回了,发出去的证明马上作废。"))
    return redirect("observation:case", case_id)


def check_address(request: HttpRequest, code: str) -> str:
    """Where a code is checked."""
    return request.build_absolute_uri(reverse("certificate:page", args=[code]))


def as_paper(content: bytes, name: str = "certificate.pdf") -> HttpResponse:
    """A PDF that nobody keeps on the way."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def ticked(request: HttpRequest) -> list[UUID]:
    """What is no number of a case ticks nothing."""
    found = []
    for said in request.POST.getlist("case"):
        try:
            found.append(UUID(said))
        except ValueError:
            continue
    return found
