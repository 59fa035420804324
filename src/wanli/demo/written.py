"""Those of the made-up subdistrict who write their temperatures on paper: diaries that are out."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from uuid import UUID

from wanli.domains.observation.homes import standing_cases
from wanli.domains.observation.operations.print_diaries import number
from wanli.domains.observation.queries import standing, with_people
from wanli.kernel.access import Access
from wanli.kernel.scope import ROOT

IN_A_HUNDRED = 12


def hand_out(access: Access, random: Random, homes: Sequence[str]) -> int:
    """Diaries for some, and surely for the homes at these paths; how many."""
    surely: set[UUID] = {one for path in homes for one in standing_cases(path)}
    chosen = [
        case
        for case in standing([ROOT])
        if random.randrange(100) < IN_A_HUNDRED or case.pk in surely
    ]
    with_people(chosen)
    return len(number(access, chosen))
