"""Set up a way out, try it, take it out of use."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from wanli.domains.notices.access import channel_for
from wanli.domains.notices.models import Channel, Whom
from wanli.domains.notices.transport import deliver, understood
from wanli.domains.notices.vault import address_of, seal_address
from wanli.domains.places.access import held_place
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

LANGUAGES = ("zh-hans", "en")
PHONE = "{phone}"
SOMEBODY = "13800000000"
"""Stands for a number while an address is looked at."""


@dataclass(frozen=True, slots=True)
class Way:
    """A channel as it was typed."""

    name: str
    whom: str
    address: str
    language: str = "zh-hans"


def set_up_channel(*, access: Access, label: str, way: Way) -> Channel:
    """Open a channel for a subdistrict or a committee: what its readers are told goes out there
    from now on. Permission ``notice.configure``. ``Refused`` with the field."""
    address = way.address.strip()
    with transaction.atomic():
        place = held_place(access, label, "notice.configure")
        if place.kind not in ("subdistrict", "area"):
            raise Refused(_("通道设在街道或居民区上。"), field="label")
        if way.whom not in Whom.values or way.language not in LANGUAGES or not way.name.strip():
            raise Refused(_("请写明名称,选好发给谁、用什么语言。"), field="name")
        if (way.whom == Whom.RESIDENT) != (PHONE in address):
            raise Refused(
                _("发给本人的地址里要写 {phone},发的时候换成本人的号码;别的地址里不能有。"),
                field="address",
                phone=PHONE,
            )
        if not understood(address.replace(PHONE, SOMEBODY)):
            raise Refused(
                _("看不懂这个地址。请照 apprise 的写法,例如 wecombot://密钥。"), field="address"
            )
        return Channel.objects.create(
            place=place,
            path=place.path,
            name=" ".join(way.name.split())[:60],
            whom=way.whom,
            language=way.language,
            address_cipher=seal_address(address),
            set_by_id=access.user_id,
        )


def try_channel(*, access: Access, channel_id: UUID, phone: str = "") -> None:
    """Send a test message through it. ``Refused`` when it did not arrive."""
    channel = channel_for(access, channel_id)
    address = address_of(channel)
    if PHONE in address:
        digits = "".join(phone.split())
        if not (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 15):
            raise Refused(_("这个通道发给手机。请写一个能收试发的号码。"), field="phone")
        address = address.replace(PHONE, digits)
    with translation.override(channel.language):
        text = say("这是万里的试发。收到就说明通道通了。")
    if not deliver(address, text):
        raise Refused(_("没有发出去。请核对地址,看对方的服务通不通,再试。"), field="address")


def retire_channel(*, access: Access, channel_id: UUID) -> None:
    """Take it out of use; what still waits for it goes to Today instead."""
    with transaction.atomic():
        channel = channel_for(access, channel_id)
        Channel.objects.filter(pk=channel.pk).update(retired_at=clock.now())
