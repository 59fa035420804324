"""Hand a registration to the committee where the family really lives: offered, then accepted,
refused or taken back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.access import held_arrival
from wanli.domains.arrivals.models import Arrival, GateCode, HandOver
from wanli.domains.arrivals.models import State as Standing
from wanli.domains.arrivals.operations.register import move_arrival
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.reasons import reason_given
from wanli.kernel.scope import EVERYTHING

State = HandOver.State
RIGHT = "arrival.manage"


def offer(*, access: Access, arrival_id: UUID, to: str, why: str) -> HandOver:
    """Offer it to whoever answers for the compound with the label ``to``; at once theirs where one
    answers for that oneself. Offering the same again changes nothing. Permission
    ``arrival.manage``."""
    with transaction.atomic():
        hold_tree()
        arrival = held_arrival(access, arrival_id, RIGHT)
        if arrival.state == Standing.CLOSED:
            raise Refused(_("这份登记已经不再跟进。要接着办,请先放回待核实。"))
        with acting(EVERYTHING):
            place = Place.objects.standing().filter(label=to, kind="compound").first()
        if place is None or covers(place.path, arrival.path):
            raise Refused(_("请从列表里选移交给哪个小区。"), field="to")
        known = HandOver.objects.filter(arrival=arrival, state=State.OFFERED).first()
        if known and known.place_to_id == place.pk:
            return known
        if known:
            raise Refused(_("已经移交给别处,正等对方答复。要改,请先收回。"), field="to")
        made = HandOver.objects.create(
            arrival=arrival, path=arrival.path, place_to=place, path_to=place.path,
            why=reason_given(why, _("请写明为什么移交,对方看得到。")),
            offered_by_id=access.user_id,
        )  # fmt: skip
        if access.can(RIGHT, place.path):
            _take_over(access, made, place)
        return made


def accept(*, access: Access, offer_id: UUID) -> HandOver:
    """It is followed here from now on. Twice changes nothing. Permission ``arrival.manage`` at the
    place it was offered to."""
    with transaction.atomic():
        hold_tree()
        found = held_offer(access, offer_id, incoming=True)
        if found.state == State.ACCEPTED:
            return found
        _still_offered(found)
        _take_over(access, found, Place.objects.get(pk=found.place_to_id))
        return found


def refuse(*, access: Access, offer_id: UUID, why: str) -> HandOver:
    """It stays where it is, and they hear why."""
    with transaction.atomic():
        hold_tree()
        found = held_offer(access, offer_id, incoming=True)
        if found.state == State.REFUSED:
            return found
        _still_offered(found)
        found.answer = reason_given(why, _("请写明为什么不接收,对方看得到。"))
        return _answered(access, found, State.REFUSED)


def take_back(*, access: Access, offer_id: UUID) -> HandOver:
    """Offered no more. Permission ``arrival.manage`` where it is."""
    with transaction.atomic():
        hold_tree()
        found = held_offer(access, offer_id, incoming=False)
        if found.state == State.WITHDRAWN:
            return found
        _still_offered(found)
        return _answered(access, found, State.WITHDRAWN)


def held_offer(access: Access, offer_id: UUID, *, incoming: bool) -> HandOver:
    """The offer held for the transaction, for the side that may answer it, or made it."""
    found = HandOver.objects.select_for_update(of=("self",)).filter(pk=offer_id).first()
    if found is None or not access.can(RIGHT, found.path_to if incoming else found.path):
        raise Hidden
    return found


def _take_over(access: Access, found: HandOver, place: Place) -> None:
    """Both ends were authorised; neither may write at the other one, so the system does."""
    with acting(EVERYTHING):
        arrival = Arrival.objects.select_for_update().get(pk=found.arrival_id)
        move_arrival(arrival, place)
        GateCode.objects.filter(arrival=arrival).delete()
        arrival.hand_overs.exclude(pk=found.pk).update(path=place.path)
        _answered(access, found, State.ACCEPTED)


def _still_offered(found: HandOver) -> None:
    if found.state != State.OFFERED:
        raise Refused(_("这次移交已经有了结果:{state}。"), state=found.get_state_display())


def _answered(access: Access, found: HandOver, state: HandOver.State) -> HandOver:
    found.state, found.answered_at, found.answered_by_id = state, clock.now(), access.user_id
    found.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    return found
