"""Changing the tree: add, rename, move, retire. Each page shows what it would touch."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wanli.domains.accounts.queries import names_of
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.ledger.operations.move_place import move_place
from wanli.domains.ledger.operations.retire_place import retire_place
from wanli.domains.ledger.operations.undo_merge_place import undo_merge_place
from wanli.domains.ledger.place_merges import addresses, counts_of, merge_for, obstacles
from wanli.domains.ledger.queries import figures
from wanli.domains.ledger.registry import measures
from wanli.domains.places.access import Place, place_for
from wanli.domains.places.kinds import KINDS, children_of
from wanli.domains.places.maps import origin
from wanli.domains.places.operations.add import add_place
from wanli.domains.places.operations.edit import edit_place
from wanli.domains.places.operations.merge import Plan, plan_merge
from wanli.domains.places.queries import kinds_below, names, possible_parents, possible_twins
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.web.desk.places.forms import AddForm, EditForm, ReasonForm, TargetForm
from wanli.web.errors import add_refusal
from wanli.web.figures import shown
from wanli.web.request import access_of

RECORDS = {
    "people_person": gettext_lazy("居民"),
    "people_residence": gettext_lazy("住址"),
    "people_phone": gettext_lazy("电话"),
    "people_keymark": gettext_lazy("重点对象"),
    "people_household": gettext_lazy("住户"),
    "accounts_seat": gettext_lazy("岗位"),
    "accounts_post": gettext_lazy("任职"),
    "canvass_door": gettext_lazy("排摸的门"),
    "canvass_visit": gettext_lazy("上门记录"),
    "observation_case": gettext_lazy("居家观察"),
    "observation_check": gettext_lazy("体温记录"),
    "passes_hold": gettext_lazy("门口的限制"),
}
"""What readers call the rows that follow a place."""
LISTED = 40
"""Places named one by one before a merge; the others are counted."""

_form_page = require_http_methods(["GET", "POST"])


@_form_page
def add(request: HttpRequest, label: str) -> HttpResponse:
    """A new place beneath this one."""
    access = access_of(request)
    above = _standing(access, label)
    if not children_of(above.kind):
        raise Hidden
    form = AddForm(request.POST or None, above=above)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_place(access=access, parent=label, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("建好了。"))
            return redirect("places:place", made.label)
    return _page(request, "places/add.html", above, form)


@_form_page
def edit(request: HttpRequest, label: str) -> HttpResponse:
    """Another name, code or number of floors."""
    access = access_of(request)
    found = _standing(access, label)
    form = EditForm(request.POST or None, place=found)
    if request.method == "POST" and form.is_valid():
        try:
            edit_place(access=access, label=label, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("places:place", label)
    return _page(request, "places/edit.html", found, form, origin=origin(found))


@_form_page
def move(request: HttpRequest, label: str) -> HttpResponse:
    """Another parent, with everything in it."""
    access = access_of(request)
    found = _standing(access, label)
    said = request.GET.get("q", "").strip()
    parents = possible_parents(found, access.paths("place.edit"), said=said)
    form = TargetForm(request.POST or None, label=_("移到哪里"), targets=_choices(parents))
    if request.method == "POST" and form.is_valid():
        try:
            move_place(
                access=access,
                label=label,
                new_parent=form.cleaned_data["target"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            add_refusal(form, refused, {"new_parent": "target"})
        else:
            messages.success(request, _("移好了。"))
            return redirect("places:place", label)
    touched = _touched(access, found)
    return _page(request, "places/move.html", found, form, said=said, **touched)


@_form_page
def retire(request: HttpRequest, label: str) -> HttpResponse:
    """Out of use, with everything below it."""
    access = access_of(request)
    found = _standing(access, label)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retire_place(access=access, label=label, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("“{name}”停用了。").format(name=found.name))
            above = found.parent
            return redirect("places:place", above.label) if above else redirect("places:top")
    return _page(request, "places/retire.html", found, form, **_touched(access, found))


@_form_page
def merge(request: HttpRequest, label: str) -> HttpResponse:
    """Into another place: it was typed in twice."""
    access = access_of(request)
    found = _standing(access, label)
    said = request.GET.get("q", "").strip()
    twins = possible_twins(found, access.paths("place.edit"), said=said)
    form = TargetForm(request.POST or None, label=_("和哪里是同一处"), targets=_choices(twins))
    if request.method == "POST" and form.is_valid():
        into, reason = form.cleaned_data["target"], form.cleaned_data["reason"]
        try:
            if request.POST.get("sure"):
                merge_place(access=access, label=label, into=into, reason=reason)
                messages.success(request, _("合并好了。"))
                return redirect("places:place", into)
            plan = plan_merge(access=access, label=label, into=into)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            shown = _planned(access, found, plan)
            return _page(request, "places/merge.html", found, form, **shown)
    return _page(request, "places/merge.html", found, form, said=said, **_touched(access, found))


@_form_page
def undo_merge(request: HttpRequest, label: str) -> HttpResponse:
    """What was merged by mistake, apart again; what stands in the way, if anything does."""
    access = access_of(request)
    merge = merge_for(access, label)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_merge_place(access=access, label=label, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("合并撤回了。"))
            return redirect("places:place", label)
    found = obstacles(merge)
    said = addresses(found[:LISTED])
    more = {
        "merge": merge,
        "obstacles": [
            (said.get(one.place, ""), str(one.message).format(what=_record(one.what)))
            for one in found[:LISTED]
        ],
        "obstacles_more": max(0, len(found) - LISTED),
        "reopened": len(merge.twins),
        "moved_back": len(merge.movers),
        "rows": _by_record(counts_of(merge)),
        "by": names_of([merge.user_id]).get(str(merge.user_id), "") if merge.user_id else "",
    }
    return _page(request, "places/undo_merge.html", merge.gone, form, **more)


def _record(table: str) -> str:
    return str(RECORDS.get(table, _("其他记录")))


def _by_record(counts: dict[str, int]) -> list[tuple[str, int]]:
    found: Counter[str] = Counter()
    for table, n in counts.items():
        found[_record(table)] += n
    return found.most_common()


def _planned(access: Access, found: Place, plan: Plan) -> dict[str, Any]:
    """The places that become one and those that move over, to be looked at before it is done."""
    twins = [old for old, _new in plan.twins if old.pk != found.pk]
    movers = [one for one, _parent in plan.movers]
    shown = twins[:LISTED] + movers[:LISTED]
    said = names((one.path for one in shown), kinds={"building", "stairwell", "household"})
    into = plan.twins[-1][1]
    return {
        "into": into,
        "twins": [said.get(one.path, one.name) for one in twins[:LISTED]],
        "twin_count": len(twins),
        "movers": [said.get(one.path, one.name) for one in movers[:LISTED]],
        "mover_count": len(movers),
        **_touched(access, found),
    }


def _standing(access: Access, label: str) -> Place:
    found = place_for(access, label, "place.edit")
    if found.retired_on:
        raise Refused(_("这里已经停用,不能再改。"))
    return found


def _choices(places: list[Place]) -> list[tuple[str, str]]:
    addresses = names(
        (place.path for place in places), kinds=set(KINDS) - {"district", "subdistrict"}
    )
    return [(place.label, addresses.get(place.path, place.name)) for place in places]


def _touched(access: Access, place: Place) -> dict[str, Any]:
    """What would change along with the place: those below it, and what the books hold there."""
    known = measures()
    held = [
        (line.figure.stock, known[line.figure.measure], line.url)
        for line in shown(access, figures(labels=[place.label]))
        if line.figure.stock
    ]
    return {
        "below": [(KINDS[kind].name, n) for kind, n in kinds_below(place.path)],
        "held": held,
        "in_the_way": [one for one in held if not one[1].ends_with_place],
    }


def _page(
    request: HttpRequest, template: str, place: Place, form: Any, **more: object
) -> HttpResponse:
    context = {"place": place, "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)
