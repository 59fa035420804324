"""The group chats of compounds, whose codes run out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from wanli.domains.arrivals.models import GroupChat
from wanli.domains.places.models import Place
from wanli.ground.fields import below
from wanli.ground.pictures import PictureShelf
from wanli.kernel import clock
from wanli.kernel.errors import Hidden

__all__ = ["SHELF", "Chat", "GroupChat", "chat_at", "chat_picture", "chats", "ending"]

SHELF = PictureShelf("groups", "arrivals.group", lambda: GroupChat)
LASTS = timedelta(days=7)
"""A code of a WeChat group leads nowhere seven days after it was made."""
FULL, NEARLY = 200, 180
"""Members up to whom one joins by a code."""
SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chat:
    """The code of a compound as it stands."""

    chat: GroupChat
    compound: Place

    @property
    def good(self) -> bool:
        """Whether one can still join by it."""
        return self.chat.runs_out_on >= clock.today() and self.chat.members < FULL

    @property
    def full(self) -> bool:
        """Whether no more can join by a code."""
        return self.chat.members >= FULL

    @property
    def ends_soon(self) -> bool:
        """Whether it wants replacing: by tomorrow it is out, or the group is nearly full."""
        return self.chat.runs_out_on <= clock.today() + SOON or self.chat.members >= NEARLY


def chat_at(compound: str) -> Chat | None:
    """The code by which one joins now; None where there is none that is good."""
    found = GroupChat.objects.filter(path=compound).select_related("place").order_by("-at").first()
    chat = Chat(found, found.place) if found else None
    return chat if chat and chat.good else None


def chats(paths: Sequence[str]) -> list[tuple[Place, Chat | None]]:
    """The compounds at or below these places, each with its latest code."""
    compounds = Place.objects.standing().filter(below(paths), kind="compound").order_by("name")
    latest: dict[object, GroupChat] = {}
    for one in GroupChat.objects.filter(below(paths)).select_related("place").order_by("at"):
        latest[one.place_id] = one
    return [
        (place, Chat(latest[place.pk], place) if place.pk in latest else None)
        for place in compounds.defer("geometry")
    ]


def ending(paths: Sequence[str]) -> list[Chat]:
    """Codes that want replacing. One query: a compound keeps one."""
    kept = GroupChat.objects.filter(below(paths)).select_related("place").order_by("place__name")
    return [chat for chat in (Chat(one, one.place) for one in kept) if chat.ends_soon]


def chat_picture(chat: GroupChat) -> bytes:
    """The picture; ``Hidden`` when its file or key is gone."""
    try:
        return SHELF.read(chat.file)
    except FileNotFoundError:
        raise Hidden from None
