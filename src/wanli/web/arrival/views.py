"""The form behind a poster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from wanli.domains.accounts.operations.limit import attempt
from wanli.domains.arrivals.form.told import Told
from wanli.domains.arrivals.form.typed import Fault, Faulty, understood
from wanli.domains.arrivals.forms import (
    TEST_NAMES,
    TRANSPORT_NAMES,
    VACCINATION_NAMES,
    Form,
    form_at,
    form_seen,
    terms_of,
)
from wanli.domains.arrivals.operations.issue_posters import way_to
from wanli.domains.arrivals.operations.register import Registered, Telling, register
from wanli.domains.arrivals.posters import Door, buildings, compounds_near, door_of, home_with
from wanli.kernel import clock
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.reading import regions
from wanli.web.arrival.doors import LOOKED_UP, TEN_MINUTES, for_anybody, mark, too_many
from wanli.web.arrival.mine import let_in
from wanli.web.arrival.sheets import KINDS, sheet_of, typed_in
from wanli.web.notice.doors import asked_for, show
from wanli.web.request import access_of, id_said


@dataclass(frozen=True, slots=True)
class Sent:
    """A registration as it was sent, understood."""

    door: Door
    asked: Form
    typed: dict[str, str]
    told: Told
    telling: Telling


@sensitive_post_parameters()
@transaction.non_atomic_requests
@require_http_methods(["GET", "POST"])
@for_anybody
def form(request: HttpRequest, code: str) -> HttpResponse:
    """A family in one go: shared answers once, then each of them."""
    with transaction.atomic():
        door = door_of(code)
        found = _sent(request, door) if request.method == "POST" else _blank(request, door)
    if isinstance(found, HttpResponse):
        return found
    # Counted for itself and at once: all who come by one gate's network share a count, and would
    # wait in line for each other if it were held until a registration is kept.
    wait = "" if found.telling.by else too_many(request, code)
    with transaction.atomic():
        if wait:
            return form_page(request, door, found.asked, found.typed, said=wait, status=429)
        return _registered(request, found)


def _blank(request: HttpRequest, door: Door) -> HttpResponse:
    asked = form_at(door.compound.path)
    blank = {
        "arrives_on": clock.today().isoformat(),
        "entry": str(uuid7()),
        "version": str(asked.version_id or ""),
        "kind": "helped" if request.GET.get("help") else "self",
        "lane": request.GET.get("lane", "")[:8],
        "p1-phone": request.GET.get("phone", "")[:20],
        **_home_asked_for(request, door),
    }
    return mark(request, form_page(request, door, asked, blank))


def _sent(request: HttpRequest, door: Door) -> Sent | HttpResponse:
    """What was sent; the page again where it asks for more, or is not clear."""
    typed = typed_in(request.POST)
    asked = form_seen(door.compound.path, typed.get("version", ""))
    if more := typed.get("add"):
        return form_page(request, door, asked, typed, add=(more,))
    try:
        told = understood(typed, terms_of(asked))
    except Faulty as faulty:
        return form_page(request, door, asked, typed, faulty, status=422)
    return Sent(door, asked, typed, told, _telling(request, door, typed))


def _registered(request: HttpRequest, sent: Sent) -> HttpResponse:
    try:
        made = register(door=sent.door, form=sent.asked, told=sent.told, telling=sent.telling)
    except Refused as refused:
        at = Faulty({refused.field or "building": Fault(str(refused.message), refused.params)})
        return form_page(request, sent.door, sent.asked, sent.typed, at, status=422)
    return _kept(request, made)


def _home_asked_for(request: HttpRequest, door: Door) -> dict[str, str]:
    """The home that somebody of the committee has found for whoever calls."""
    label, access = request.GET.get("door", ""), access_of(request)
    if not label or not access.can("arrival.verify", door.compound.path):
        return {}
    return home_with(door.compound, label)


def _kept(request: HttpRequest, made: Registered) -> HttpResponse:
    asked = asked_for(request)
    address = reverse("arrival:mine", args=[made.token]) + (f"?lang={asked}" if asked else "")
    return let_in(redirect(address), made.token)


def _telling(request: HttpRequest, door: Door, typed: dict[str, str]) -> Telling:
    """Who tells: a guard or somebody of the committee where she is signed in and stands here."""
    entry = id_said(typed.get("entry", "")) or uuid7()
    kind, by = ("helped" if typed.get("kind") == "helped" else "self"), None
    access = access_of(request)
    if access.user_id is not None:
        asked = typed.get("lane", "")
        if access.can("arrival.verify", door.compound.path):
            kind = asked if asked in ("hotline", "paper") else "committee"
            by = access.user_id
        elif _minds_a_gate(access, door.compound.path):
            kind, by = "guard", access.user_id
    return Telling(entry, kind, by, translation.get_language() or "")


def _minds_a_gate(access: Access, compound: str) -> bool:
    return any(
        covers(compound, path) or covers(path, compound) for path in access.paths("gate.pass")
    )


def form_page(
    request: HttpRequest,
    door: Door,
    asked: Form,
    typed: dict[str, str],
    faulty: Faulty | None = None,
    *,
    add: tuple[str, ...] = (),
    said: str = "",
    status: int = 200,
    mending: str = "",
) -> HttpResponse:
    """The page of the form, with what was typed; ``mending``: the private address to go back to."""
    context: dict[str, Any] = {
        "door": door,
        "code": door.poster.code,
        "sheet": sheet_of(asked, typed, faulty, add=add),
        "typed": typed,
        "helped": typed.get("kind") == "helped" or bool(typed.get("lane")),
        "buildings": buildings(door.compound),
        "kinds": KINDS,
        "transports": TRANSPORT_NAMES,
        "days": asked.rules.days_before,
        "vaccinations": VACCINATION_NAMES if asked.rules.vaccination else (),
        "tests": TEST_NAMES if asked.rules.test else (),
        "purpose": asked.rules.basis,
        "said": said,
        "fresh": request.method == "GET" and not mending,
        "mending": mending,
    }
    return show(request, "arrival/form.html", context, status)


@require_GET
@for_anybody
def places(request: HttpRequest, code: str) -> HttpResponse:
    """Names of counties that begin so, for the page to offer."""
    door_of(code)
    who = request.META.get("REMOTE_ADDR", "")
    if attempt(what="arrival:places", who=who, most=LOOKED_UP, seconds=TEN_MINUTES):
        return JsonResponse({"places": []}, status=429)
    found = regions.suggested(request.GET.get("q", "")[:30], at_most=8)
    return JsonResponse({"places": [region.name for region in found]})


@require_GET
@for_anybody
def compounds(request: HttpRequest, code: str) -> HttpResponse:
    """For whoever stands before the wrong compound."""
    door = door_of(code)
    context = {"door": door, "code": code, "near": compounds_near(door.compound)}
    return show(request, "arrival/compounds.html", context)


@require_GET
@for_anybody
def to(request: HttpRequest, code: str, label: str) -> HttpResponse:
    """On to the right one."""
    door_of(code)
    asked = asked_for(request)
    address = reverse("arrival:form", args=[way_to(label)])
    return redirect(address + (f"?lang={asked}" if asked else ""))
