"""The list of registrations, and one of them with what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.arrivals import queries
from wanli.domains.arrivals.access import Arrival, arrival_for
from wanli.domains.arrivals.form.typed import celsius_said
from wanli.domains.arrivals.operations import answer_erasure, follow_up, hand_over
from wanli.domains.arrivals.operations.follow_up import Clear, Verified
from wanli.domains.arrivals.posters import compounds_near_path
from wanli.domains.plans.language import said
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.reading.journeys import compact
from wanli.reading.values import Unreadable, day
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.arrivals.queue import rows
from wanli.web.errors import sentence
from wanli.web.lately import lately_at
from wanli.web.narrowing import moved_today, where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of, entry_of

PAGE = 50
NAMES = {
    "open": gettext_lazy("待核实"),
    "late": gettext_lazy("逾期"),
    "coming": gettext_lazy("还没到"),
    "verified": gettext_lazy("已核实"),
    "closed": gettext_lazy("不再跟进"),
    "erase": gettext_lazy("要求删除"),
}
DIFFERS = {
    "arrives_on": gettext_lazy("到达日期"),
    "transport": gettext_lazy("车次"),
    "home": gettext_lazy("住处"),
}
CALLING = gettext_lazy("核实返沪登记")


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What is due first; or all who came by one train or flight."""
    access = access_of(request)
    place, paths = where_asked(request, access, "arrival.view")
    which = request.GET.get("which", "open")
    which = which if which in queries.WHICH else "open"
    number = compact(request.GET.get("number", ""))[:12]
    cls = request.GET.get("cls", "")[:20]
    moved = moved_today(request, place)
    everybody = number or cls or moved is not None
    found = listed = queries.listed(paths, "" if everybody else which)
    if moved is not None:
        found = queries.of_people(found, moved)
    elif cls:
        found = queries.of_class(found, cls)
    if number:
        found = queries.same_transport(found, number)
    counts = queries.counts(paths)
    whole = found is listed and which != "erase"
    pages = LongPaginator(found, PAGE, known=counts[which] if whole else None)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "place": place,
        "which": "" if everybody else which,
        "states": [(key, NAMES[key], counts[key]) for key in queries.WHICH],
        "number": number,
        "page": shown,
        "rows": rows(queries.lines(shown)),
        "manages": access.has("arrival.manage"),
        "verifies": access.has("arrival.verify"),
    }
    return render(request, "arrivals/list.html", context)


