"""How long personal data is kept: the register of what is collected, held against the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wanli.domains.plans.effects import Effect
from wanli.domains.plans.language import said, voice
from wanli.domains.plans.rules.content import Plan, Retention
from wanli.domains.plans.rules.reading import starter
from wanli.domains.plans.rules.shape import slots
from wanli.ground.wording import listed
from wanli.kernel.personal import Collected, collected


@dataclass(frozen=True, slots=True)
class Kept:
    """Something collected, and the rule that ends it."""

    what: Collected
    rule: Retention | None
    """None where neither this plan nor the one that comes with Wanli has such a kind."""

    @property
    def starts(self) -> str:
        """From when it counts, in the reader's language."""
        return start_name(self.rule) if self.rule else ""


def start_name(rule: Retention) -> str:
    """From when a term counts, in the reader's language."""
    slot = next(slot for slot in slots(Retention) if slot.name == "starts")
    return voice().translate(dict(slot.shown.choices)[rule.starts])


def terms_of(plan: Plan) -> list[Retention]:
    """How long this plan keeps each kind of record; where it was adopted before there was such a
    kind, as the plan says that comes with Wanli. Nothing is kept for ever for want of a rule."""
    said = {rule.key for rule in plan.retention}
    return [*plan.retention, *(rule for rule in starter().retention if rule.key not in said)]


def kept(plan: Plan) -> list[Kept]:
    """Everything that is collected, with how long this plan keeps it."""
    rules = {rule.key: rule for rule in terms_of(plan)}
    return [Kept(one, rules.get(one.kept_as)) for one in collected()]


def foresee(path: str, before: Plan, after: Plan) -> Iterable[Effect]:
    """Whose data would be kept shorter or longer; a rule that data depends on cannot go."""
    rules = {rule.key: rule for rule in after.retention}
    for rule in before.retention:
        names = listed(one.name for one in collected() if one.kept_as == rule.key)
        if not names:
            continue
        to_come = rules.get(rule.key)
        if to_come is None:
            yield Effect(
                _("不能删去“{rule}”的保存期限,这些内容靠它:{names}。"),
                {"rule": said(rule.name), "names": names},
                refuses=True,
            )
        elif (to_come.days, to_come.starts) != (rule.days, rule.starts):
            yield Effect(
                _("“{rule}”原来保存 {before} 天,改为 {after} 天。涉及:{names}。"),
                {
                    "rule": said(rule.name),
                    "before": rule.days,
                    "after": to_come.days,
                    "names": names,
                },
            )
