"""Question sets: what a campaign asks at each door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST_ANSWER = 200
MOST_QUESTIONS = 12


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Without choices the answer is free text."""

    key: str
    text: str
    choices: tuple[str, ...] = ()

    def as_data(self) -> dict[str, object]:
        """As a campaign keeps it."""
        return {"key": self.key, "text": self.text, "choices": list(self.choices)}


def parse(lines: str) -> tuple[Question, ...]:
    """Questions as people write them: one a line, choices after a colon, parted by slashes.

    ``近14天离开过本市吗:没有/有`` has two choices; a line without a colon asks for words.
    Empty lines are skipped. Raises ``ValueError`` with the number of the offending line.
    """
    found: list[Question] = []
    for number, line in enumerate(lines.splitlines(), 1):
        text, _colon, rest = line.strip().replace("：", ":").partition(":")
        if not text:
            if rest:
                raise ValueError(number)
            continue
        parts = (part.strip() for part in rest.replace("／", "/").split("/"))
        choices = tuple(dict.fromkeys(part for part in parts if part))
        if len(choices) == 1 or len(text) > LONGEST_ANSWER or len(found) == MOST_QUESTIONS:
            raise ValueError(number)
        found.append(Question(f"q{len(found) + 1}", text, choices))
    return tuple(found)


def from_data(data: Sequence[Mapping[str, object]]) -> tuple[Question, ...]:
    """Back from what a campaign keeps."""
    return tuple(
        Question(str(one["key"]), str(one["text"]), tuple(map(str, one["choices"])))  # type: ignore[call-overload]
        for one in data
    )


def accepted(questions: Sequence[Question], given: Mapping[str, str]) -> dict[str, str]:
    """The answers that fit their questions, empty ones left out.

    Raises ``ValueError`` with the key of a question whose answer is none of its choices, or is
    too long. Answers to questions that are not asked are dropped.
    """
    found = {}
    for question in questions:
        answer = given.get(question.key, "").strip()
        if not answer:
            continue
        if len(answer) > LONGEST_ANSWER or (question.choices and answer not in question.choices):
            raise ValueError(question.key)
        found[question.key] = answer
    return found
