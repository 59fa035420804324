"""Waste of homes under observation: at the doors, at the collection point, to the disposal team."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.errands import waste as queries
from wanli.domains.errands.operations.waste_point import count_at_point, explain, hand_over
from wanli.domains.errands.operations.waste_record import Recorded, Told, record_doors
from wanli.domains.errands.waste_access import WasteRound, WasteStop, round_for, stop_for
from wanli.domains.places.queries import names
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.web.desk.errands.waste_forms import DoorForm, HandForm, MissingForm, PointForm
from wanli.web.errors import add_refusal
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.outbox import by_script, form_did_not
from wanli.web.request import access_of


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """The homes of a day's rounds: a tap a door."""
    access = access_of(request)
    permission = "errand.run" if access.has("errand.run") else "errand.view"
    place, paths = where_asked(request, access, permission)
    day = _day(request)
    which = request.GET.get("which", "due")
    which = which if which in queries.WHICH else "due"
    found = behind_increment(request, queries.of_day(paths, day, which), place)
    context = {
        "place": place,
        "day": day,
        "which": which,
        "tabs": [
            ("due", _("还没收")), ("collected", _("收过的")), ("handed", _("交走的")),
            ("missing", _("对不上的")),
        ],
        "counts": queries.counts(paths),
        "rounds": queries.lines(found, whole=access.paths("errand.run")),
        "points": queries.rounds_of_day(paths, day),
        "may_run": access.has("errand.run"),
        "numbers": range(1, 5),
    }  # fmt: skip
    response = render(request, "waste/sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, stop_id: UUID) -> HttpResponse:
    """One home on a round: what was counted, by whom, and a number to write down."""
    access = access_of(request)
    writing = request.method == "POST"
    found = stop_for(access, stop_id, writing=writing)
    form = DoorForm(request.POST or None)
    if writing and form.is_valid():
        try:
            came = _told(access, found, form, missed=request.POST.get("said") == "missed")
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _after_door(request, found, came)
    if form.errors and by_script(request):
        return form_did_not(form)
    return _stop(request, access, found, form, MissingForm(auto_id="missing_%s"))


def _told(access: Access, found: WasteStop, form: DoorForm, *, missed: bool) -> Recorded:
    said = form.cleaned_data
    if not missed and said["bags"] is None:
        raise Refused(_("请写几袋。"), field="bags")
    told = Told(found.pk, None if missed else said["bags"], said["why"], not said["loose"])
    return record_doors(
        access=access, told=[told], tally=form.tally_id, at=form.at, again=said["again"]
    )


def _after_door(request: HttpRequest, found: WasteStop, came: Recorded) -> HttpResponse:
    now = stop_for(access_of(request), found.pk)
    room = names([now.path]).get(now.path, now.place.name)
    if came.differ:
        said = _("{room}:别人记的是 {n} 袋,和您数的不一样。两个数都留着,请再数一遍。").format(
            room=room, n=now.bags
        )
    elif now.state == "missed":
        said = _("{room}:没收成").format(room=room)
    else:
        said = ngettext("{room}:{n} 袋", "{room}:{n} 袋", now.bags).format(room=room, n=now.bags)
    if by_script(request):
        return JsonResponse({"said": said, "differs": bool(came.differ)})
    (messages.warning if came.differ else messages.success)(request, said)
    return redirect(reverse("waste:sheet") + f"?day={now.day:%Y-%m-%d}")


def _stop(
    request: HttpRequest, access: Access, found: WasteStop, form: DoorForm, missing: MissingForm
) -> HttpResponse:
    context = {
        "stop": found,
        "address": names([found.path]).get(found.path, found.place.name),
        "form": form,
        "missing": missing,
        "tally": uuid7(),
        "counts": queries.counts_of(found),
        "may_run": access.can("errand.run", found.path),
    }
    status = 422 if form.errors or missing.errors else 200
    response = render(request, "waste/stop.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def missing(request: HttpRequest, stop_id: UUID) -> HttpResponse:
    """Bags that did not arrive were found, or had been counted wrongly."""
    access = access_of(request)
    found = stop_for(access, stop_id, writing=True)
    form = MissingForm(request.POST, auto_id="missing_%s")
    if form.is_valid():
        try:
            explain(access=access, stop_id=found.pk, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("查清了,已记下。"))
            return redirect(reverse("waste:sheet") + "?which=missing")
    return _stop(request, access, found, DoorForm(), form)


@require_http_methods(["GET", "POST"])
def point(request: HttpRequest, waste_id: UUID) -> HttpResponse:
    """The collection point of a compound: what arrived of each home."""
    access = access_of(request)
    writing = request.method == "POST"
    found = round_for(access, waste_id, writing=writing)
    form = _point_form(found, request.POST if writing else None)
    if writing and form.is_valid():
        try:
            came = count_at_point(
                access=access, round_id=found.pk, bags=form.bags, tally=form.tally_id,
                disinfected=form.cleaned_data["disinfected"], again=form.cleaned_data["again"],
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            _after_count(request, found, came)
            return redirect("waste:point", found.pk)
    return _point(
        request, access, found, form, HandForm(initial={"tally": uuid7()}, auto_id="hand_%s")
    )


def _after_count(request: HttpRequest, found: WasteRound, came: Recorded) -> None:
    gone = sum(row.missing for _address, row in queries.of_round(found.pk))
    if came.differ:
        messages.warning(request, _("有几户和别人数的不一样。两个数都留着,请再数一遍。"))
    elif gone:
        said = ngettext("少了 {n} 袋,已告诉居委。", "少了 {n} 袋,已告诉居委。", gone).format(n=gone)
        messages.warning(request, said)
    else:
        messages.success(request, _("都到齐了,已记下。"))


def _point_form(found: WasteRound, said: QueryDict | None = None) -> PointForm:
    rows = queries.of_round(found.pk)
    here = [(address, row) for address, row in rows if row.state in ("collected", "arrived")]
    again = any(row.state == "arrived" for _address, row in here)
    homes = [
        (address, row.pk, row.arrived if row.state == "arrived" else row.bags)
        for address, row in here
    ]
    initial = {"tally": uuid7(), "again": again}
    return PointForm(said, homes=homes, initial=initial)


def _point(
    request: HttpRequest, access: Access, found: WasteRound, form: PointForm, handing: HandForm
) -> HttpResponse:
    rows = queries.of_round(found.pk)
    context = {
        "round": found,
        "form": form,
        "fields": [
            (form[f"b.{row.pk}"], address, row)
            for address, row in rows
            if f"b.{row.pk}" in form.fields
        ],
        "handing": handing,
        "due": [(address, row) for address, row in rows if row.state == "due"],
        "odd": [(address, row) for address, row in rows if row.missing or row.disputed],
        "here": sum(row.arrived for _address, row in rows if row.state == "arrived"),
        "handed": queries.handed_of(found.pk),
        "may_run": access.can("errand.run", found.path),
    }
    status = 422 if form.errors or handing.errors else 200
    response = render(request, "waste/point.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def handing(request: HttpRequest, waste_id: UUID) -> HttpResponse:
    """The disposal team took it."""
    access = access_of(request)
    found = round_for(access, waste_id, writing=True)
    form = HandForm(request.POST, auto_id="hand_%s")
    if form.is_valid():
        try:
            made = hand_over(
                access=access, round_id=found.pk, bags=form.cleaned_data["bags"],
                slip=form.cleaned_data["slip"], hand_over_id=form.tally_id,
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("{n} 袋交给清运队了。", "{n} 袋交给清运队了。", made.bags)
            messages.success(request, said.format(n=made.bags))
            return redirect("waste:point", found.pk)
    return _point(request, access, found, _point_form(found), form)
