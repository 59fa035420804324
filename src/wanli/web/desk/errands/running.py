"""A round on the phone of whoever runs it: buy, ask, bring, tell."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.errands.access import Photo, Request, Round, request_for, round_for
from wanli.domains.errands.accounts import may_take_cash, passed, purse
from wanli.domains.errands.operations.deliver import AtTheDoor, record_attempt
from wanli.domains.errands.operations.run import finish, take, take_over
from wanli.domains.errands.operations.shop import (
    Found,
    answer_swap,
    ask_swap,
    bought,
    cannot,
    mark_items,
)
from wanli.domains.errands.queries import item_for
from wanli.domains.errands.rounds import (
    bought_before,
    receipts_of,
    shopping_list,
    spent,
    stops,
    turns_of,
)
from wanli.domains.errands.rules.money import NoMoney, read_yuan
from wanli.domains.places.queries import names
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.web.desk.errands.forms import DoorForm
from wanli.web.desk.errands.pictures import kept
from wanli.web.errors import sentence
from wanli.web.outbox import did_not, went, when
from wanli.web.request import access_of


@require_GET
def page(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """A round: its list by shelf, its doors in their order, its money."""
    return shown(request, round_id)


def shown(
    request: HttpRequest, round_id: UUID, *, error: str = "", at: UUID | None = None
) -> HttpResponse:
    """The page of a round; ``at``: the request whose form was refused, with what was typed."""
    access = access_of(request)
    tour = round_for(access, round_id)
    lines = stops(tour)
    may_run = access.can("errand.run", tour.path)
    mine = tour.runner_id is not None and tour.runner_id == access.user_id
    acts = tour.state == Round.State.TAKEN and (mine or access.can("errand.manage", tour.path))
    money = purse(tour)
    holds = sum(one.fen for one in money.holders if one.user.pk == access.user_id)
    context = {
        "tour": tour,
        "where": names([tour.path]).get(tour.path, tour.place.name),
        "lines": [(line, uuid7(), spent([line])[line.request.pk]) for line in lines],
        "before": bought_before(tour),
        "shelves": shopping_list(tour, lines) if tour.how in ("shop", "pharmacy") else [],
        "shops": tour.how in ("shop", "pharmacy"),
        "purse": money,
        "receipts": receipts_of(tour),
        "passed": passed(tour),
        "takers": may_take_cash(tour, access.user_id) if holds else [],
        "holds": holds,
        "give_entry": uuid7(),
        "me": access.user_id,
        "turns": turns_of(tour),
        "mine": mine,
        "acts": acts and may_run,
        "may_run": may_run,
        "may_manage": access.can("errand.manage", tour.path),
        "entry": uuid7(),
        "error": error,
        "at": at,
        "typed": request.POST,
    }
    return render(request, "errands/round.html", context, status=422 if error else 200)


@require_POST
def take_it(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """I run it."""
    access = access_of(request)
    round_for(access, round_id, "errand.run")
    return _done(
        request, round_id, _("您接了这一趟。"), lambda: take(access=access, round_id=round_id)
    )


@require_POST
def over(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """I go on with what somebody else began."""
    access = access_of(request)
    round_for(access, round_id, "errand.run")
    why = request.POST.get("why", "")
    return _done(
        request,
        round_id,
        _("现在由您接着跑。已经买好、送到的照旧。"),
        lambda: take_over(access=access, round_id=round_id, why=why),
    )


@require_POST
def done(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """All doors are told of."""
    access = access_of(request)
    round_for(access, round_id, "errand.run")
    return _done(
        request, round_id, _("跑完了,辛苦了。"), lambda: finish(access=access, round_id=round_id)
    )


@require_POST
def items(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What came of each thing of one home; ``all`` says that the bag is packed."""
    found = _running(request, request_id)
    access = access_of(request)

    def act() -> None:
        then = when(request)
        mark_items(access=access, request_id=request_id, found=_found(request), at=then)
        if request.POST.get("said") == "all":
            bought(access=access, request_id=request_id, at=then)

    return _done(request, found.round_id, _("记好了。"), act, at=request_id)


