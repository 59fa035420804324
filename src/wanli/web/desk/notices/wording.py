"""Messages in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.notices.queries import Message
from wanli.domains.notices.registry import kind_of

STATES: list[tuple[str, Promise]] = [
    ("awry", _("没送到的")),
    ("waiting", _("等着发")),
    ("sent", _("送到了")),
    ("none", _("没有通道,列在今日")),
    ("withdrawn", _("已撤回")),
]
COLOURS = {"sent": "ok", "failed": "now", "unsure": "now", "waiting": "due", "sending": "due"}


@dataclass(frozen=True, slots=True)
class Line:
    """A message in a list."""

    message: Message
    where: str
    what: str
    n: int
    colour: str


def line(message: Message, where: str) -> Line:
    """A message with its words."""
    kind = kind_of(message.kind)
    return Line(
        message,
        where,
        str(kind.name) if kind else message.said,
        len(message.sources),
        COLOURS.get(message.state, "muted"),
    )
