"""Maps in: hand in a file, look which outline is which place, mend that, draw it, take it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.places import maps
from wanli.domains.places.access import MapSheet, map_for
from wanli.domains.places.operations.import_map import (
    assign_shapes,
    back_to_schematic,
    cancel_map,
    take_in_map,
    undo_map,
    write_map,
)
from wanli.domains.places.queries import names
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.choices import place_choices
from wanli.web.desk.maps.drawing import draw
from wanli.web.desk.maps.forms import SheetForm
from wanli.web.errors import add_refusal, sentence
from wanli.web.request import access_of

CHOSEN = ("area", "compound")
SHOWN = 600
"""Shapes with a field of their own on one page."""


@require_http_methods(["GET", "POST"])
def sheet_list(request: HttpRequest) -> HttpResponse:
    """What was handed in, and a form for the next map."""
    access = access_of(request)
    access.require_any("place.edit")
    form = _form(request, access)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = take_in_map(
                access=access,
                label=given["label"],
                content=given["file"].read(),
                file_name=given["file"].name or "",
                datum=given["datum"],
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("maps:sheet", found.pk)
    context = {"form": form, "sheets": maps.sheets(access.paths("place.edit"))}
    return render(request, "maps/list.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, access: Access) -> SheetForm:
    return SheetForm(
        request.POST or None,
        request.FILES or None,
        places=place_choices(access, "place.edit", CHOSEN),
        datum=settings.OPTIONS.map_datum,
        initial={"label": request.GET.get("place", "")},
    )


@require_GET
def sheet(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """One map: its outlines, and which place each was taken for."""
    return _page(request, map_for(access_of(request), sheet_id))


def _page(
    request: HttpRequest, found: MapSheet, error: str = "", typed: dict[int, str] | None = None
) -> HttpResponse:
    shapes = maps.shapes_of(found.pk)
    open_to_choice = found.state == MapSheet.State.READ
    addresses = _addresses(found) if open_to_choice else {}
    rows = [_row(shape, addresses, typed or {}) for shape in shapes]
    undecided = [row for row in rows if not row["place"]]
    matched = [row for row in rows if row["place"]]
    view_box, drawn = draw([(one.number, one.geometry) for one in shapes if one.geometry])
    sure = {one.number: one.confidence for one in shapes if one.place_id}
    context = {
        "sheet": found,
        "error": error,
        "undecided": undecided[:SHOWN],
        "matched": matched[:SHOWN],
        "counts": _counts(shapes),
        "mended": sum(one.mended for one in shapes),
        "addresses": sorted(addresses.values()),
        "view_box": view_box,
        "drawn": [(one, sure.get(one.number, "none")) for one in drawn],
        "other_datum": "GCJ-02" if found.datum == "WGS-84" else "WGS-84",
    }
    return render(request, "maps/sheet.html", context, status=422 if error else 200)


def _counts(shapes: list[Any]) -> list[tuple[str, int, str]]:
    matched = sum(1 for one in shapes if one.place_id)
    undecided = sum(1 for one in shapes if not one.place_id and one.confidence == "open")
    return [
        (_("对上了"), matched, ""),
        (_("要您定"), undecided, "due" if undecided else ""),
        (_("没对上"), len(shapes) - matched - undecided, "now"),
    ]


def _addresses(found: MapSheet) -> dict[str, str]:
    """The address of each place that may be chosen, by label; no two are the same."""
    places = maps.drawable_below(found.path)
    said = names((one.path for one in places), kinds={"compound", "building", "stairwell", "gate"})
    result: dict[str, str] = {}
    taken: set[str] = set()
    for one in places:
        address = said.get(one.path, one.name)
        result[one.label] = address if address not in taken else f"{address} ({one.label})"
        taken.add(address)
    return result


def _row(shape: Any, addresses: dict[str, str], typed: dict[int, str]) -> dict[str, Any]:
    label = shape.place.label if shape.place else ""
    return {
        "number": shape.number,
        "name": shape.name,
        "usable": shape.geometry is not None,
        "mended": shape.mended,
        "place": shape.place,
        "said": typed.get(shape.number, addresses.get(label, shape.place.name if label else "")),
        "sure": shape.get_confidence_display(),
        "reason": _(shape.reason) if shape.reason else "",
        "fits": [addresses[one] for one in shape.candidates[:4] if one in addresses],
        "floors": shape.floors,
        "height": shape.height,
    }


@require_POST
def assign(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Take the outlines for the places that the form names."""
    access = access_of(request)
    found = map_for(access, sheet_id)
    labels = {address: label for label, address in _addresses(found).items()}
    typed = {
        int(name[6:]): " ".join(str(said).split())
        for name, said in request.POST.items()
        if name.startswith("place-") and name[6:].isascii() and name[6:].isdigit()
    }
    try:
        given = {n: labels.get(said, said) for n, said in typed.items()}
        assign_shapes(access=access, sheet_id=sheet_id, given=given)
    except Refused as refused:
        return _page(request, found, sentence(refused), typed)
    messages.success(request, _("记下了,再看一遍。"))
    return redirect("maps:sheet", sheet_id)


@require_POST
def write(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Draw it."""
    access = access_of(request)
    try:
        n = write_map(access=access, sheet_id=sheet_id)
    except Refused as refused:
        return _page(request, map_for(access, sheet_id), sentence(refused))
    if n:
        said = ngettext("画上了 {n} 处,挂图已经换了新图。", "画上了 {n} 处,挂图已经换了新图。", n)
        messages.success(request, said.format(n=n))
    return redirect("maps:sheet", sheet_id)


@require_POST
def cancel(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Do not use it."""
    cancel_map(access=access_of(request), sheet_id=sheet_id)
    return redirect("maps:list")


@require_POST
def undo(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """What stood before it stands again."""
    undo_map(access=access_of(request), sheet_id=sheet_id)
    return redirect("maps:sheet", sheet_id)


@require_POST
def schematic(request: HttpRequest) -> HttpResponse:
    """Draw a place without any map again."""
    found = back_to_schematic(access=access_of(request), label=request.POST.get("label", ""))
    messages.success(request, _("改回了示意图。"))
    return redirect("maps:sheet", found.pk)
