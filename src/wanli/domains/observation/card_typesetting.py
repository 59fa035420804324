"""The cards by which homes report for themselves, two to a page, both languages on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wanli.ground import typeset
from wanli.ground.codes import qr_of

TEMPLATE = Path(__file__).parent / "print" / "cards.typ"


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card: where it goes, where it leads, whom to call."""

    where: str
    url: str
    call: str


def cards_as_pdf(cards: Sequence[Card]) -> bytes:
    """The cards as one PDF. No transaction should be open."""
    pairs = [cards[start : start + 2] for start in range(0, len(cards), 2)]
    return typeset.book(
        TEMPLATE,
        {"title": "居家观察 · 自己报体温"},
        pairs,
        draw=lambda pair: {"cards": [_drawn(card) for card in pair]},
        tell=lambda done, total: None,
    )


def _drawn(card: Card) -> dict[str, str]:
    return {
        "where": card.where,
        "url": card.url,
        "call": card.call,
        "qr": qr_of(card.url),
    }
