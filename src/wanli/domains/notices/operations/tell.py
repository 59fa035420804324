"""Put messages in the queue, each to the channel that reaches its reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wanli.domains.notices.models import Channel, Message
from wanli.ground.acting import acting
from wanli.ground.bulk import insert_many
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import covers
from wanli.kernel.ids import uuid7s
from wanli.kernel.scope import EVERYTHING

FIELDS = (
    "id", "kind", "whom", "path", "person", "sources", "said", "channel", "state", "created_at",
    "tries", "next_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """To whom at which place, about which records. ``person``: the resident, if it is for one."""

    whom: str
    path: str
    sources: Sequence[UUID]
    person: UUID | None = None


class Channels:
    """The channels in use that concern one part of the tree. One query.

    Whoever has something told need not see the channel: that of the medical group is the
    subdistrict's, and a fever is typed in by a stairwell leader or at home.
    """

    def __init__(self, area: str) -> None:
        found = Channel.objects.filter(Q(path__covers=area) | below([area]), retired_at=None)
        with acting(EVERYTHING):
            rows = list(found.values_list("whom", "path", "pk").order_by("-set_at"))
        self._ways = sorted(rows, key=lambda way: way[1].count("."), reverse=True)

    def to(self, whom: str, path: str) -> UUID | None:
        """The nearest channel above a place that reaches these; the newest of several there."""
        return next(
            (pk for said, head, pk in self._ways if said == whom and covers(head, path)), None
        )


def tell(*, kind: str, notices: Iterable[Notice], channels: Channels) -> int:
    """Queue these messages in the caller's transaction; how many they are.

    Where no channel reaches the reader the message says so at once, and is never tried.
    """
    listed = list(notices)
    ids = uuid7s(len(listed)) if listed else []
    if listed:
        insert_many(Message, FIELDS, _rows(kind, ids, listed, channels))
    return len(listed)


def _rows(
    kind: str, ids: Sequence[UUID], notices: Sequence[Notice], channels: Channels
) -> Iterator[tuple[object, ...]]:
    now = clock.now()
    for number, one in zip(ids, notices, strict=True):
        way = channels.to(one.whom, one.path)
        state = Message.State.WAITING if way else Message.State.NONE
        yield (
            number, kind, one.whom, one.path, one.person, list(one.sources), "", way, state, now,
            0, now,
        )  # fmt: skip
