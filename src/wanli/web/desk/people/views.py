"""People and homes: lists, one household, one person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.audit.queries import openings_of
from wanli.domains.contacts.care import of_care
from wanli.domains.ledger.queries import sources
from wanli.domains.observation.queries import case_lines, of_person, standing_at
from wanli.domains.people import queries
from wanli.domains.people.access import Person, home_for, person_for
from wanli.domains.people.choices import HOME_USES, MARK_KINDS
from wanli.domains.people.duplicates import merges_of
from wanli.domains.people.history import changes_of
from wanli.domains.people.operations.export_list import HEADINGS, export_list
from wanli.domains.people.operations.move_out import move_out
from wanli.domains.people.operations.open_fields import open_fields
from wanli.domains.people.operations.set_home_use import set_home_use
from wanli.domains.people.operations.set_marks import set_marks
from wanli.domains.places.access import Place
from wanli.domains.places.queries import names
from wanli.ground.tables import ENDINGS
from wanli.ground.wording import listed
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.crumbs import crumbs_of
from wanli.web.errors import sentence
from wanli.web.export import Personal, as_file, ending_asked_for, may_export
from wanli.web.lately import lately_at
from wanli.web.narrowing import where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50


@require_GET
def people_list(request: HttpRequest) -> HttpResponse:
    """People below a place, narrowed by mark, registration, or a figure of the wall."""
    access = access_of(request)
    place, wanted = _wanted(access, request)
    if ending := ending_asked_for(request):
        headings = (
            _("地址"), _("姓名"), _("性别"), _("年龄"), _("户籍"), _("重点对象"),
        )  # fmt: skip
        said = [place.name if place else "", *_said(wanted)]
        return as_file(
            ending, "people", headings, _rows(wanted), Personal(access, wanted.paths, filters=said)
        )
    return _list_page(request, access, place, wanted)


def _said(wanted: queries.Filter) -> list[object]:
    """How the list is narrowed, in words."""
    kinds = dict(MARK_KINDS) | {"any": _("所有重点对象")}
    registered = {"elsewhere": _("人户分离"), "absent": _("户在人不在")}
    chosen = _("挂图数字背后的人") if wanted.ids is not None else ""
    return [kinds.get(wanted.mark, ""), registered.get(wanted.registered, ""), chosen]


def _list_page(
    request: HttpRequest,
    access: Access,
    place: Place | None,
    wanted: queries.Filter,
    error: str = "",
) -> HttpResponse:
    pages = LongPaginator(queries.people(wanted), PAGE, known=queries.how_many(wanted))
    page = pages.get_page(request.GET.get("page"))
    context = {
        "place": place,
        "page": page,
        "lines": queries.lines(page),
        "mark_kinds": MARK_KINDS,
        "wanted": wanted,
        "error": error,
        "may_export": may_export(access, wanted.paths),
        "may_open": all(access.can("people.open", path) for path in wanted.paths),
    }
    return render(request, "people/list.html", context, status=422 if error else 200)


def _wanted(access: Access, request: HttpRequest) -> tuple[Place | None, queries.Filter]:
    place, paths = where_asked(request, access, "people.view")
    ids = None
    which = request.GET.get("which", "")
    measure = request.GET.get("measure", "")
    if measure and which in ("plus", "minus") and place:
        ids = tuple(sources(path=place.path, measure=measure, which=which))  # type: ignore[arg-type]
    mark = request.GET.get("mark", "")
    return place, queries.Filter(
        paths=paths,
        mark=mark if mark in {"any", *(key for key, _name in MARK_KINDS)} else "",
        registered=request.GET.get("registered", ""),
        ids=ids,
    )


def _rows(wanted: queries.Filter) -> Iterator[list[Any]]:
    for persons in queries.in_batches(queries.people(wanted)):
        for line in queries.lines(persons):
            apart = _("人户分离") if line.registered_elsewhere else ""
            apart = apart or (_("户在人不在") if line.lives_elsewhere else "")
            yield [line.address, line.name, line.sex, line.age, apart, listed(line.marks)]


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, in the clear, with a reason; logged."""
    access = access_of(request)
    place, wanted = _wanted(access, request)
    ending = request.POST.get("ending", "xlsx")
    try:
        rows = export_list(access=access, wanted=wanted, reason=request.POST.get("reason", ""))
    except Refused as refused:
        return _list_page(request, access, place, wanted, error=sentence(refused))
    return as_file(ending if ending in ENDINGS else "xlsx", "people", HEADINGS, rows)


