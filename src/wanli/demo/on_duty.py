"""The made-up subdistrict's duty numbers, and a stop of the ladder with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from uuid import UUID

from wanli.domains.notices.operations.nudge import leave_number
from wanli.domains.observation.ladder import climbing
from wanli.domains.observation.operations.stop_climbing import stop_climbing
from wanli.kernel.access import Access

LEFT = 0.8
"""Of those on duty."""
STOPPED = 2
REASON = "已入院,由医院报"


def be_reachable(access: Access, random: Random, people: Sequence[UUID]) -> int:
    """Most leave a number; how many. Two of those who have not reported are in hospital."""
    left = [user for user in people if random.random() < LEFT]
    for user in left:
        # Numbers of a range that is given to nobody.
        phone = f"100{random.randrange(10**8):08d}"
        leave_number(access=Access(user_id=user), phone=phone)
    for check in climbing().filter(rung__gt=0).order_by("path", "pk")[:STOPPED]:
        stop_climbing(access=access, case_id=check.case_id, why=REASON, check_id=check.pk)
    return len(left)
