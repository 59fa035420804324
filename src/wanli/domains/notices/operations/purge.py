"""Delete messages when their term is over: whom they were to, what they were about, how far they
came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from wanli.domains.notices.models import Message
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel.clock import LOCAL_ZONE

ON_THE_WAY = (Message.State.WAITING, Message.State.SENDING)


def _told(area: Area, starts: str, ended_on: date | None) -> QuerySet[Message]:
    """All but what is still to be sent."""
    found = Message.objects.filter(area.q()).exclude(state__in=ON_THE_WAY)
    return found.annotate(began=TruncDate("created_at", tzinfo=LOCAL_ZONE))


def _erase(messages: Sequence[UUID]) -> int:
    return Message.objects.filter(pk__in=messages).delete()[0]


RETAINED = (Retained("messages", frozenset({"recorded"}), _told, _erase),)
