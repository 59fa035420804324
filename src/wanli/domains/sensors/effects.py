"""What a change of the plan would do to the sensors that hang."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from wanli.domains.plans.effects import Effect
from wanli.domains.plans.rules.content import Plan
from wanli.domains.sensors.models import Sensor


def foresee(path: str, before: Plan, after: Plan) -> Iterable[Effect]:
    """That all are taken down, and what they heard deleted; or that they may be hung."""
    if before.sensors.used and not after.sensors.used:
        n = Sensor.objects.filter(path__within=path, down_at=None).count()
        yield Effect(_("不再用门磁:装着的 {n} 个停用,记下的全部删除。"), {"n": n})
    if after.sensors.used and not before.sensors.used:
        yield Effect(_("可以给观察户装门磁了:只记开门关门,住户看得到。"))
