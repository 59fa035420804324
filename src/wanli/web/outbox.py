"""Answers to a page's script, or to a phone that sends later what was done without a network.

Both ask for JSON. The script goes on to ``next``; an outbox has nobody looking, and shows the
sentences when somebody is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from wanli.kernel import clock
from wanli.kernel.errors import Refused
from wanli.web.errors import sentence

LONGEST = timedelta(days=7)
AT_ONCE = timedelta(seconds=10)


def by_script(request: HttpRequest) -> bool:
    """Whether no page is wanted."""
    return not request.accepts("text/html")


def went(request: HttpRequest, url: str, said: str = "", *, urgent: bool = False) -> HttpResponse:
    """It is done: on to ``url``, where ``said`` is read; as a warning where it is ``urgent``."""
    # What waited on a phone is sent behind another page, to which the word would not belong.
    then = when(request)
    if said and (then is None or clock.now() - then < AT_ONCE):
        (messages.warning if urgent else messages.success)(request, said)
    return JsonResponse({"next": url}) if by_script(request) else redirect(url)


def when(request: HttpRequest) -> datetime | None:
    """When it was done, if it waited on a phone since: so many seconds ago, for the phone's clock
    need not be right. None: now. What is said to be older than a week counts as a week old."""
    said = request.POST.get("waited", "")
    seconds = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
    return clock.now() - min(timedelta(seconds=seconds), LONGEST) if seconds else None


def did_not(
    request: HttpRequest, refused: Refused | str, page: Callable[[str], HttpResponse]
) -> HttpResponse:
    """It was refused: ``page`` shows the sentence beside what was typed."""
    said = refused if isinstance(refused, str) else sentence(refused)
    if by_script(request):
        return JsonResponse({"refused": [said]}, status=422)
    return page(said)


def form_did_not(form: Form) -> JsonResponse:
    """What is wrong with a form, for a script."""
    said = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"refused": said}, status=422)
