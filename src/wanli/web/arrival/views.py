"""The form behind a poster."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from wanli.domains.accounts.operations.limit import attempt
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
from wanli.web.request import access_of


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@for_anybody
def form(request: HttpRequest, code: str) -> HttpResponse:
    """A family in one go: shared answers once, then each of them."""
    door = door_of(code)
    if request.method == "GET":
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
    typed = typed_in(request.POST)
    asked = form_seen(door.compound.path, typed.get("version", ""))
    if more := typed.get("add"):
        return form_page(request, door, asked, typed, add=(more,))
    try:
        told = understood(typed, terms_of(asked))
    except Faulty as faulty:
        return form_page(request, door, asked, typed, faulty, status=422)
    telling = _telling(request, door, typed)
    if telling.by is None and (wait := too_many(request, code)):
        return form_page(request, door, asked, typed, said=wait, status=429)
    try:
        made = register(door=door, form=asked, told=told, telling=telling)
    except Refused as refused:
        at = Faulty({refused.field or "building": Fault(str(refused.message), refused.params)})
        return form_page(request, door, asked, typed, at, status=422)
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
    try:
        entry = UUID(typed.get("entry", ""))
    except ValueError:
        entry = uuid7()
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
