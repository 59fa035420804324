"""What a campaign asks at each door: a copy of a question set of the plan, and questions added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from wanli.domains.plans.rules import content

LONGEST_ANSWER = 200
MOST_QUESTIONS = 12
"""That may be added to those of the plan."""
NUMBER = re.compile(r"\d{1,6}(\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Without choices the answer is free text, a number or a date."""

    key: str
    text: str
    choices: tuple[str, ...] = ()
    kind: str = "words"
    text_en: str = ""
    choices_en: tuple[str, ...] = ()

    def as_data(self) -> dict[str, object]:
        """As a campaign keeps it."""
        return asdict(self)

    def said(self, language: str) -> str:
        """The question in the reader's language."""
        return self.text_en if language.startswith("en") and self.text_en else self.text

    def offered(self, language: str) -> list[tuple[str, str]]:
        """Each choice as it is kept, and in the reader's language."""
        english = self.choices_en if language.startswith("en") else ()
        words = [*english, *self.choices[len(english) :]]
        return [(kept, said or kept) for kept, said in zip(self.choices, words, strict=True)]


def of_set(asked: content.QuestionSet) -> tuple[Question, ...]:
    """The questions of a set of the plan."""
    return tuple(
        Question(
            key=one.key,
            text=one.text.zh,
            choices=tuple(choice.zh for choice in one.choices),
            kind=one.kind,
            text_en=one.text.en,
            choices_en=tuple(choice.en for choice in one.choices),
        )
        for one in asked.questions
    )


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
        kind = "choice" if choices else "words"
        found.append(Question(f"q{len(found) + 1}", text, choices, kind))
    return tuple(found)


def from_data(data: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Back from what a campaign keeps."""
    return tuple(
        Question(
            key=one["key"],
            text=one["text"],
            choices=tuple(one["choices"]),
            kind=one.get("kind") or ("choice" if one["choices"] else "words"),
            text_en=one.get("text_en", ""),
            choices_en=tuple(one.get("choices_en", ())),
        )
        for one in data
    )


def accepted(questions: Sequence[Question], given: Mapping[str, str]) -> dict[str, str]:
    """The answers that fit their questions, empty ones left out.

    Raises ``ValueError`` with the key and the kind of a question whose answer does not fit it, or
    is too long. Answers to questions that are not asked are dropped.
    """
    found = {}
    for question in questions:
        answer = given.get(question.key, "").strip()
        if not answer:
            continue
        if question.kind == "number":
            answer = unicodedata.normalize("NFKC", answer)
        if len(answer) > LONGEST_ANSWER or not _fits(question, answer):
            raise ValueError(question.key, question.kind)
        found[question.key] = answer
    return found


def _fits(question: Question, answer: str) -> bool:
    if question.kind == "choice":
        return answer in question.choices
    if question.kind == "number":
        return NUMBER.fullmatch(answer) is not None
    if question.kind == "date":
        try:
            return date.fromisoformat(answer).isoformat() == answer
        except ValueError:
            return False
    return True
