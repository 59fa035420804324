"""Send what waits: claim, send outside any transaction, write down what came of it.

What is promised: a message is never sent twice because of us. It is claimed and committed before
it leaves; a worker killed after that leaves it claimed, and nobody can tell whether it left: it is
called unsure and shown, not sent again. One that the other side refused is tried again; where a
gateway took it and its answer was lost, the second try is a second message, as with every channel
that cannot be asked what it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.notices.models import Channel, Message, Whom
from wanli.domains.notices.registry import kind_of
from wanli.domains.notices.transport import deliver
from wanli.domains.notices.vault import address_of
from wanli.domains.people.models import Phone
from wanli.domains.people.vault import PHONE
from wanli.ground.keys import keyring
from wanli.kernel import clock
from wanli.kernel.access import Access

TRIES = 6
SILENT = timedelta(minutes=2)
"""After which a claim that nobody finished is given up; a try takes seconds."""
AT_ONCE = 500
"""Messages that one group hears of in one go."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Messages that leave as one."""

    ids: tuple[UUID, ...]
    address: str
    text: str


def send_waiting(at_most: int = 300) -> int:
    """Send what is due, so many parcels at most; how many were delivered. Needs the system's
    scope, and that no transaction is open."""
    _give_up_silent()
    delivered = 0
    for _n in range(at_most):
        parcel = _claim()
        if parcel is None:
            break
        if parcel.ids:
            ok = deliver(parcel.address, parcel.text)
            _write_down(parcel, ok)
            delivered += ok
    return delivered


def _give_up_silent() -> None:
    silent = Message.objects.filter(state=Message.State.SENDING, tried_at__lt=clock.now() - SILENT)
    with transaction.atomic():
        silent.update(state=Message.State.UNSURE)


def _claim() -> Parcel | None:
    """The next parcel, claimed; an empty one where what waited is withdrawn."""
    with transaction.atomic():
        first = _waiting().select_related("channel").order_by("created_at", "pk").first()
        if first is None:
            return None
        channel = first.channel
        assert channel is not None
        together = [first] if first.person or first.user_id else list(_like(first))
        if channel.retired_at:
            _mark(together, state=Message.State.NONE, channel=None)
            return Parcel((), "", "")
        left = [(one, n) for one in together if (n := _standing(one)) > 0]
        gone = {one.pk for one in together} - {one.pk for one, _n in left}
        Message.objects.filter(pk__in=gone).update(state=Message.State.WITHDRAWN)
        if not left:
            return Parcel((), "", "")
        return _parcel(channel, left)


def _waiting() -> QuerySet[Message]:
    due = Message.objects.filter(state=Message.State.WAITING, next_at__lte=clock.now())
    return due.select_for_update(skip_locked=True, of=("self",))


def _like(first: Message) -> QuerySet[Message]:
    """All that the same group waits to hear of the same."""
    alike = _waiting().filter(
        channel=first.channel_id, kind=first.kind, whom=first.whom, person=None, user=None
    )
    return alike.order_by("created_at", "pk")[:AT_ONCE]


def _standing(one: Message) -> int:
    """How many of its records still ask for it; what somebody wrote by hand asks once."""
    kind = kind_of(one.kind)
    return len(kind.standing(one.sources)) if kind else 1


def _parcel(channel: Channel, left: list[tuple[Message, int]]) -> Parcel:
    first = left[0][0]
    address = address_of(channel)
    if first.whom == Whom.RESIDENT:
        phone = _phone(first)
        if not phone:
            _mark([first], state=Message.State.NONE, channel=None)
            return Parcel((), "", "")
        address = address.replace("{phone}", phone)
    Message.objects.filter(pk__in=[one.pk for one, _n in left]).update(
        state=Message.State.SENDING, tried_at=clock.now(), tries=F("tries") + 1
    )
    with translation.override(channel.language):
        text = _text(first, sum(n for _one, n in left))
    return Parcel(tuple(one.pk for one, _n in left), address, text)


def _text(one: Message, n: int) -> str:
    kind = kind_of(one.kind)
    return kind.text(one.whom, n) if kind else one.said


def _phone(one: Message) -> str:
    """The resident's first number; that it leaves the house stands in the log."""
    kept = Phone.objects.filter(person=one.person).order_by("ordinal").first()
    if kept is None:
        return ""
    record_opening(
        access=Access.system(), path=one.path, subject_kind="person", subject=one.person,
        what="phone", reason=_("给本人发提醒"),
    )  # fmt: skip
    return keyring().open(PHONE, kept.cipher)


def _mark(messages: list[Message], **fields: object) -> None:
    Message.objects.filter(pk__in=[one.pk for one in messages]).update(**fields)


def _write_down(parcel: Parcel, ok: bool) -> None:
    now = clock.now()
    with transaction.atomic():
        claimed = Message.objects.filter(pk__in=parcel.ids, state=Message.State.SENDING)
        if ok:
            claimed.update(state=Message.State.SENT, sent_at=now)
            return
        for one in claimed.select_for_update():
            one.state = Message.State.FAILED if one.tries >= TRIES else Message.State.WAITING
            one.next_at = now + timedelta(minutes=2 ** (one.tries - 1))
            one.save(update_fields=["state", "next_at"])
