"""Somebody asked that what she told be deleted: do it, or say why not."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.access import held_arrival
from wanli.domains.arrivals.models import Source
from wanli.domains.arrivals.operations.purge import erase
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.reasons import reason_given
from wanli.kernel.scope import EVERYTHING


def erase_asked(*, access: Access, arrival_id: UUID, source_id: UUID) -> bool:
    """Delete what she told; the whole registration where nobody else told of it, whether it was
    verified or not: who was entered in the register stays there until she asks for that too.
    Returns whether the registration is gone. Permission ``arrival.manage``."""
    with transaction.atomic():
        arrival = held_arrival(access, arrival_id, "arrival.manage")
        source = arrival.sources.filter(pk=source_id, erase_asked_at__isnull=False).first()
        if source is None:
            raise Hidden
        if arrival.sources.count() > 1:
            source.delete()
            return False
        with acting(EVERYTHING):
            erase([arrival.pk], reason="asked")
        return True


def refuse_erasure(*, access: Access, arrival_id: UUID, source_id: UUID, why: str) -> Source:
    """Keep it for now; she reads why. Permission ``arrival.manage``."""
    why = reason_given(why, _("请写明为什么不删,提出的人看得到。"))
    with transaction.atomic():
        arrival = held_arrival(access, arrival_id, "arrival.manage")
        source = arrival.sources.filter(pk=source_id, erase_asked_at__isnull=False).first()
        if source is None:
            raise Refused(_("没有人要求删除这一份。"))
        source.erase_refused = why
        source.save(update_fields=["erase_refused"])
        return source
