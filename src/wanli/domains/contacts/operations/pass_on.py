"""Ask another one to take over: offered with a reason, accepted or refused, taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wanli.domains.contacts.access import MANAGE, RECORD
from wanli.domains.contacts.carers import Carers
from wanli.domains.contacts.models import Cared, Home, Offer
from wanli.domains.contacts.models import State as Standing
from wanli.domains.places.queries import area_of
from wanli.domains.places.tree import hold_tree
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.reasons import reason_given
from wanli.kernel.scope import EVERYTHING

State = Offer.State
WHY = _("请写几个字:为什么转交,对方看得到。")


def offer_care(
    *, access: Access, from_user: UUID, to: UUID, why: str, cared: Collection[UUID] | None = None
) -> list[Offer]:
    """All that one visits (or these of them) is offered to another one: she fell ill, she is away.

    Until the other one accepts, visits stay due with the first, and what nobody does goes on
    being told. Offering again replaces what was offered. Whoever has them may offer them, or
    whoever holds ``contact.manage`` there; ``Refused`` when the other one may not go there.
    """
    why = reason_given(why, WHY)
    with transaction.atomic():
        hold_tree()
        rows = Cared.objects.filter(carer=from_user, ended_on=None).order_by("pk")
        if cared is not None:
            rows = rows.filter(pk__in=list(cared))
        may = RECORD if from_user == access.user_id else MANAGE
        mine = [one for one in rows.select_for_update() if access.can(may, one.path)]
        if not mine:
            raise Hidden
        if to == from_user:
            raise Refused(_("这些本来就是这个人在探望。请选另一个人。"), field="to")
        _may_go(to, [one.path for one in mine])
        _withdrawn(Offer.objects.filter(cared__in=mine))
        return Offer.objects.bulk_create(
            Offer(cared=one, path=one.path, to_id=to, by_id=access.user_id, why=why) for one in mine
        )


def offer_homes(*, access: Access, homes: Collection[UUID], to: UUID, why: str) -> list[Offer]:
    """Homes that nobody has reached are offered to somebody who may. Whoever offers them to
    herself has them at once. Permission ``contact.manage``, or one's own to record."""
    why = reason_given(why, WHY) if to != access.user_id else ""
    with transaction.atomic():
        hold_tree()
        rows = Home.objects.filter(pk__in=list(homes), state=Standing.DUE).order_by("pk")
        may = RECORD if to == access.user_id else MANAGE
        mine = [one for one in rows.select_for_update() if access.can(may, one.path)]
        if not mine:
            raise Refused(_("请先勾要转交的户。已经联系上的不用转。"), field="homes")
        _may_go(to, [one.path for one in mine])
        _withdrawn(Offer.objects.filter(home__in=mine))
        if to == access.user_id:
            taken = [one.pk for one in mine]
            Home.objects.filter(pk__in=taken).update(held_by=to)
            return []
        return Offer.objects.bulk_create(
            Offer(home=one, path=one.path, to_id=to, by_id=access.user_id, why=why) for one in mine
        )


def accept(*, access: Access, offers: Collection[UUID]) -> int:
    """They are hers from now on; how many. Twice changes nothing. Only whoever was asked."""
    with transaction.atomic():
        found = _held(access, offers)
        fresh = [one for one in found if one.state == State.OFFERED]
        for one in fresh:
            if one.cared_id:
                Cared.objects.filter(pk=one.cared_id, ended_on=None).update(carer=one.to_id)
            else:
                Home.objects.filter(offers=one).update(held_by=one.to_id)
        _answered(fresh, State.ACCEPTED)
    return len(found)


def refuse(*, access: Access, offers: Collection[UUID], why: str) -> int:
    """All stays as it was, and whoever asked reads why. Only whoever was asked."""
    why = reason_given(why, _("请写几个字:为什么不能接手,对方看得到。"))
    with transaction.atomic():
        found = _held(access, offers)
        fresh = [one for one in found if one.state == State.OFFERED]
        _answered(fresh, State.REFUSED, why)
    return len(found)


def take_back(*, access: Access, offers: Collection[UUID]) -> int:
    """Offered no more. Whoever offered it, or holds ``contact.manage`` there."""
    with transaction.atomic():
        hold_tree()
        rows = list(Offer.objects.select_for_update().filter(pk__in=list(offers)).order_by("pk"))
        if not rows or not all(
            one.by_id == access.user_id or access.can(MANAGE, one.path) for one in rows
        ):
            raise Hidden
        _answered([one for one in rows if one.state == State.OFFERED], State.WITHDRAWN)
    return len(rows)


def _held(access: Access, offers: Collection[UUID]) -> list[Offer]:
    hold_tree()
    rows = Offer.objects.select_for_update(of=("self",)).filter(pk__in=list(offers))
    found = list(rows.order_by("pk"))
    mine = (access.is_system or one.to_id == access.user_id for one in found)
    if not found or not all(mine) or not all(access.can(RECORD, one.path) for one in found):
        raise Hidden
    if any(one.state == State.WITHDRAWN for one in found):
        raise Refused(_("对方已经收回,不用接手了。"))
    return found


def _may_go(to: UUID, paths: Sequence[str]) -> None:
    carers = Carers({area_of(path) for path in paths})
    if not all(carers.may(to, path) for path in paths):
        raise Refused(_("这个人不负责其中的几户,请另选,或分几次转。"), field="to")


def _withdrawn(rows: QuerySet[Offer]) -> None:
    with acting(EVERYTHING):
        rows.filter(state=State.OFFERED).update(state=State.WITHDRAWN, answered_at=clock.now())


def _answered(offers: Sequence[Offer], state: str, answer: str = "") -> None:
    Offer.objects.filter(pk__in=[one.pk for one in offers]).update(
        state=state, answered_at=clock.now(), answer=answer
    )
