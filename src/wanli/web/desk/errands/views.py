"""The list of errands, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from wanli.domains.errands import queries
from wanli.domains.errands.access import SEES, request_for
from wanli.domains.errands.accounts import home_book
from wanli.domains.errands.photos import read_photo
from wanli.domains.errands.rounds import counted
from wanli.domains.errands.rules.states import may_follow
from wanli.domains.places.access import place_for
from wanli.kernel.access import Access, outermost
from wanli.kernel.errors import Hidden
from wanli.kernel.ids import uuid7
from wanli.web.crumbs import crumbs_of
from wanli.web.narrowing import behind_increment
from wanli.web.paging import LongPaginator
from wanli.web.pictures import picture_of
from wanli.web.request import access_of

PAGE = 50
STATES = (
    ("open", _("没办完")),
    ("asked", _("等着排")),
    ("late", _("过时")),
    ("done", _("送到了")),
    ("not", _("没办成、取消")),
)


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """Requests of my places: what is late comes first."""
    access = access_of(request)
    if not access.has("errand.view"):
        raise Hidden
    label = request.GET.get("place", "")
    place = place_for(access, label, "errand.view") if label else None
    paths = (place.path,) if place else access.paths("errand.view")
    which = request.GET.get("which", "open")
    which = which if which in dict(STATES) else "open"
    found = behind_increment(request, queries.requests(paths, which), place)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "place": place,
        "which": which,
        "states": STATES,
        "counts": queries.counts(paths),
        "rounds": counted(paths),
        "page": page,
        "lines": queries.lines(page),
        "may_manage": access.has("errand.manage"),
        "may_run": access.has("errand.run"),
    }
    return render(request, "errands/sheet.html", context)


@require_GET
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: what is wanted, what has become of it, what can be done."""
    return shown(request, request_id)


def shown(request: HttpRequest, request_id: UUID, *, error: str = "") -> HttpResponse:
    """The page of a request, with what could not be done and why."""
    access = access_of(request)
    found = request_for(access, request_id)
    line = queries.lines([found])[0]
    may_ask = access.can("errand.ask", found.path)
    context = {
        "line": line,
        "one": found,
        "why": queries.why_of(found),
        "attempts": queries.attempts_of(found),
        "photos": queries.photos_of(found),
        "crumbs": crumbs_of(access, found.place),
        "balance": home_book(found.path).balance_fen,
        "may_ask": may_ask,
        "may_manage": access.can("errand.manage", found.path),
        "may_know": access.can("people.view", found.path),
        "can_cancel": may_ask and may_follow(found.state, "cancelled"),
        "can_take_out": found.state == "planned",
        "can_undo": found.state in ("refused", "failed"),
        "entry": uuid7(),
        "error": error,
    }
    return render(request, "errands/request.html", context, status=422 if error else 200)


@require_GET
def photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """A picture of a prescription, a receipt or a parcel."""
    return picture_of(queries.photo_for(access_of(request), photo_id), read_photo)


def where_seen(access: Access) -> tuple[str, ...]:
    """All places whose rounds are open to somebody."""
    return outermost({path for right in SEES for path in access.paths(right)})
