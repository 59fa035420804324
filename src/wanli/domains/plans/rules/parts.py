"""What all parts of a plan share: frozen, nothing unknown in them, words in two languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError


def noop(message: str) -> str:
    """Marks a sentence that whoever shows it translates."""
    return message


@dataclass(frozen=True, slots=True)
class Shown:
    """How a value is called wherever people read or write it. Sentences are message ids."""

    label: str
    unit: str = ""
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """Value and name of each."""
    refers: tuple[str, ...] = ()
    """Where in the plan the things lie of which it names one."""
    widget: str = ""
    """Asked for when the type alone does not say it: ``area``, ``lines``, ``colour``, ``key``."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Several values said one after another: of each what it is, how it is, and a number for the
    blank ``n`` in that where it is one. Sentences are message ids."""

    said: tuple[tuple[str, str, int | None], ...]


class Part(BaseModel):
    """Any part of a plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _visible(said: str) -> str:
    # NUL and its kin cannot be stored, nor seen by whoever has to mend them.
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", said):
        raise PydanticCustomError("invisible", "an invisible character")
    return said


def kept(least: int, most: int) -> StringConstraints:
    """Words of a length that a form and a page hold, without blanks around them."""
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


def _or_none(said: object) -> object:
    return None if isinstance(said, str) and not said.strip() else said


VISIBLE = AfterValidator(_visible)
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,19}$"), Shown("", widget="key")]
"""What a thing is called in the records for as long as it lives, whatever its name becomes."""
MAYBE = BeforeValidator(_or_none)
"""An empty field says nothing."""


class Words(Part):
    """Something said in Chinese and, if need be, in English."""

    zh: str
    en: str = ""

    def said(self, language: str) -> str:
        """In the reader's language; in Chinese where the English is missing."""
        return self.en if language.startswith("en") and self.en else self.zh


class Name(Words):
    """A short name."""

    zh: Annotated[str, kept(1, 24), VISIBLE]
    en: Annotated[str, kept(0, 48), VISIBLE] = ""


class Saying(Words):
    """A sentence or two."""

    zh: Annotated[str, kept(1, 400), VISIBLE, Shown("", widget="area")]
    en: Annotated[str, kept(0, 800), VISIBLE, Shown("", widget="area")] = ""


class Choice(Words):
    """One answer to a question."""

    zh: Annotated[str, kept(1, 40), VISIBLE]
    en: Annotated[str, kept(0, 80), VISIBLE] = ""


def read_lines(said: object) -> object:
    """Choices as people write them: one a line, the English behind a bar."""
    if not isinstance(said, str):
        return said
    found = []
    for line in said.splitlines():
        zh, _bar, en = line.replace("｜", "|").partition("|")
        if line.strip():
            found.append({"zh": zh, "en": en})
    return found


def write_lines(choices: tuple[Choice, ...]) -> str:
    """The reverse of ``read_lines``."""
    return "\n".join(f"{one.zh} | {one.en}" if one.en else one.zh for one in choices)


class Ruled(Part):
    """A rule, or a few that rest on the same ground."""

    basis: Annotated[
        Saying,
        Shown(noop("依据"), help=noop("写明文件和条款。没有依据的规定不能执行。")),
    ]
