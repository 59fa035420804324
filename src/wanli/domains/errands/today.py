"""What errands owe somebody today."""

from __future__ import annotations

from wanli.domains.errands.accounts import count_unsettled
from wanli.domains.errands.queries import counts
from wanli.domains.errands.rounds import counted, mine
from wanli.kernel.access import Access


def today(access: Access) -> dict[str, int]:
    """Rounds in hand and rounds to take for who runs; what waits, is late or does not agree for who
    plans. Four queries at most, none for everybody else."""
    run, manage = access.paths("errand.run"), access.paths("errand.manage")
    owed = dict.fromkeys(("mine", "open_rounds", "unplanned", "late", "differs"), 0)
    if run and access.user_id:
        owed["mine"] = mine(access.user_id).count()
        owed["open_rounds"] = counted(run).get("open", 0)
    if manage:
        found = counts(manage)
        owed["unplanned"], owed["late"] = found.unplanned, found.late
        owed["differs"] = count_unsettled(manage)
    return owed
