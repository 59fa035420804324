"""Taps and keystrokes of a task, counted as somebody does it, and written down."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Locator

CHECK, ERRAND = "check by phone", "errand, from the telephone to the money"
FEVER = "fever, to its outcome"
RELEASE = "release, and a second person where the plan wants one"
TOTAL = "a normal day of a committee with 20 observed homes"
DAY = {CHECK: 40, ERRAND: 2, FEVER: 1, RELEASE: 1}
"""How often each task is done on such a day: morning and evening checks, two errands, one fever and
one release. One who is observed a home; what homes tell by their own links costs nothing."""
BURDEN = Path(__file__).parents[2] / "build" / "bench" / "burden.json"


@dataclass
class Burden:
    """What a task cost so far."""

    taps: int = 0
    keys: int = 0
    times: int = 1

    def tap(self, what: Locator) -> None:
        """One touch of a link, a button or a box."""
        what.click()
        self.taps += 1

    def type(self, field: Locator, text: str) -> None:
        """Type into a field that is in focus already, or is touched for it."""
        if not field.evaluate("field => field === document.activeElement"):
            self.tap(field)
        field.press_sequentially(text)
        self.keys += len(text)


@contextmanager
def counted(task: str, *, times: int = 1) -> Iterator[Burden]:
    """Count a task; ``times``: how often the block does it. Written to build/bench/burden.json."""
    burden = Burden(times=times)
    yield burden
    BURDEN.parent.mkdir(parents=True, exist_ok=True)
    with BURDEN.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = json.loads(BURDEN.read_text()) if BURDEN.exists() else {}
        known[task] = asdict(burden)
        if all(one in known for one in DAY):
            known[TOTAL] = _day(known)
        BURDEN.write_text(json.dumps(known, indent=1, sort_keys=True))


def _day(known: dict[str, dict[str, int]]) -> dict[str, int]:
    """The sum of all tasks of a day, to the nearest whole tap."""
    return {
        what: round(sum(known[task][what] * n / known[task]["times"] for task, n in DAY.items()))
        for what in ("taps", "keys")
    } | {"times": 1}
