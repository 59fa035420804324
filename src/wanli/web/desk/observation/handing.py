"""Cases that are handed over: offered, answered, taken back; and who has moved house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.observation import handing
from wanli.domains.observation.access import Case, case_for
from wanli.domains.observation.choices import NEEDS
from wanli.domains.observation.handing import HandOver
from wanli.domains.observation.operations import hand_over
from wanli.domains.observation.wording import explained
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.desk.observation.views import case_page
from wanli.web.errors import add_refusal, sentence
from wanli.web.request import access_of


class OfferForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(
        label=gettext_lazy("移交给"),
        error_messages={
            "required": gettext_lazy("请从列表里选移交给哪里。"),
            "invalid_choice": gettext_lazy("请从列表里选移交给哪里。"),
        },
    )
    why = forms.CharField(
        label=gettext_lazy("为什么移交"),
        max_length=200,
        help_text=gettext_lazy("对方看得到。对方接收以前,仍由您这里观察。"),
        error_messages={"required": gettext_lazy("请写明为什么移交,对方看得到。")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("请选择")), *handing.targets(case)]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Where exactly she is observed from now on."""

    door = forms.ChoiceField(label=gettext_lazy("在哪里观察"), required=False)

    def __init__(self, *args: Any, offer: HandOver, there: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        doors = handing.doors(offer)
        self.fields["door"].choices = [*doors, ("", there)]  # type: ignore[attr-defined]
        self.fields["door"].initial = doors[0][0] if doors else ""


def handing_of(access: Access, case: Case, form: OfferForm | None = None) -> dict[str, Any]:
    """What the page of a case says of handing it over."""
    if case.state not in ("open", "suspended") or not access.can("observation.manage", case.path):
        return {}
    gone = handing.moved_case(case)
    initial = {"to": gone.label, "why": _("已搬到那里")} if gone and gone.label else None
    return {
        "handed": handing.open_offer(case),
        "gone": gone,
        "hand_over": form or OfferForm(case=case, auto_id="hand_%s", initial=initial),
    }


@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """What is offered to us, what we have offered, and who has moved."""
    access = access_of(request)
    access.require_any("observation.manage")
    found = handing.handed(access)
    context = {
        "incoming": [h for h in found if _incoming(access, h)],
        "outgoing": [h for h in found if not _incoming(access, h)],
        "moved": handing.moved(access.paths("observation.manage")),
    }
    return render(request, "observation/offers.html", context)


def _incoming(access: Access, one: handing.Handed) -> bool:
    return access.can("observation.manage", one.offer.path_to)


@require_POST
def offer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Offer a case to somebody else."""
    access = access_of(request)
    found = case_for(access, case_id, "observation.manage")
    form = OfferForm(request.POST, case=found, auto_id="hand_%s")
    if form.is_valid():
        try:
            made = hand_over.offer(access=access, case_id=case_id, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            done = made.state == HandOver.State.ACCEPTED
            messages.success(request, _("已移交。") if done else _("已请对方接收。"))
            return redirect("observation:offered", made.pk)
    return case_page(request, access, found, forms={"hand_over": form})


@require_GET
def offered(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer, for both sides."""
    return _offer_page(request, offer_id)


def _offer_page(request: HttpRequest, offer_id: UUID, error: str = "") -> HttpResponse:
    access = access_of(request)
    found = handing.handed_for(access, offer_id)
    case = found.case
    context = {
        "handed": found,
        "explained": explained(case),
        "needs": [name for key, name in NEEDS if key in case.needs],
        "incoming": _incoming(access, found),
        "outgoing": access.can("observation.manage", found.offer.path),
        "may_see": access.can("observation.view", case.path),
        "form": AnswerForm(offer=found.offer, there=found.there),
        "error": error,
    }
    status = 422 if error else 200
    return render(request, "observation/offered.html", context, status=status)


@require_POST
def accept(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Observe this person from now on."""
    door = request.POST.get("door", "")
    return _answer(
        request, offer_id, lambda a: hand_over.accept(access=a, offer_id=offer_id, door=door)
    )


@require_POST
def refuse(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """The case stays where it is."""
    why = request.POST.get("why", "")
    return _answer(
        request, offer_id, lambda a: hand_over.refuse(access=a, offer_id=offer_id, why=why)
    )


@require_POST
def take_back(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Not offered any more."""
    return _answer(request, offer_id, lambda a: hand_over.take_back(access=a, offer_id=offer_id))


def _answer(
    request: HttpRequest, offer_id: UUID, act: Callable[[Access], HandOver]
) -> HttpResponse:
    try:
        done = act(access_of(request))
    except Refused as refused:
        return _offer_page(request, offer_id, sentence(refused))
    messages.success(request, str(done.get_state_display()) + _("。"))
    return redirect("observation:offered", offer_id)