def _found(request: HttpRequest) -> dict[UUID, Found]:
    found = {}
    for name, said in request.POST.items():
        if not name.startswith("got-"):
            continue
        try:
            key = UUID(name.removeprefix("got-"))
        except ValueError:
            raise Hidden from None
        price = request.POST.get(f"price-{key}", "").strip()
        if said == "no":
            found[key] = Found(got=False)
        elif price:
            try:
                found[key] = Found(got=True, price_fen=read_yuan(price))
            except NoMoney:
                raise Refused(
                    _("“{said}”不是钱数。请写成 12.50 这样。"), field="price", said=price[:20]
                ) from None
        elif said == "yes":
            raise Refused(_("请写多少钱。没有就点没买到。"), field="price")
    return found


@require_POST
def cannot_do(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """It cannot be done, and why."""
    found = _running(request, request_id)
    access, why = access_of(request), request.POST.get("why", "")
    return _done(
        request,
        found.round_id,
        _("记好了。"),
        lambda: cannot(access=access, request_id=request_id, why=why, at=when(request)),
        at=request_id,
    )


@require_POST
def swap(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Ask the home whether something else will do."""
    access = access_of(request)
    item = item_for(access, item_id, "errand.run")
    said = request.POST.get("instead", "")
    return _done(
        request,
        item.request.round_id,
        _("已经问了,住户在链接上看得到。也可以打电话问。"),
        lambda: ask_swap(access=access, item_id=item_id, instead=said),
        at=item.request_id,
    )


@require_POST
def answer(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """What the home said on the phone."""
    access = access_of(request)
    item = item_for(access, item_id, "errand.run")
    yes = request.POST.get("yes") == "1"
    return _done(
        request,
        item.request.round_id,
        _("记好了。"),
        lambda: answer_swap(access=access, item_id=item_id, yes=yes),
        at=item.request_id,
    )


@transaction.non_atomic_requests
@require_POST
def door(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Delivered, declined, nobody opened, not brought; with a picture of what stands there."""
    access = access_of(request)
    with transaction.atomic():
        found = _running(request, request_id)
    form = DoorForm(request.POST, request.FILES)
    outcome = request.POST.get("outcome", "")
    if not form.is_valid():
        said = next(iter(next(iter(form.errors.values()))))
        with transaction.atomic():
            return _refused(request, found.round_id, str(said), request_id)
    entry = form.cleaned_data["entry"]
    try:
        photo = kept(request, access, entry, Photo.What.PROOF, request_id=request_id)
        note = form.cleaned_data["note"]
        told = AtTheDoor(outcome, note, photo.pk if photo else None, when(request))
        record_attempt(access=access, request_id=request_id, told=told, attempt_id=entry)
    except Refused as refused:
        with transaction.atomic():
            return _refused(request, found.round_id, sentence(refused), request_id)
    return went(request, _back(found.round_id), _("记好了。"))


def _running(request: HttpRequest, request_id: UUID) -> Request:
    return request_for(access_of(request), request_id, "errand.run")


def _done(
    request: HttpRequest,
    round_id: UUID | None,
    said: str,
    act: Callable[[], object],
    *,
    at: UUID | None = None,
) -> HttpResponse:
    try:
        with transaction.atomic():
            act()
    except Refused as refused:
        return _refused(request, round_id, sentence(refused), at)
    return went(request, _back(round_id), said)


def _refused(
    request: HttpRequest, round_id: UUID | None, said: str, at: UUID | None
) -> HttpResponse:
    def page(said: str) -> HttpResponse:
        if round_id is None:
            messages.error(request, said)
            return redirect("errands:rounds")
        return shown(request, round_id, error=said, at=at)

    return did_not(request, said, page)


def _back(round_id: UUID | None) -> str:
    return reverse("errands:round", args=[round_id]) if round_id else reverse("errands:rounds")
