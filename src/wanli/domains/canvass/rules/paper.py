"""How a campaign's questions and results lie on paper and on the number keys."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from unicodedata import east_asian_width

from wanli.domains.canvass.rules.questions import Question
from wanli.domains.plans.rules.content import DoorResult

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FEWEST, MOST = 2, 9
# Of the printed page, in points: the width of a row, its height beside results and answers, the
# height of a line of boxes, and of the page between head and foot.
WIDTH, FIXED, LINE, PAGE = 462, 54, 21, 650
HALF = 6.1
"""A half-width character."""


def answered(result: DoorResult) -> bool:
    """Whether somebody answered the questions; after other results none is asked for."""
    return result.settles and result.home in ("", "lived_in")


def rows_per_page(questions: Sequence[Question], names: Sequence[str]) -> int:
    """So many homes fit on one page that asks these questions, large enough to be read and
    filled in by hand."""
    head = sum(17 * ceil(_width(q.text) * HALF * 1.1 / 400) for q in questions)
    lines = _lines([[_boxed(name) for name in names]])
    if questions:
        lines += _lines([_answers(question) for question in questions])
    return max(FEWEST, min(MOST, int((PAGE - head) // (FIXED + LINE * lines))))


def _answers(question: Question) -> list[float]:
    """The widths of what is printed for one question: its letter, then each choice."""
    return [18, *(map(_boxed, question.choices) if question.choices else [125])]


def _boxed(name: str) -> float:
    return 22 + _width(name) * HALF


def _lines(groups: Sequence[Sequence[float]]) -> int:
    """How many lines these take, filled from the left."""
    lines, used = 1, 0.0
    for group in groups:
        for width in group:
            if used + width > WIDTH:
                lines, used = lines + ceil(width / WIDTH), 0.0
            used += min(width, WIDTH)
    return lines


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def key_of(number: int) -> str:
    """The key for the ``number``-th choice, from 0: 1 to 9, then letters."""
    return str(number + 1) if number < 9 else LETTERS[number - 9].lower()
