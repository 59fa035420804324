"""A neighbour says something to the notice of her stairwell."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.places.tree import hold_tree
from wanli.domains.postings.measures import OF_A_REMARK
from wanli.domains.postings.models import Remark, StairwellNotice
from wanli.domains.postings.rules.remarks import LEAST, MOST, NAME_MOST, one_line, tidy
from wanli.domains.postings.vault import Contact, seal_contact, seal_remark
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.scope import EVERYTHING, Scope
from wanli.reading.values import Unreadable, phones

MOST_A_DAY = 200
"""From all readers of one notice together."""


def leave_remark(
    *, code: str, remark_id: UUID, said: str, name: str = "", phone: str = ""
) -> Remark:
    """Keep the remark for the committee; the same ``remark_id`` again gives the first one back.

    Nobody's rights are asked for: whoever reads the notice may say something to it. ``Hidden``
    when there is no such notice; ``Refused`` for what is empty, too long or no telephone number.
    """
    remark = _understood(remark_id, said, name, phone)
    with transaction.atomic():
        with acting(EVERYTHING):
            hold_tree()
            notice = StairwellNotice.objects.filter(code=code, place__retired_on=None).first()
        if notice is None:
            raise Hidden
        with acting(Scope(places=(notice.path,), people=(notice.path,))):
            return _kept(remark, notice)


def _kept(remark: Remark, notice: StairwellNotice) -> Remark:
    remark.place_id, remark.path = notice.place_id, notice.path
    known = Remark.objects.filter(pk=remark.pk)
    if (first := known.first()) is None:
        today = clock.midnight(clock.today())
        if Remark.objects.filter(place=notice.place_id, at__gte=today).count() >= MOST_A_DAY:
            raise Refused(_("今天这里的意见太多,系统不再收。急事请直接打电话给居委会。"))
        # Of two that come at once, one is kept.
        Remark.objects.bulk_create([remark], ignore_conflicts=True)
        first = known.select_for_update().first()
        if first is None:
            raise Hidden
        settle(measures=OF_A_REMARK, sources=[first.pk])
    return first


def _understood(remark_id: UUID, said: str, name: str, phone: str) -> Remark:
    said, name, number = tidy(said), one_line(name), one_line(phone)
    if len(said) < LEAST:
        raise Refused(_("请写下您的意见,至少两个字。"), field="said")
    if len(said) > MOST:
        raise Refused(
            _("太长了:写了 {n} 个字,最多 {most} 个。请删短一些。"),
            field="said", n=len(said), most=MOST,
        )  # fmt: skip
    if len(name) > NAME_MOST:
        raise Refused(_("称呼太长了,最多 {most} 个字。"), field="name", most=NAME_MOST)
    contact = Contact(name, _number(number))
    return Remark(id=remark_id, said_cipher=seal_remark(said), contact_cipher=seal_contact(contact))


def _number(typed: str) -> str:
    try:
        found = phones(typed) if len(typed) <= NAME_MOST else ()
    except Unreadable:
        found = ()
    if typed and len(found) != 1:
        raise Refused(_("这个电话号码打不通,请核对。不想留,就空着。"), field="phone")
    return found[0] if found else ""
