"""Reading channels and messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from wanli.domains.notices.models import Channel, Message, Number, Whom
from wanli.domains.notices.vault import number_of
from wanli.ground.fields import below
from wanli.kernel import clock

__all__ = ["WHOM", "Channel", "Message"]

WHOM = list(Whom.choices)
AWRY = (Message.State.FAILED, Message.State.UNSURE)


def channels(paths: Iterable[str]) -> QuerySet[Channel]:
    """The channels in use below these places."""
    found = Channel.objects.filter(below(paths), retired_at=None)
    return found.select_related("place", "set_by").order_by("path", "whom", "name")


def messages(paths: Sequence[str], *, whom: str = "", state: str = "") -> QuerySet[Message]:
    """What was told below these places, the latest first."""
    found = Message.objects.filter(below(paths))
    found = found.filter(whom=whom) if whom else found
    if state:
        found = found.filter(state__in=AWRY if state == "awry" else [state])
    return found.select_related("channel", "by", "user").order_by("-created_at", "-pk")


def about(sources: Collection[UUID], paths: Iterable[str]) -> list[Message]:
    """What was told of any of these records, at these places, the first first."""
    found = Message.objects.filter(path__in=list(paths), sources__overlap=list(sources))
    return list(found.select_related("channel").order_by("created_at", "pk"))


def awry(paths: Sequence[str]) -> int:
    """How many of today's messages below these places did not arrive, or perhaps not."""
    since = clock.midnight(clock.today())
    return Message.objects.filter(below(paths), state__in=AWRY, created_at__gte=since).count()


def reminders(user_id: UUID) -> list[Message]:
    """What somebody in particular was reminded of and has not said that she read."""
    mine = Message.objects.filter(user=user_id, seen_at=None)
    return list(mine.select_related("by").order_by("created_at"))


def own_number(user_id: UUID) -> str:
    """The number that somebody left for herself to be called at."""
    kept = Number.objects.filter(user=user_id).first()
    return number_of(kept) if kept else ""


def reaches(whom: str, paths: Sequence[str]) -> bool:
    """Whether some channel reaches these readers at the first of these places."""
    return Channel.objects.filter(path__covers=paths[0], whom=whom, retired_at=None).exists()