@require_GET
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person, masked; a record that was merged leads to the one it was merged into."""
    found = person_for(access_of(request), person_id)
    if found.merged_into_id:
        return redirect("people:person", found.merged_into_id)
    return _person_page(request, found)


@require_POST
def open_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The same page with name and numbers in the clear, for this once."""
    access = access_of(request)
    reason = request.POST.get("reason", "")
    found = person_for(access, person_id)
    try:
        clear = open_fields(access=access, person_id=person_id, reason=reason)
    except Refused as refused:
        return _person_page(request, found, error=sentence(refused), status=422)
    return _person_page(request, found, clear=clear)


def _person_page(
    request: HttpRequest, found: Person, *, status: int = 200, **more: object
) -> HttpResponse:
    access = access_of(request)
    (line,) = queries.lines([found])
    where = queries.residences(found)
    merges = merges_of(found)
    context = {
        "person": found,
        "line": line,
        "residences": where,
        "addresses": names(r.path for r in where),
        "marks": {mark.kind for mark in queries.marks_of(found)},
        "mark_kinds": MARK_KINDS,
        "changes": changes_of(found),
        "openings": openings_of(found.pk, *(merge.loser_id for merge in merges)),
        "merges": merges,
        "home": found.path.rsplit(".", 1)[-1],
        "may_open": access.can("people.open", found.path),
        "may_edit": access.can("people.edit", found.path),
        "cases": of_person(found.pk) if access.can("observation.view", found.path) else [],
        "may_observe": access.can("observation.manage", found.path) and not found.left_on,
        "lately": lately_at(access, found.path) if not found.left_on else [],
        "care": of_care(access, found),
        **more,
    }
    response = render(request, "people/person.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def marks(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Set the marks of a person."""
    set_marks(
        access=access_of(request), person_id=person_id, kinds=set(request.POST.getlist("kinds"))
    )
    return redirect("people:person", person_id)


@require_POST
def leave(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Record that somebody moved out; leads back to the door."""
    gone = move_out(access=access_of(request), person_id=person_id)
    return redirect("people:home", gone.path.rsplit(".", 1)[-1])


@require_GET
def homes(request: HttpRequest) -> HttpResponse:
    """Doors below a place, by their state."""
    access = access_of(request)
    place, paths = where_asked(request, access, "people.view")
    use = request.GET.get("use", "")
    found = queries.homes_below(paths, use=use if use in dict(HOME_USES) else "")
    if ending := ending_asked_for(request):
        homes = list(found)
        addresses = names(home.path for home in homes)
        rows = ([addresses.get(home.path, ""), home.get_use_display()] for home in homes)
        said = [place.name if place else "", _("住户"), dict(HOME_USES).get(use, "")]
        personal = Personal(access, paths, what="homes", filters=said)
        return as_file(ending, "homes", (_("地址"), _("房屋使用")), rows, personal)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    addresses = names(home.path for home in page)
    context = {
        "place": place,
        "page": page,
        "rows": [
            (home, home.path.rpartition(".")[2], addresses.get(home.path, "")) for home in page
        ],
        "uses": HOME_USES,
        "use": use,
        "may_export": may_export(access, paths),
    }
    return render(request, "people/homes.html", context)


@require_GET
def home(request: HttpRequest, label: str) -> HttpResponse:
    """One door: its state, and who is behind it."""
    access = access_of(request)
    place, household = home_for(access, label)
    context = {
        "place": place,
        "crumbs": crumbs_of(access, place),
        "household": household,
        "lines": queries.at_home(place),
        "uses": HOME_USES,
        "may_edit": access.can("people.edit", place.path) and not place.retired_on,
        "observed": case_lines(standing_at(place))
        if access.can("observation.view", place.path)
        else [],
        "may_observe": access.can("observation.manage", place.path) and not place.retired_on,
        "may_ask": access.can("errand.ask", place.path) and not place.retired_on,
        "lately": lately_at(access, place.path),
        "may_contact": access.can("contact.view", place.path) and not place.retired_on,
        "gone": queries.once_at_home(place) if access.can("people.edit", place.path) else [],
    }
    return render(request, "people/home.html", context)


@require_POST
def home_use(request: HttpRequest, label: str) -> HttpResponse:
    """Record the state of a door."""
    set_home_use(access=access_of(request), label=label, use=request.POST.get("use", ""))
    return redirect("people:home", label)
