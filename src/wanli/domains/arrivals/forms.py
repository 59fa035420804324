"""Which form is asked at a place: a version of the plan, and what it asks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.form.typed import Asked, Terms
from wanli.domains.arrivals.models import Transport
from wanli.domains.plans.queries import InForce, Version, plan_in_force, plan_of
from wanli.domains.plans.rules.registration import Registration
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.scope import EVERYTHING

__all__ = [
    "TEST_NAMES", "TRANSPORT_NAMES", "VACCINATION_NAMES", "Form", "form_at", "form_seen",
    "terms_of",
]  # fmt: skip
TRANSPORT_NAMES = Transport.choices
VACCINATION_NAMES = (("none", _("没打")), ("partial", _("没打完")), ("full", _("打完了")))
TEST_NAMES = (("none", _("没有检测")), ("negative", _("阴性")), ("positive", _("阳性")))
"""What may be chosen, in the order of the page and of the paper."""


@dataclass(frozen=True, slots=True)
class Form:
    """A version of the form."""

    in_force: InForce

    @property
    def version_id(self) -> UUID | None:
        """Of the plan; None for the form that comes with Wanli."""
        return self.in_force.version_id

    @property
    def rules(self) -> Registration:
        """What the plan says of registrations."""
        return self.in_force.plan.registration


def form_at(path: str) -> Form:
    """The form in force today at the place with this path, for whoever comes."""
    with acting(EVERYTHING):
        return Form(plan_in_force(path))


def form_seen(path: str, said: str) -> Form:
    """The form that somebody has before her, by the id that her page carries: a version that was
    replaced meanwhile is as good as the one in force. Anything else is taken for the latter."""
    try:
        version_id = UUID(said)
    except ValueError:
        return form_at(path)
    with acting(EVERYTHING):
        version = Version.objects.filter(
            pk=version_id, path__covers=path, adopted_at__isnull=False
        ).first()
        if version is None:
            return Form(plan_in_force(path))
        return Form(InForce(plan_of(version), version.pk))


def terms_of(form: Form) -> Terms:
    """What this version allows, for the reading of what was typed."""
    rules, plan = form.rules, form.in_force.plan
    return Terms(
        today=clock.today(),
        days_before=rules.days_before,
        back_days=rules.back_days,
        ahead_days=rules.ahead_days,
        symptoms=frozenset(one.key for one in plan.symptoms.symptoms),
        questions=tuple(
            Asked(one.key, one.kind, tuple(choice.zh for choice in one.choices))
            for one in rules.questions
        ),
        vaccination=rules.vaccination,
        test=rules.test,
    )
