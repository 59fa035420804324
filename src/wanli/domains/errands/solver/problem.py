"""What is planned, and what comes out.

Times are seconds from the start of the local day on which the round is walked.
"""

from __future__ import annotations

from dataclasses import dataclass

from wanli.domains.errands.solver.ways import Spot

DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Load:
    """What is carried, or may be carried: grams, millilitres, insulated boxes, homes."""

    grams: int = 0
    millilitres: int = 0
    boxes: int = 0
    homes: int = 0
    """Bags for so many homes: what is light takes its place all the same."""

    def __add__(self, other: Load) -> Load:
        return Load(*(a + b for a, b in zip(self.parts, other.parts, strict=True)))

    @property
    def parts(self) -> tuple[int, int, int, int]:
        """As numbers, in the order of the fields."""
        return self.grams, self.millilitres, self.boxes, self.homes

    def within(self, other: Load) -> bool:
        """Whether all of it fits."""
        return all(a <= b for a, b in zip(self.parts, other.parts, strict=True))


@dataclass(frozen=True, slots=True)
class Stop:
    """A door to go to, once."""

    key: str
    spot: Spot
    load: Load = Load()
    early: int = 0
    late: int = DAY
    """The promised time: somebody is at the door not before, and not later than this."""
    service: int = 120
    """Seconds at the door."""


@dataclass(frozen=True, slots=True)
class Runner:
    """Somebody who walks: what she can carry, when, and how often she may fetch the next load."""

    key: str
    start: Spot
    carries: Load
    early: int = 0
    late: int = DAY
    end: Spot | None = None
    """Where she goes in the end; back to the start if nothing is said."""
    trips: int = 1
    longest: int = DAY
    """Seconds on her feet at most, waiting included."""

    @property
    def home(self) -> Spot:
        """Where her round ends."""
        return self.end or self.start


@dataclass(frozen=True, slots=True)
class Effort:
    """When to stop looking for something better: whichever comes first.

    A plan that the iterations end is the same on every machine.
    """

    iterations: int = 10_000
    seconds: float = 4.0
    seed: int = 20


@dataclass(frozen=True, slots=True)
class Visit:
    """One door on a route."""

    key: str
    arrives: int
    begins: int
    """Later than ``arrives`` where the door may not be knocked at yet."""
    leaves: int
    trip: int
    """The first, the second load ...; from 1."""
    metres: int
    """Walked since the door before."""


@dataclass(frozen=True, slots=True)
class Route:
    """A runner's way."""

    runner: str
    visits: tuple[Visit, ...]
    starts: int
    ends: int
    metres: int


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A door that nobody reaches; ``why`` is a message id, filled in with ``params``."""

    key: str
    why: str
    params: tuple[tuple[str, object], ...] = ()

    @property
    def sentence(self) -> str:
        """In Chinese."""
        return self.why.format(**dict(self.params))


@dataclass(frozen=True, slots=True)
class Plan:
    """Routes of those who have something to do, in the order of the runners."""

    routes: tuple[Route, ...]
    left: tuple[LeftOver, ...]
    seconds: int
    """On the way, of all together; what is kept small."""
