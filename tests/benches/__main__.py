"""``make bench``: all benches, or those named; results in build/bench/NAME.json.

Whichever are named, those that make the demo grow come last; the next run begins with a copy of
the demo as it was loaded.
"""

from __future__ import annotations

import importlib
import sys

from tests.benches.bench import BUILD, begin_anew, installation, keep_loaded

NAMES = (
    "startup", "pages", "search", "wall_live", "print_sheets", "posters", "rounds", "rls_overhead",
    "ledger_fold", "observation_check", "call_sheet", "registration", "import_roster", "escalation",
    "reclassify", "checklist_match", "arrivals_queue",
)  # fmt: skip
GROW = (
    "observation_check", "call_sheet", "registration", "import_roster", "escalation", "reclassify",
    "arrivals_queue",
)  # fmt: skip
GROWN = BUILD / "grown"
"""There when the demo has grown, or was growing."""


def main() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    wanted = sorted(sys.argv[1:] or NAMES, key=NAMES.index)
    if GROWN.exists():
        begin_anew()
        GROWN.unlink()
    if set(wanted) & set(GROW):
        keep_loaded()
    with installation() as site:
        for name in wanted:
            if name in GROW:
                GROWN.touch()
            result = importlib.import_module(f"tests.benches.{name}").measure(site)
            result.save()
            print(
                f"{result.name}: {result.value:g} {result.unit}"
                f" (baseline {result.baseline:g}, ratio {result.ratio:g}, n {result.n})",
                flush=True,
            )


if __name__ == "__main__":
    main()
