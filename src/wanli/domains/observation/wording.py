"""Sentences about a case, in the reader's language: the same on a screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wanli.domains.observation.models import Case, TermChange
from wanli.domains.plans.language import said as in_words
from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.parts import Words
from wanli.ground.wording import listed


@dataclass(frozen=True, slots=True)
class Told:
    """The notice to a household, in its parts."""

    term: list[str]
    duties: list[str]
    rights: list[str]
    basis: str
    promise: str

    @property
    def sentences(self) -> list[str]:
        """One after the other, as they are read before signing."""
        return [*self.term, *self.duties, *self.rights, self.basis, self.promise]


def notice_told(plan: Plan, people: Iterable[tuple[str, Case]], committee: str, call: str) -> Told:
    """What a home is told at the start. ``people``: what each is called here, and her case."""
    known = list(people)
    checks = listed(
        _("{check}({by} 前)").format(check=in_words(one.name), by=one.by.strftime("%H:%M"))
        for one in plan.watch.checks
    )
    who = committee or _("居委会")
    help_ = (
        _("有事打电话给{committee}:{call}。").format(committee=who, call=call)
        if call
        else _("有事找{committee}。").format(committee=who)
    )
    return Told(
        term=[*_ends(known), *dict.fromkeys(explained(case) for _name, case in known)],
        duties=[
            *(in_words(line) for line in plan.papers.duties),
            _("每天报体温和有没有不舒服:{checks}。").format(checks=checks),
            _("体温到 {fever}℃,或者喘不上气、胸口闷:马上打 120,再打居委会。").format(
                fever=plan.watch.fever_celsius
            ),
            *_brought_to(plan, committee),
        ],
        rights=[*(in_words(line) for line in plan.papers.rights), help_],
        basis=_("依据:{basis}").format(basis=in_words(plan.papers.basis)),
        promise=_("签了名,就是看过、愿意照做。"),
    )


def _brought_to(plan: Plan, committee: str) -> list[str]:
    hospital = plan.hospitals.serving(committee)
    if hospital is None:
        return []
    return [
        _("要去医院的,由居委会安排送{hospital}({address},电话 {phone}),请不要自己去。").format(
            hospital=in_words(hospital.name),
            address=in_words(hospital.address),
            phone=hospital.phone,
        )
    ]


def words_kept(kept: Mapping[str, str]) -> str:
    """Something that was kept in both languages, in the reader's."""
    return Words.model_validate(kept).said(get_language() or "") if kept else ""


def _ends(people: Sequence[tuple[str, Case]]) -> list[str]:
    return [
        _("{names}观察到 {day} 24:00 为止。").format(
            names=listed(name for name, case in people if case.last_day == last), day=_day(last)
        )
        for last in sorted({case.last_day for _name, case in people})
    ]


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


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
