"""A long job: how far it is, a way to stop it, and what came of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.jobs.access import job_for
from wanli.domains.jobs.operations.cancel import cancel
from wanli.domains.jobs.queries import refusal_of, result_of
from wanli.kernel.errors import Hidden
from wanli.web.desk.jobs.kinds import SHOWN
from wanli.web.request import access_of


@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Its bar while it runs; then what came of it."""
    found = job_for(access_of(request), job_id)
    shown = SHOWN[found.kind]
    context = {
        "job": found,
        "shown": shown,
        "back": shown.leave(found),
        "refusal": refusal_of(found),
        "own": found.by_id == access_of(request).user_id,
    }
    response = render(request, "jobs/job.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def state(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far it is."""
    found = job_for(access_of(request), job_id)
    return JsonResponse({"running": found.is_open, "done": found.done, "total": found.total})


@require_POST
def stop(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """End it. Pressing twice changes nothing."""
    found = cancel(access=access_of(request), job_id=job_id)
    return redirect("jobs:job", found.pk)


@require_GET
def result(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The file that came of it: for whoever asked, and for nobody else."""
    found = job_for(access_of(request), job_id, own=True)
    content = result_of(found)
    if content is None:
        raise Hidden
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.file_name}"'
    response["Cache-Control"] = "no-store"
    return response