@require_GET
def arrival(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """One family: who, who told of it, who asked and what was said."""
    access = access_of(request)
    return _page(request, access, arrival_for(access, arrival_id))


@require_POST
def numbers(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Names and numbers, to call them; the log has it."""
    access = access_of(request)
    found = arrival_for(access, arrival_id, "arrival.verify")
    reason = request.POST.get("reason", "").strip() or str(CALLING)
    clear = follow_up.open_numbers(access=access, arrival_id=arrival_id, reason=reason)
    return _page(request, access, found, clear=clear)


@require_POST
def contact(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """What came of a call or a visit."""
    typed = request.POST
    return _act(
        request,
        arrival_id,
        _("记下了。"),
        lambda access: follow_up.record_contact(
            access=access,
            arrival_id=arrival_id,
            contact_id=entry_of(request),
            way=typed.get("way", "phone"),
            outcome=typed.get("outcome", ""),
            note=typed.get("note", ""),
            why_again=typed.get("why_again", ""),
            again_on=_day(typed.get("again_on", "")),
        ),
    )


@require_POST
def verified(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """It is true."""
    return _act(
        request,
        arrival_id,
        _("核实好了,人都在册了。"),
        lambda access: follow_up.verify(
            access=access,
            arrival_id=arrival_id,
            contact_id=entry_of(request),
            way=request.POST.get("way", "phone"),
            found=Verified(
                request.POST.get("door", ""), _measured(request), request.POST.get("note", "")
            ),
        ),
        done="arrivals:list",
    )


def _measured(request: HttpRequest) -> dict[UUID, Decimal]:
    found = {}
    for name, value in request.POST.items():
        if name.startswith("t-") and str(value).strip():
            try:
                found[UUID(name[2:])] = celsius_said(str(value))
            except Unreadable as wrong:
                raise Refused(wrong.message, field="celsius", **wrong.params) from None
            except ValueError:
                continue
    return found


@require_POST
def closed(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Followed no more."""
    return _act(
        request,
        arrival_id,
        _("记下了:不再跟进。"),
        lambda access: follow_up.close(
            access=access, arrival_id=arrival_id, why=request.POST.get("why", "")
        ),
    )


@require_POST
def again(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """To be verified again."""
    return _act(
        request,
        arrival_id,
        _("又放回待核实了。"),
        lambda access: follow_up.take_up(access=access, arrival_id=arrival_id),
    )


@require_POST
def offer_to(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """To the committee of another compound."""
    return _act(
        request,
        arrival_id,
        _("已移交,等对方接收。"),
        lambda access: hand_over.offer(
            access=access, arrival_id=arrival_id, to=request.POST.get("to", ""),
            why=request.POST.get("why_offer", ""),
        ),
        right="arrival.manage", done="arrivals:list",
    )  # fmt: skip


@require_POST
def erase(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Somebody asked for it: do it, or say why not."""
    access = access_of(request)
    found = arrival_for(access, arrival_id, "arrival.manage")
    try:
        source_id = UUID(request.POST.get("source", ""))
    except ValueError:
        return _page(request, access, found, wrong=Refused(_("请从列出的里面选。")))
    try:
        if request.POST.get("refuse"):
            answer_erasure.refuse_erasure(
                access=access, arrival_id=arrival_id, source_id=source_id,
                why=request.POST.get("why_erase", ""),
            )  # fmt: skip
            messages.success(request, _("答复好了,提出的人看得到。"))
        else:
            gone = answer_erasure.erase_asked(
                access=access, arrival_id=arrival_id, source_id=source_id
            )
            messages.success(request, _("删好了。"))
            if gone:
                return redirect("arrivals:list")
    except Refused as refused:
        return _page(request, access, found, wrong=refused)
    return redirect("arrivals:arrival", arrival_id)


@require_GET
def offered(request: HttpRequest) -> HttpResponse:
    """What was offered to us, and what waits for the other side."""
    access = access_of(request)
    access.require_any("arrival.manage")
    return render(request, "arrivals/offers.html", {"offers": queries.offers(access)})


@require_POST
def accept_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Ours from now on."""
    access = access_of(request)
    found = hand_over.accept(access=access, offer_id=offer_id)
    messages.success(request, _("接收了。"))
    return redirect("arrivals:arrival", found.arrival_id)


@require_POST
def refuse_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Not ours; they hear why."""
    access = access_of(request)
    try:
        hand_over.refuse(access=access, offer_id=offer_id, why=request.POST.get("why", ""))
    except Refused as refused:
        context = {
            "offers": queries.offers(access), "wrong": sentence(refused), "wrong_at": offer_id,
        }  # fmt: skip
        return render(request, "arrivals/offers.html", context, status=422)
    return redirect("arrivals:offers")


@require_POST
def take_back_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Offered no more."""
    hand_over.take_back(access=access_of(request), offer_id=offer_id)
    return redirect("arrivals:offers")


def _act(
    request: HttpRequest,
    arrival_id: UUID,
    words: str,
    act: Callable[[Access], object],
    *,
    right: str = "arrival.verify",
    done: str = "",
) -> HttpResponse:
    access = access_of(request)
    found = arrival_for(access, arrival_id, right)
    try:
        act(access)
    except Refused as refused:
        return _page(request, access, found, wrong=refused)
    messages.success(request, words)
    return redirect(done) if done else redirect("arrivals:arrival", arrival_id)


def _day(typed: str) -> date | None:
    try:
        return day(typed)
    except Unreadable as wrong:
        raise Refused(wrong.message, field="again_on", **wrong.params) from None


def _page(
    request: HttpRequest,
    access: Access,
    found: Arrival,
    *,
    wrong: Refused | None = None,
    clear: Clear | None = None,
) -> HttpResponse:
    symptoms = plan_in_force(found.path).plan.symptoms.symptoms
    shown = queries.page_of(access, found, {one.key: said(one.name) for one in symptoms})
    context: dict[str, Any] = {
        "arrival": found,
        "shown": shown,
        "crumbs": crumbs_of(access, found.place),
        "clear": clear,
        "opened": list(zip(shown.people, clear.documents, clear.phones, strict=True))
        if clear
        else [],
        "measuring": [(p, request.POST.get(f"t-{p.row.pk}", "")) for p in shown.people],
        "lately": lately_at(access, found.path) if found.place.kind == "household" else [],
        "differs": DIFFERS,
        "outcomes": queries.OUTCOMES,
        "ways": queries.WAYS,
        "entry": uuid7(),
        "may_verify": access.can("arrival.verify", found.path),
        "may_manage": access.can("arrival.manage", found.path),
        "near": compounds_near_path(found.path) if access.can("arrival.manage", found.path) else [],
        "wrong": sentence(wrong) if wrong else "",
        "wrong_at": wrong.field if wrong else "",
        "typed": request.POST,
    }
    return render(request, "arrivals/arrival.html", context, status=422 if wrong else 200)
