"""Money: what runners hold, what homes owe, and where it does not agree."""

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

from wanli.domains.errands import accounts
from wanli.domains.errands.access import Photo, request_for, round_for
from wanli.domains.errands.operations import money
from wanli.domains.errands.operations.pass_cash import give_cash, take_cash, withdraw_cash
from wanli.domains.errands.queries import hand_over_for, receipt_for
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import names
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.errands.forms import MoneyForm, ReceiptForm
from wanli.web.desk.errands.pictures import kept
from wanli.web.desk.errands.running import shown
from wanli.web.desk.errands.views import shown as request_shown
from wanli.web.errors import sentence
from wanli.web.outbox import did_not, went
from wanli.web.request import access_of, user_of_request


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My cash book day by day; for who manages errands also what homes owe and what differs."""
    access = access_of(request)
    if not (access.has("errand.run") or access.has("errand.view")):
        raise Hidden
    paths = access.paths("errand.manage")
    context = {
        "book": accounts.buyer_book(user_of_request(request).pk),
        "may_manage": bool(paths),
        "owed": accounts.homes_owing(paths) if paths else [],
        "differs": accounts.unsettled(paths) if paths else [],
    }
    return render(request, "errands/money.html", context)


@require_GET
def home(request: HttpRequest, label: str) -> HttpResponse:
    """The account of one home."""
    access = access_of(request)
    place = place_for(access, label, "errand.view")
    context = {
        "place": place,
        "address": names([place.path]).get(place.path, place.name),
        "crumbs": crumbs_of(access, place),
        "book": accounts.home_book(place.path),
    }
    return render(request, "errands/home_money.html", context)


@require_POST
def book(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """An advance, what is handed back, a count, or a difference that nobody can explain."""
    access = access_of(request)
    round_for(access, round_id, "errand.run")
    form = MoneyForm(request.POST)
    what = request.POST.get("what", "")
    act = _acts(access, round_id, request.POST.get("why", ""), _holder(request)).get(what)
    if act is None:
        return shown(request, round_id, error=_("请选是预支、交回、点钱还是差额。"))
    return _told(request, round_id, form, act)


@require_POST
def give(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Cash goes to another runner of the round; said again, the sum is another."""
    access = access_of(request)
    round_for(access, round_id, "errand.run")
    try:
        taker = UUID(request.POST.get("taker", ""))
    except ValueError:
        return shown(request, round_id, error=_("请选转给谁。"))
    return _told(
        request,
        round_id,
        MoneyForm(request.POST),
        lambda fen, entry: give_cash(
            access=access, round_id=round_id, taker_id=taker, amount_fen=fen, hand_over_id=entry
        ),
    )


@require_POST
def got(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """She counted it; or who gave it says that she did not."""
    access = access_of(request)
    found = hand_over_for(access, hand_over_id)
    if request.POST.get("what") == "withdraw":
        try:
            withdraw_cash(access=access, hand_over_id=found.pk)
        except Refused as refused:
            return shown(request, found.round_id, error=sentence(refused))
        return went(request, reverse("errands:round", args=[found.round_id]), _("收回了。"))
    form = MoneyForm({"entry": str(hand_over_id), "amount": request.POST.get("amount", "")})
    return _told(
        request,
        found.round_id,
        form,
        lambda fen, _entry: take_cash(access=access, hand_over_id=found.pk, amount_fen=fen),
    )


def _holder(request: HttpRequest) -> UUID | None:
    said = request.POST.get("holder", "")
    try:
        return UUID(said) if said else None
    except ValueError:
        raise Hidden from None


def _acts(
    access: Access, round_id: UUID, why: str, holder: UUID | None
) -> dict[str, Callable[[int, UUID], object]]:
    return {
        "advance": lambda fen, entry: money.advance(
            access=access, round_id=round_id, amount_fen=fen, move=entry
        ),
        "back": lambda fen, entry: money.hand_back(
            access=access, round_id=round_id, amount_fen=fen, move=entry, user_id=holder
        ),
        "count": lambda fen, entry: money.count(
            access=access, round_id=round_id, counted_fen=fen, count_id=entry
        ),
        "more": lambda fen, entry: money.book_difference(
            access=access, round_id=round_id, amount_fen=fen, why=why, move=entry
        ),
        "less": lambda fen, entry: money.book_difference(
            access=access, round_id=round_id, amount_fen=-fen, why=why, move=entry
        ),
    }


@transaction.non_atomic_requests
@require_POST
def receipt(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """What a shop's receipt says, with its picture."""
    access = access_of(request)
    with transaction.atomic():
        round_for(access, round_id, "errand.run")
    form = ReceiptForm(request.POST, request.FILES)

    def act(fen: int, entry: UUID) -> None:
        photo = kept(request, access, entry, Photo.What.RECEIPT, round_id=round_id)
        money.add_receipt(
            access=access, round_id=round_id, total_fen=fen, receipt_id=entry,
            photo_id=photo.pk if photo else None,
        )  # fmt: skip

    return _told(request, round_id, form, act)


@require_POST
def void(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """It was typed wrong."""
    access = access_of(request)
    found = receipt_for(access, receipt_id)
    try:
        money.void_receipt(access=access, receipt_id=receipt_id)
    except Refused as refused:
        return shown(request, found.round_id, error=sentence(refused))
    messages.success(request, _("这张小票不算了。"))
    return redirect("errands:round", found.round_id)


@require_POST
def paid(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The home paid, or got change."""
    access = access_of(request)
    found = request_for(access, request_id, "errand.run")
    give = money.give_change if request.POST.get("what") == "change" else money.pay
    form = MoneyForm(request.POST)
    if found.round_id is None:
        return request_shown(request, request_id, error=_("这件还没排进哪一趟,没有账。"))
    return _told(
        request,
        found.round_id,
        form,
        lambda fen, entry: give(access=access, request_id=request_id, amount_fen=fen, move=entry),
        at=request_id,
    )


@require_POST
def undo(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Nobody took it: the home owes nothing for it."""
    access = access_of(request)
    request_for(access, request_id, "errand.manage")
    try:
        money.undo_purchase(
            access=access,
            request_id=request_id,
            why=request.POST.get("why", ""),
            refunded=request.POST.get("refunded") == "1",
        )
    except Refused as refused:
        return request_shown(request, request_id, error=sentence(refused))
    messages.success(request, _("已冲销,住户不欠这一笔。"))
    return redirect("errands:request", request_id)


def _told(
    request: HttpRequest,
    round_id: UUID,
    form: MoneyForm,
    act: Callable[[int, UUID], object],
    *,
    at: UUID | None = None,
) -> HttpResponse:
    try:
        if not form.is_valid():
            raise Refused(str(next(iter(next(iter(form.errors.values()))))))
        act(form.cleaned_data["amount"], form.cleaned_data["entry"])
    except Refused as refused:
        with transaction.atomic():
            return did_not(
                request, refused, lambda said: shown(request, round_id, error=said, at=at)
            )
    return went(request, reverse("errands:round", args=[round_id]), _("记好了。"))
