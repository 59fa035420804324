"""What a change of the plan would do to what is deleted when."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from wanli.domains.plans.effects import Effect
from wanli.domains.plans.language import said
from wanli.domains.plans.personal import start_name
from wanli.domains.plans.rules.content import Plan
from wanli.domains.privacy.retained import kinds_of


def foresee(path: str, before: Plan, after: Plan) -> Iterable[Effect]:
    """A rule that could never be carried out, or asks for less than the law, cannot be adopted."""
    for rule in after.retention:
        kinds, name = kinds_of(rule.key), said(rule.name)
        if kinds and rule.starts not in kinds[0].starts:
            yield Effect(
                _("“{rule}”不能从{start}算起:这类内容没有这一天。请另选。"),
                {"rule": name, "start": start_name(rule)},
                refuses=True,
            )
        least = max((kind.at_least for kind in kinds), default=0)
        if rule.days < least:
            yield Effect(
                _("“{rule}”至少要保存 {n} 天,法律规定不少于六个月。"),
                {"rule": name, "n": least},
                refuses=True,
            )
