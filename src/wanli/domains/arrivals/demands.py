"""What a class asks of somebody, by the plan: under observation from which day to which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wanli.domains.arrivals.weighing import Weighed
from wanli.domains.observation.planned import term_of
from wanli.domains.observation.rules.terms import last_day
from wanli.domains.plans.rules.content import Plan, ReturneeClass
from wanli.domains.plans.rules.facts import Facts
from wanli.domains.plans.rules.sorting import FAR
from wanli.kernel import clock

__all__ = ["Asked", "asked_of", "asked_of_class", "class_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """An observation as the plan asks for it."""

    term: str
    reason: str
    since: date
    last: date

    @property
    def runs(self) -> bool:
        """Whether it is not over yet, and has begun."""
        return self.since <= clock.today() <= self.last


def class_of(plan: Plan, key: str) -> ReturneeClass | None:
    """The class with this key."""
    return next((one for one in plan.classes if one.key == key), None)


def asked_of(plan: Plan, weighed: Weighed) -> Asked | None:
    """The observation that a verdict asks for; None where its class asks for none."""
    return asked_of_class(plan, weighed.cls, weighed.who.arrives_on, weighed.facts)


def asked_of_class(plan: Plan, cls: str, arrives_on: date, facts: Facts) -> Asked | None:
    """The same for a class that somebody chose. The last contact is taken to be the last day in a
    key area, and where there was none, the day of arrival: later than the truth, never earlier."""
    found = class_of(plan, cls)
    term = term_of(plan, found.term) if found and found.term else None
    if term is None:
        return None
    since = arrives_on
    if term.counts_from == "last_contact" and facts.left_days != FAR and facts.contact == "none":
        since = arrives_on - timedelta(days=facts.left_days)
    reason = "contact" if facts.contact == "close" else "arrival"
    if facts.contact == "secondary":
        reason = "secondary"
    return Asked(term.key, reason, since, last_day(since, term.days))
