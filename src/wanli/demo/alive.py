"""The demo's day goes on: somebody knocks at doors, moves in, leaves a home empty.

Through the domains' own operations, as the people who would do it; the same for the same seed and
the same doors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from django.db import transaction

from wanli.demo import arrived
from wanli.demo.cared import walk
from wanli.demo.errands import step
from wanli.demo.from_above import look_into_one
from wanli.demo.generate import names
from wanli.demo.in_touch import reach_one, visit_one
from wanli.demo.observed import begin, report
from wanli.demo.remarked import say_one
from wanli.demo.routined import do_one
from wanli.demo.sensed import open_one
from wanli.demo.wasted import fetch_one
from wanli.domains.canvass.operations.record_visit import Told, record_visit
from wanli.domains.canvass.queries import open_doors
from wanli.domains.observation.alarms import open_episodes, quiet
from wanli.domains.observation.operations.follow_alarm import conclude
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.people.operations.move_out import move_out
from wanli.domains.people.operations.register import Newcomer, register
from wanli.domains.people.operations.set_home_use import set_home_use
from wanli.domains.people.queries import at_home, homes_below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.scope import ROOT

SEED = 20200214
PACE = (1.0, 4.0)
"""Seconds between two deeds, at least and at most: several a minute, as in a busy subdistrict."""
AT_ONCE = 200
"""Doors, or homes, to choose among."""


class Life:
    """One deed after another. Needs the system's scope."""

    def __init__(self, seed: int = SEED) -> None:
        self.random = Random(seed)
        self.access = Access.system()
        self.done: Counter[str] = Counter()
        self.deeds: dict[str, tuple[int, Callable[[], bool]]] = {
            "visit": (78, self._visit),
            "arrive": (14, self._arrive),
            "leave": (8, self._leave),
            "check": (60, lambda: report(self.random, self.access)),
            "clean": (12, lambda: do_one(self.random, self.access)),
            "fetch": (8, lambda: fetch_one(self.random, self.access)),
            "observe": (4, lambda: begin(self.random, self.access)),
            "fever": (1, self._fever),
            "outcome": (2, self._outcome),
            "errand": (14, lambda: step(self.random, self.access)),
            "walk": (2, lambda: walk(self.random, self.access)),
            "contact": (30, lambda: reach_one(self.random, self.access)),
            "look in": (6, lambda: visit_one(self.random, self.access)),
            "door": (3, lambda: open_one(self.random, self.access)),
            "return": (4, self._return),
            "list": (6, lambda: look_into_one(self.random, self.access)),
            "remark": (2, lambda: say_one(self.random, self.access)),
        }

    def step(self) -> str:
        """Do one thing; says which, or nothing where there was nothing to do."""
        kinds = list(self.deeds)
        kind = self.random.choices(kinds, [self.deeds[name][0] for name in kinds])[0]
        try:
            with transaction.atomic():
                did = self.deeds[kind][1]()
        except (Refused, Hidden):
            # Somebody else was at the same door at the same moment.
            did = False
        self.done[kind] += did
        return kind if did else ""

    def pause(self) -> float:
        """Seconds until the next deed."""
        return self.random.uniform(*PACE)

    def _visit(self) -> bool:
        """Knock at a door of the running canvass."""
        doors = open_doors(at_most=AT_ONCE)
        if not doors:
            return False
        result = self.random.choices(
            ("met", "by_phone", "nobody", "empty", "elsewhere"), (70, 12, 13, 3, 2)
        )[0]
        record_visit(
            access=self.access,
            door_id=self.random.choice(doors).pk,
            told=Told(result=result, answers={}),
        )
        return True

    def _arrive(self) -> bool:
        """Somebody moves in where a home is let or stood empty."""
        home = self._home(self.random.choice(("let", "empty")))
        if home is None:
            return False
        sex = self.random.choice("fm")
        age = self.random.randint(20, 45)
        born = clock.today().replace(day=1)
        born = born.replace(year=born.year - age, month=self.random.randint(1, 12))
        newcomer = Newcomer(
            name=names.person_name(self.random, sex, born.year),
            sex=sex,
            birth_date=born.isoformat(),
            phones=names.phone_number(self.random),
            registered_outside=self.random.choice(names.OUTSIDE),
        )
        register(access=self.access, label=home, newcomer=newcomer)
        set_home_use(access=self.access, label=home, use="let")
        return True

    def _return(self) -> bool:
        """A family comes back, or one that did is verified."""
        homes = list(homes_below([ROOT], use="lived_in")[:AT_ONCE])
        return arrived.step(
            self.random, self.access, [home.path.rpartition(".")[2] for home in homes]
        )

    def _leave(self) -> bool:
        """Everybody leaves a let home; it stands empty."""
        found = list(homes_below([ROOT], use="let")[:AT_ONCE])
        if not found:
            return False
        home = self.random.choice(found)
        for line in at_home(home.place):
            move_out(access=self.access, person_id=line.id)
        set_home_use(access=self.access, label=home.place.label, use="empty")
        return True

    def _fever(self) -> bool:
        """Somebody who called herself has a fever."""
        found = list(quiet([ROOT])[:AT_ONCE])
        if not found:
            return False
        celsius = f"{self.random.randint(373, 386) / 10}"
        case = self.random.choice(found)
        record_check(access=self.access, case_id=case.pk, said=Said(celsius, mood="worried"))
        return True

    def _outcome(self) -> bool:
        """The oldest open alarm comes to its end."""
        found = open_episodes([ROOT]).first()
        if found is None:
            return False
        outcome = self.random.choice(("home", "false_alarm", "admitted"))
        note = "复测正常,盖得太厚" if outcome == "false_alarm" else ""
        conclude(access=self.access, episode_id=found.pk, outcome=outcome, note=note)
        return True

    def _home(self, use: str) -> str | None:
        found = list(homes_below([ROOT], use=use)[:AT_ONCE])
        return self.random.choice(found).place.label if found else None
