"""The canvass: campaigns, their doors, one door, and how far each place is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.canvass import queries
from wanli.domains.canvass.access import campaign_for, door_for
from wanli.domains.canvass.operations.close_campaign import close_campaign
from wanli.domains.canvass.operations.record_visit import Told, record_visit
from wanli.domains.canvass.operations.start_campaign import start_campaign
from wanli.domains.canvass.rules.paper import answered
from wanli.domains.ledger.queries import figures
from wanli.domains.people.operations.register import Newcomer
from wanli.domains.people.queries import at_home
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import children, names, tops
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.web.choices import place_choices
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.canvass.forms import ANSWER, DoorForm, StartForm
from wanli.web.errors import add_refusal
from wanli.web.export import Personal, as_file, ending_asked_for, may_export
from wanli.web.lately import lately_at
from wanli.web.outbox import by_script, form_did_not
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50
CHOSEN = ("area", "compound", "building")
"""Kinds of place that a campaign is started over, besides one's own."""
WHICH = ("left", "again", "done", "all")
MEASURES = ("homes_canvassed", "homes_to_canvass")
FIELDS_OF_NEWCOMER = {"name": "new_name", "phones": "new_phone", "document": "new_document"}


@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns that have doors at one's places."""
    access = access_of(request)
    access.require_any("canvass.view")
    found = queries.campaigns(access.paths("canvass.view"), running=None)
    context = {
        "running": [one for one in found if one.running],
        "closed": [one for one in found if not one.running],
        "may_manage": access.has("canvass.manage"),
        "may_record": access.has("canvass.record"),
    }
    return render(request, "canvass/list.html", context)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Start a campaign."""
    access = access_of(request)
    access.require_any("canvass.manage")
    form = StartForm(
        request.POST or None,
        places=place_choices(access, "canvass.manage", CHOSEN),
        plans=[plan_in_force(path).plan for path in access.paths("canvass.manage")],
    )
    if request.method == "POST" and form.is_valid():
        try:
            campaign = start_campaign(access=access, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("canvass:doors", campaign.pk)
    return render(request, "canvass/start.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def close(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """End a campaign."""
    campaign = close_campaign(access=access_of(request), campaign_id=campaign_id)
    messages.success(request, _("“{name}”已结束。").format(name=campaign.name))
    return redirect("canvass:list")


@require_GET
def doors(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """A campaign's doors at one's places: what is left comes first."""
    access = access_of(request)
    campaign = campaign_for(access, campaign_id)
    label = request.GET.get("place", "")
    place = place_for(access, label, "canvass.view") if label else None
    paths = (place.path,) if place else access.paths("canvass.view")
    which = request.GET.get("which", "left")
    which = which if which in WHICH else "left"
    found = queries.doors(campaign, paths, which=which)
    if ending := ending_asked_for(request):
        said = [place.name if place else "", campaign.name]
        return _doors_file(
            ending, queries.rows(found, campaign), Personal(access, paths, "doors", filters=said)
        )
    progress = queries.progress_of(campaign, paths)
    pages = LongPaginator(found, PAGE, known=queries.how_many(progress, which))
    page = pages.get_page(request.GET.get("page"))
    context = {
        "campaign": campaign,
        "place": place,
        "which": which,
        "tabs": [
            ("left", _("还没排摸")),
            ("again", _("要再访")),
            ("done", _("已排摸")),
            ("all", _("全部")),
        ],
        "page": page,
        "rows": queries.rows(page, campaign),
        "progress": progress,
        "may_record": access.has("canvass.record"),
        "may_export": may_export(access, paths),
        "may_close": access.can("canvass.manage", campaign.path) and not campaign.closed_on,
    }
    return render(request, "canvass/doors.html", context)


def _doors_file(ending: str, rows: list[queries.Row], personal: Personal) -> HttpResponse:
    headings = (
        _("地址"), _("结果"), _("备注"), _("去过几次"), _("最近一次"), _("约好再去"), _("等了几天"),
    )  # fmt: skip
    listed = (
        [
            row.address,
            row.door.result_name if row.door.result else "",
            row.door.note,
            row.door.visits,
            row.door.visited_at,
            row.door.next_visit,
            row.waiting,
        ]
        for row in rows
    )
    return as_file(ending, "doors", headings, listed, personal)


@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, door_id: UUID) -> HttpResponse:
    """One door: who lives there, what came of the visit."""
    access = access_of(request)
    found = door_for(access, door_id)
    people = at_home(found.place)
    form = DoorForm(
        request.POST or None,
        campaign=found.campaign,
        people=[str(line.id) for line in people],
        initial={"visit_id": uuid7()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_visit(
                access=access,
                door_id=found.pk,
                visit_id=form.cleaned_data["visit_id"],
                told=_told(form),
            )
        except Refused as refused:
            asked = {question.key: ANSWER + question.key for question in form.questions}
            add_refusal(form, refused, asked | FIELDS_OF_NEWCOMER)
        else:
            return _onwards(request, access, door_id)
    if form.errors and by_script(request):
        return form_did_not(form)
    context = {
        "door": found,
        "campaign": found.campaign,
        "crumbs": crumbs_of(access, found.place),
        "address": names([found.path]).get(found.path, found.place.name),
        "people": people,
        "form": form,
        "results": form.results,
        "answered": " ".join(k for k, o in found.campaign.outcomes.items() if answered(o)),
        "visits": queries.visits(found),
        "gone": set(form["gone"].value() or ()),
        # Without what was said: the page may be kept on a phone.
        "lately": [replace(one, note="") for one in lately_at(access, found.path)],
        "next": queries.next_door(found, access.paths("canvass.record")),
    }
    response = render(request, "canvass/door.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _told(form: DoorForm) -> Told:
    said = form.cleaned_data
    newcomers = []
    if any(said[name] for name in ("new_name", "new_phone", "new_document", "new_outside")):
        newcomers.append(
            Newcomer(
                name=said["new_name"],
                phones=said["new_phone"],
                document=said["new_document"],
                registered_outside=said["new_outside"],
            )
        )
    return Told(
        result=said["result"],
        answers={question.key: said[ANSWER + question.key] for question in form.questions},
        note=said["note"],
        next_visit=said["next_visit"],
        gone=[UUID(one) for one in said["gone"]],
        newcomers=newcomers,
        at=clock.now() - timedelta(seconds=said["waited"] or 0),
    )


def _onwards(request: HttpRequest, access: Access, door_id: UUID) -> HttpResponse:
    """To the next door of the stairwell; back to the list when it is done."""
    just = door_for(access, door_id)
    messages.success(
        request,
        _("{room}:{result}").format(room=just.place.name, result=just.result_name),
    )
    following = queries.next_door(just, access.paths("canvass.record"))
    url = (
        reverse("canvass:door", args=[following.pk])
        if following
        else reverse("canvass:doors", args=[just.campaign_id])
    )
    if request.get_preferred_type(["text/html", "application/json"]) == "text/html":
        return redirect(url)
    # The page's script asks for JSON: it goes there itself, or stays where a queue is emptied.
    return JsonResponse({"next": url})


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """How far each place below one is: from the books, as the wall shows it."""
    access = access_of(request)
    access.require_any("wall.view")
    label = request.GET.get("place", "")
    heads = [] if label else tops(access.paths("wall.view"))
    place = place_for(access, label, "wall.view") if label else (heads[0] if heads else None)
    if place is None:
        return redirect("canvass:list")
    inside = [child for child in children(place) if child.kind != "gate"]
    own = {f.measure: f for f in figures(labels=[place.label], measures=MEASURES)}
    below = {
        (f.label, f.measure): f.stock for f in figures(children_of=place.label, measures=MEASURES)
    }
    lines = [
        Covered(
            child.label, child.name, child.kind, *(below.get((child.label, m), 0) for m in MEASURES)
        )
        for child in inside
    ]
    lines = sorted((one for one in lines if one.total), key=lambda one: one.percent)
    if ending := ending_asked_for(request):
        headings = (_("地点"), _("待排摸"), _("已排摸"), _("进度(%)"))
        listed = ([one.name, one.left, one.done, one.percent] for one in lines)
        return as_file(ending, "coverage", headings, listed)
    context = {
        "place": place,
        "crumbs": crumbs_of(access, place),
        "own": Covered(
            place.label,
            place.name,
            place.kind,
            *(own[m].stock if m in own else 0 for m in MEASURES),
        ),
        "lines": lines,
        "doors_url": _doors_url(access, place.path, place.label),
    }
    return render(request, "canvass/coverage.html", context)


@dataclass(frozen=True, slots=True)
class Covered:
    """How far one place is."""

    label: str
    name: str
    kind: str
    done: int
    left: int

    @property
    def total(self) -> int:
        return self.done + self.left

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


def _doors_url(access: Access, path: str, label: str) -> str:
    """The doors still to be knocked at here, when one campaign has them all."""
    running = queries.campaigns([path]) if access.can("canvass.view", path) else []
    if len(running) != 1:
        return ""
    return reverse("canvass:doors", args=[running[0].campaign_id]) + f"?place={label}"
