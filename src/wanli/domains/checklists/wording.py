"""Answers as the sender wants them: which cell says what, in whose words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wanli.reading.asked import FREE, YES_NO, Words, among, key_of

MOST = 200


@dataclass(frozen=True, slots=True)
class Question:
    """An asking column."""

    column: int
    heading: str
    fact: str
    words: Words
    choices: tuple[str, ...] = ()
    """What the sender's own drop-down list allows; anything where there is none."""

    @property
    def key(self) -> str:
        """Under what its answer is remembered."""
        return key_of(self.fact, self.heading)

    @property
    def yes_no(self) -> bool:
        """Whether it is answered by one of the sender's words."""
        return self.fact in YES_NO

    def said(self, value: str) -> str:
        """An answer in the sender's words."""
        if self.yes_no:
            return {"yes": self.words.yes, "no": self.words.no}.get(value, value)
        return among(value, self.choices) if self.choices else value[:MOST]

    def fits(self, value: str) -> bool:
        """Whether a fact can be said here. Of what is known to be nothing the cell stays empty."""
        return not value or self.yes_no or not self.choices or bool(self.said(value))

    @property
    def says_nobody(self) -> bool:
        """Whether it can be said here that there is nobody like that."""
        return not self.choices or self.words.none in self.choices


def questions_of(columns: Iterable[Mapping[str, object]]) -> list[Question]:
    """The asking columns of a sheet as a list keeps them."""
    found = []
    for one in columns:
        field = str(one["field"])
        if field.startswith("ask:"):
            said = one.get("words")
            words = Words(**said) if isinstance(said, dict) else Words()
            column = int(str(one["index"]))
            offered = one.get("choices")
            choices = tuple(map(str, offered)) if isinstance(offered, list) else ()
            found.append(Question(column, str(one["heading"]), field[4:], words, choices))
    return found


def answers(questions: Iterable[Question], facts: Mapping[str, str]) -> dict[int, str]:
    """What stands in each column; columns of which nothing is known are left out."""
    return {one.column: said for one in questions if (said := one.said(facts.get(one.key, "")))}


def nobody(questions: Sequence[Question], *, note: str = "") -> dict[int, str]:
    """That there is nobody like that here: once, in the column made for it."""
    order = ("result", "lives_here", "remark", "managed", FREE)
    asked = sorted(
        (one for one in questions if one.says_nobody),
        key=lambda one: order.index(one.fact) if one.fact in order else 9,
    )
    if not asked:
        return {}
    first = asked[0]
    found = {first.column: first.words.none}
    if first.fact not in ("result", "lives_here"):
        return found
    remark = next((one for one in questions if one.fact == "remark"), None)
    return found | ({remark.column: note} if remark and note and not remark.choices else {})
