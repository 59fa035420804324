"""The temperature over a term, as lines in a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from wanli.domains.observation.queries import Case, Point
from wanli.kernel import clock

WIDTH, HEIGHT = 640.0, 200.0
LOWEST, HIGHEST = 35.5, 40.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One reading, where it is drawn."""

    x: float
    y: float
    celsius: Decimal
    at: datetime
    alarm: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """A term from its first day to its last."""

    dots: tuple[Dot, ...]
    fever_y: float
    days: tuple[tuple[float, date], ...]
    """Where each day begins."""
    today_x: float | None
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def line(self) -> str:
        """As the ``points`` of a polyline."""
        return " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in self.dots)


def curve_of(case: Case, points: Sequence[Point], fever: Decimal) -> Curve:
    """The curve of a case; readings without a temperature leave a gap to be seen in the list."""
    first = min(case.since, clock.local(case.opened_at).date())
    begin = clock.midnight(first)
    number = (case.last_day - first).days + 1
    end = begin + timedelta(days=number)

    def across(moment: datetime) -> float:
        share = (moment - begin) / (end - begin)
        return round(WIDTH * min(max(share, 0.0), 1.0), 1)

    def up(celsius: Decimal) -> float:
        share = (float(celsius) - LOWEST) / (HIGHEST - LOWEST)
        return round(HEIGHT * (1 - min(max(share, 0.02), 0.98)), 1)

    dots = [
        Dot(
            across(point.check.at),
            up(point.reading.celsius),
            point.reading.celsius,
            point.check.at,
            bool(point.check.alarm),
        )
        for point in points
        if point.reading.celsius is not None and point.check.at is not None
    ]
    days = [first + timedelta(days=n) for n in range(number)]
    now = clock.now()
    return Curve(
        dots=tuple(dots),
        fever_y=up(fever),
        days=tuple((across(clock.midnight(day)), day) for day in days),
        today_x=across(now) if begin <= now <= end else None,
    )
