"""The organisation: leading group, seven working groups, committees; and what each role may do."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wanli.domains.accounts import queries
from wanli.domains.accounts.roles import GROUPS, PERMISSIONS, ROLES, roles_at
from wanli.domains.places.queries import names
from wanli.kernel.scope import ROOT
from wanli.web.export import as_file, ending_asked_for
from wanli.web.narrowing import where_asked
from wanli.web.request import access_of

PAGE = 60
KINDS = ("subdistrict", "area", "compound", "building", "stairwell", "gate", "park", "tower")


@require_GET
def chart(request: HttpRequest) -> HttpResponse:
    """Seats below a place with their holders; the groups first where one sees the subdistrict."""
    access = access_of(request)
    place, paths = where_asked(request, access, "post.view")
    vacant = bool(request.GET.get("vacant"))
    if ending := ending_asked_for(request):
        return _file(ending, queries.with_holders(queries.seats(paths, vacant=vacant)))
    page = Paginator(queries.seats(paths, vacant=vacant), PAGE).get_page(request.GET.get("page"))
    rows = queries.with_holders(page)
    places = names((seat.path for seat, _post in rows), kinds=KINDS)
    whole = not vacant and place is None and access.can("post.view", _head(paths))
    groups = queries.groups_below(paths) if whole else {}
    context = {
        "place": place,
        "page": page,
        "vacant": vacant,
        "rows": [(seat, post, places.get(seat.path, "")) for seat, post in rows],
        "groups": [(group.name, groups.get(group.key, [])) for group in GROUPS.values()],
    }
    if place and access.can("post.assign", place.path) and roles_at(place.kind):
        context["may_establish"] = True
    return render(request, "posts/chart.html", context)


def _file(ending: str, rows: list[tuple[queries.Seat, queries.Post | None]]) -> HttpResponse:
    places = names((seat.path for seat, _post in rows), kinds=KINDS)
    return as_file(
        ending,
        "posts",
        (_("岗位"), _("工作组"), _("地点"), _("谁"), _("从哪天起")),
        (
            [
                seat.get_role_display(),
                seat.get_group_display() if seat.group else "",
                places.get(seat.path, ""),
                post.user.name if post else "",
                post.during.lower if post else "",
            ]
            for seat, post in rows
        ),
    )


def _head(paths: tuple[str, ...]) -> str:
    return paths[0] if paths else ROOT


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """The one table of rights."""
    access_of(request).require_any("post.view")
    table = [
        (role.name, [(permission in role.permissions) for permission in PERMISSIONS])
        for role in ROLES.values()
    ]
    context = {"permissions": PERMISSIONS.values(), "table": table}
    return render(request, "posts/roles.html", context)
