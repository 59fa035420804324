"""``make bench``: all benches, or those named; results in build/bench/NAME.json."""

from __future__ import annotations

import importlib
import sys

from tests.benches.bench import BUILD, installation

NAMES = (
    "startup", "import_roster", "wall_live", "pages", "search", "ledger_fold", "rls_overhead",
    "print_sheets",
)  # fmt: skip


def main() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:] or NAMES
    with installation() as site:
        for name in wanted:
            result = importlib.import_module(f"tests.benches.{name}").measure(site)
            result.save()
            print(
                f"{result.name}: {result.value:g} {result.unit}"
                f" (baseline {result.baseline:g}, ratio {result.ratio:g}, n {result.n})"
            )


if __name__ == "__main__":
    main()
