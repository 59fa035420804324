"""How far a case's checks of today have climbed, who was told, and who stopped it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wanli.domains.notices.queries import WHOM, about
from wanli.domains.observation.access import Case, Check
from wanli.domains.observation.ladder import stops_of
from wanli.domains.places.queries import area_of
from wanli.domains.plans.rules.content import Plan
from wanli.web.desk.notices.wording import line


def climbed(case: Case, of_today: Sequence[Check], plan: Plan) -> dict[str, Any]:
    """What the page of a case shows of it: each late check with the rungs it has reached, the
    messages about them, today's stops."""
    late = [check for check in of_today if check.rung]
    places = [case.path, case.path.rpartition(".")[0], area_of(case.path)]
    told = about([check.pk for check in late], places) if late else []
    names = dict(WHOM)
    return {
        "late": [
            (check, [names[rung.who] for rung in plan.watch.ladder[: check.rung]]) for check in late
        ],
        "told_whom": [line(one, "") for one in told],
        "stops": stops_of(case),
        "may_stop": any(check.state == Check.State.DUE for check in of_today),
    }
