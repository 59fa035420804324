"""Keep the picture by which residents join their compound's group chat."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.group_chats import LASTS, SHELF, GroupChat
from wanli.domains.places.access import held_place
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

RIGHT = "arrival.manage"


def keep_group_chat(
    *, access: Access, label: str, drawn: bytes, runs_out_on: date | None = None, members: int = 0
) -> GroupChat:
    """The code of the compound with this label from now on; the one before goes. ``drawn``:
    ``ground.pictures.redrawn`` made it. Without a day it is taken to last seven days. Permission
    ``arrival.manage``."""
    day = runs_out_on or clock.today() + LASTS
    if not clock.today() <= day <= clock.today() + LASTS:
        raise Refused(_("群码最多用 7 天,请核对图上写的日期。"), field="runs_out_on")
    with transaction.atomic():
        place = held_place(access, label, RIGHT)
        if place.kind != "compound":
            raise Refused(_("群码按小区存,请选一个小区。"), field="photo")
        chat_id = uuid7()
        with SHELF.keeping(chat_id, drawn) as name:
            _drop_earlier(place.path)
            return GroupChat.objects.create(
                id=chat_id, place=place, path=place.path, file=name, runs_out_on=day,
                members=_fit(members), by_id=access.user_id,
            )  # fmt: skip


def count_members(*, access: Access, label: str, members: int) -> None:
    """How many are in the group now; nearly full, it asks for a new one. Permission
    ``arrival.manage``."""
    with transaction.atomic():
        place = held_place(access, label, RIGHT)
        GroupChat.objects.filter(path=place.path).update(members=_fit(members))


def _fit(members: int) -> int:
    if not 0 <= members <= 1000:
        raise Refused(_("人数请写 0 到 1000 之间的数。"), field="members")
    return members


def _drop_earlier(path: str) -> None:
    for chat in GroupChat.objects.filter(path=path):
        transaction.on_commit(partial(SHELF.delete, chat.file))
        chat.delete()
