"""What is known of somebody who arrives, as the table of classes asks for it, and its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wanli.domains.plans.rules.parts import Phrase, noop
from wanli.domains.plans.rules.sorting import CONDITIONS, FAR, Row

Value = str | int

VALUES: dict[str, tuple[Value, ...]] = {
    "contact": ("none", "secondary", "close"),
    "symptoms": ("none", "some", "urgent"),
    "stayed": ("none", "low", "medium", "high"),
    "passed": ("none", "low", "medium", "high"),
    "left_days": (),
    "origin": ("city", "elsewhere", "abroad"),
    "vaccination": ("unknown", "none", "partial", "full"),
    "test": ("unknown", "negative", "positive"),
    "residence": ("home", "visiting", "none"),
}
"""What each fact may be, the harmless first; days are any number."""
FITS: dict[str, dict[str, tuple[str, ...]]] = {
    "contact": {"any": ("secondary", "close")},
    "symptoms": {"any": ("some", "urgent")},
    "stayed": {"listed": ("low", "medium", "high"), "medium_up": ("medium", "high")},
    "passed": {"listed": ("low", "medium", "high"), "medium_up": ("medium", "high")},
    "vaccination": {"not_full": ("unknown", "none", "partial")},
    "test": {"not_negative": ("unknown", "positive")},
}
"""Conditions that several values meet; any other is met by the value of its own name."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody on the day she arrived, as the table asks for it."""

    contact: str = "none"
    symptoms: str = "none"
    stayed: str = "none"
    passed: str = "none"
    left_days: int = FAR
    origin: str = "elsewhere"
    vaccination: str = "unknown"
    test: str = "unknown"
    residence: str = "home"

    def said(self) -> dict[str, Value]:
        """As the engine takes them."""
        return {name: getattr(self, name) for name in VALUES}


def fits(fact: str, condition: str) -> tuple[Value, ...]:
    """The values of a fact that meet a condition; all of them where it is empty."""
    if not condition:
        return VALUES[fact]
    return FITS.get(fact, {}).get(condition, (condition,))


FACT_NAMES = {
    "contact": noop("和病例的接触"),
    "symptoms": noop("症状"),
    "stayed": noop("住过重点地区"),
    "passed": noop("途经重点地区"),
    "left_days": noop("离开重点地区"),
    "origin": noop("从哪里来"),
    "vaccination": noop("疫苗"),
    "test": noop("检测结果"),
    "residence": noop("在这里怎么住"),
}
_BEEN = {
    "none": noop("没有"), "low": noop("低风险"), "medium": noop("中风险"), "high": noop("高风险"),
}  # fmt: skip
VALUE_NAMES: dict[str, dict[str, str]] = {
    "contact": {
        "none": noop("没有"), "secondary": noop("密接的密接"), "close": noop("密切接触"),
    },
    "symptoms": {
        "none": noop("没有"), "some": noop("有"), "urgent": noop("有要马上送医的"),
    },
    "stayed": _BEEN,
    "passed": _BEEN,
    "origin": {
        "city": noop("没有离开本市"), "elsewhere": noop("外省市"), "abroad": noop("境外"),
    },
    "vaccination": {
        "unknown": noop("没问"), "none": noop("没打"), "partial": noop("没打完"),
        "full": noop("打完了"),
    },
    "test": {"unknown": noop("没有"), "negative": noop("阴性"), "positive": noop("阳性")},
    "residence": {
        "home": noop("住自己家"), "visiting": noop("暂住"), "none": noop("没有固定住处"),
    },
}  # fmt: skip
DAYS = noop("{n} 天")


def described(facts: Facts, of: Iterable[str]) -> Phrase:
    """Some facts in words, for whoever translates them."""
    return Phrase(tuple(one for name in of if (one := fact_said(facts, name))))


def fact_said(facts: Facts, name: str) -> tuple[str, str, int | None] | None:
    """One fact: what it is about, how it is, and a number where it is one; nothing of the days
    since a key area for somebody who was in none."""
    value = getattr(facts, name)
    if name == "left_days":
        return None if value == FAR else (FACT_NAMES[name], DAYS, value)
    return FACT_NAMES[name], VALUE_NAMES[name][value], None


def used_by(row: Row) -> tuple[str, ...]:
    """The facts that a row asks for."""
    asked = {
        "left_days" if name.startswith("left_") else name
        for name in CONDITIONS
        if getattr(row, name) not in ("", None)
    }
    return tuple(name for name in VALUES if name in asked)
