"""A question that a plan asks of people; of a canvass or of a registration."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from wanli.domains.plans.rules.parts import Choice, Key, Part, Saying, Shown, noop, read_lines


class Question(Part):
    """One question of a set."""

    key: Key
    text: Annotated[Saying, Shown(noop("问什么"))]
    kind: Annotated[
        Literal["choice", "words", "number", "date"],
        Shown(
            noop("怎么答"),
            choices=(
                ("choice", noop("点一个选项")),
                ("words", noop("写几个字")),
                ("number", noop("填一个数")),
                ("date", noop("填一个日期")),
            ),
        ),
    ]
    choices: Annotated[
        tuple[Choice, ...],
        BeforeValidator(read_lines),
        Field(max_length=12),
        Shown(
            noop("选项"),
            help=noop("一行一个;英文写在竖线后面,例如:没有 | No。不是点选的问题留空。"),
            widget="lines",
        ),
    ] = ()

    @model_validator(mode="after")
    def _choices_fit_kind(self) -> Question:
        if self.kind != "choice" and self.choices:
            raise PydanticCustomError("no_choices", "only a choice has choices")
        if self.kind == "choice" and len({one.zh for one in self.choices}) < 2:
            raise PydanticCustomError("too_few_choices", "a choice needs two")
        if len({one.zh for one in self.choices}) < len(self.choices):
            raise PydanticCustomError("twice", "a choice is there twice")
        return self
