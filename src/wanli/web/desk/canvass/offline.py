"""What a phone keeps of its user's day, Today and the doors, for when there is no network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from wanli.domains.canvass.queries import doors_to_keep
from wanli.domains.contacts.queries import counts as due_in_round
from wanli.domains.errands.rounds import mine
from wanli.kernel import clock
from wanli.web.desk.contacts.views import PAGE as ROUND_PAGE
from wanli.web.request import access_of

STATICS = (
    "wanli/app.css",
    "wanli/app.mjs",
    "wanli/find.mjs",
    "wanli/nav.mjs",
    "wanli/seal.svg",
    "wanli/waits.mjs",
    "canvass/canvass.css",
    "contacts/contacts.css",
    "errands/errands.css",
    "canvass/outbox.js",
    "canvass/queue.mjs",
    "canvass/offline.mjs",
    "waste/waste.css",
    "waste/waste.mjs",
)
MOST_PAGES = 5
"""Of the homes that a round asks for: nobody reaches more of them in a basement."""
TABS = ("", "?which=left", "?which=again", "?which=done", "?which=all")
WORKER = ("canvass/outbox.js", "canvass/worker.js")


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its version is that of all it keeps, so a new release replaces it."""
    about = {
        "version": _version(),
        "statics": [static(name) for name in STATICS],
        "fallback": reverse("canvass:no_network"),
        "manifest": reverse("canvass:offline"),
    }
    script = f"const WANLI = {json.dumps(about)};\n" + "\n".join(map(_text, WORKER))
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    # It lies among the canvass's pages and keeps Today besides.
    response["Service-Worker-Allowed"] = "/"
    return response


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for name in (*STATICS, *WORKER):
        digest.update(_text(name).encode())
    return digest.hexdigest()[:12]


def _text(name: str) -> str:
    return Path(str(finders.find(name))).read_text(encoding="utf-8")


@login_required
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """Who is signed in, a token to send with, and the pages to keep until the day ends."""
    access = access_of(request)
    urls = [reverse("today:page")]
    if access.has("canvass.record"):
        kept = doors_to_keep(access.paths("canvass.record"))
        urls.append(reverse("canvass:list"))
        lists = [reverse("canvass:doors", args=[campaign]) for campaign in kept]
        urls += [url + tab for url in lists for tab in TABS]
        urls += [reverse("canvass:door", args=[door]) for doors in kept.values() for door in doors]
    if access.has("contact.record"):
        urls += _rounds(access.paths("contact.record"))
    if access.has("errand.run"):
        urls.append(reverse("waste:sheet"))
        urls.append(reverse("errands:rounds"))
        if access.user_id:
            urls += [reverse("errands:round", args=[one.pk]) for one in mine(access.user_id)]
    midnight = clock.midnight(clock.today() + timedelta(days=1))
    response = JsonResponse(
        {
            "user": str(access.user_id),
            "token": get_token(request),
            "until": int(midnight.timestamp() * 1000),
            "urls": urls,
        }
    )
    response["Cache-Control"] = "no-store"
    return response


def _rounds(paths: Sequence[str]) -> list[str]:
    """The pages of homes that are to be reached, as they may lie on a phone."""
    pages = min(-(-due_in_round(paths)["due"] // ROUND_PAGE), MOST_PAGES)
    url = reverse("contacts:list") + "?kept=1"
    return [url, *(f"{url}&page={n}" for n in range(2, pages + 1))]


@require_GET
def no_network(request: HttpRequest) -> HttpResponse:
    """Shown in place of a page that the phone has not kept."""
    return render(request, "canvass/no_network.html")
