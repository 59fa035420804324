"""The form as the page shows it: each field with what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wanli.domains.arrivals.form.typed import (
    MOST_PEOPLE,
    MOST_STAYS,
    Fault,
    Faulty,
    rows_of,
)
from wanli.domains.arrivals.forms import Form
from wanli.domains.plans.language import said

KINDS = (
    ("resident", gettext_lazy("居民身份证")),
    ("passport", gettext_lazy("护照")),
    ("hk_macau", gettext_lazy("港澳居民来往内地通行证")),
    ("taiwan", gettext_lazy("台湾居民来往大陆通行证")),
    ("foreign_permanent", gettext_lazy("外国人永久居留身份证")),
    ("other", gettext_lazy("其他证件")),
    ("none", gettext_lazy("还没有证件(小孩)")),
)
SHARED = (
    "building", "room", "words", "arrives_on", "arrives_at", "transport", "number", "carriage",
    "seat", "plate", "health",
)  # fmt: skip
OF_A_PERSON = ("name", "kind", "document", "born", "phone", "celsius", "vaccination", "test")
OF_A_STAY = ("where", "since", "until")


@dataclass(frozen=True, slots=True)
class Cell:
    """One field."""

    name: str
    value: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A person, or a place stayed in."""

    n: int
    cells: Mapping[str, Cell]
    ticks: Sequence[tuple[str, str, bool]] = ()
    """Name, sentence, whether it is ticked."""
    choices: Sequence[tuple[str, str]] = ()
    more: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One of those that the plan adds."""

    cell: Cell
    text: str
    kind: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it."""

    one: Mapping[str, Cell]
    people: Sequence[Row]
    stays: Sequence[Row]
    questions: Sequence[Question]
    wrong: int
    """How many fields are."""


def sheet_of(
    form: Form,
    typed: Mapping[str, str],
    faulty: Faulty | None = None,
    *,
    add: Collection[str] = (),
) -> Sheet:
    """What was typed, in the fields of this version; ``add``: one row more of ``p`` or ``s``."""
    faults = faulty.faults if faulty else {}

    def cell(name: str) -> Cell:
        fault = faults.get(name)
        return Cell(name, typed.get(name, ""), sentence_of(fault) if fault else "")

    symptoms = form.in_force.plan.symptoms.symptoms
    people = [
        Row(
            n,
            {key: cell(f"p{n}-{key}") for key in OF_A_PERSON},
            ticks=[
                (f"p{n}-contact", _("接触过病人或发热的人"), bool(typed.get(f"p{n}-contact"))),
                *(
                    (f"p{n}-s-{s.key}", said(s.name), bool(typed.get(f"p{n}-s-{s.key}")))
                    for s in symptoms
                ),
            ],
        )
        for n in _rows(typed, "p", MOST_PEOPLE, "p" in add)
    ]
    stays = [
        Row(
            n,
            {key: cell(f"s{n}-{key}") for key in OF_A_STAY},
            choices=[
                (region.code, region.name)
                for region in (faulty.choices.get(f"s{n}-where", ()) if faulty else ())
            ],
            more={key: bool(typed.get(f"s{n}-{key}")) for key in ("passed", "abroad")},
        )
        for n in _rows(typed, "s", MOST_STAYS, "s" in add)
    ]
    questions = [
        Question(
            cell(f"q-{one.key}"),
            said(one.text),
            one.kind,
            [(choice.zh, said(choice)) for choice in one.choices],
        )
        for one in form.rules.questions
    ]
    return Sheet({key: cell(key) for key in SHARED}, people, stays, questions, len(faults))


def _rows(typed: Mapping[str, str], prefix: str, most: int, add: bool) -> list[int]:
    rows = rows_of(typed, prefix, most)
    if add and len(rows) < most:
        rows.append(next(n for n in range(1, most + 1) if n not in rows))
    return rows


def sentence_of(fault: Fault) -> str:
    """What is wrong, in the reader's language."""
    params = {name: str(value) for name, value in fault.params.items()}
    return _(fault.message).format(**params)


def typed_in(data: Mapping[str, Any]) -> dict[str, str]:
    """What a page sent; so much of it as a form of ours can hold."""
    found: dict[str, str] = {}
    for name in list(data)[:600]:
        found[str(name)[:40]] = str(data[name])[:400]
    return found
