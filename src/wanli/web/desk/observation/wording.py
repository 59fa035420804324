"""Sentences about a term, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wanli.domains.observation.queries import Case, TermChange
from wanli.domains.plans.rules.parts import Words


def term_name(said: Mapping[str, str]) -> str:
    """A term's name out of what a case keeps of it."""
    return Words.model_validate(said).said(get_language() or "")


def explained(change: Case | TermChange) -> str:
    """Why the term ends when it does, in a sentence."""
    if isinstance(change, TermChange) and change.kind == TermChange.Kind.DECISION:
        return _("决定观察到 {last} 24:00 为止。").format(last=_day(change.last_day))
    return _("{term}:从{what}({since})的第二天算起第 {days} 天,到 {last} 24:00 为止。").format(
        term=term_name(change.term_name),
        what=counts_from(change.counts_from),
        since=_day(change.since),
        days=(change.last_day - change.since).days,
        last=_day(change.last_day),
    )


def counts_from(key: str) -> str:
    """What a term is counted from."""
    names = {
        "last_contact": _("最后一次无防护接触的日子"),
        "arrival": _("到达的日子"),
        "onset": _("出现症状的日子"),
    }
    return names.get(key, key)


def _day(day: object) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")  # type: ignore[arg-type]
