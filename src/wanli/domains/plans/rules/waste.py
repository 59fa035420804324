"""How waste is fetched from homes under observation; a section of a plan."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from wanli.domains.plans.rules.parts import Ruled, Saying, Shown, noop
from wanli.domains.plans.rules.postings import TEAMS, Turn


class Waste(Ruled):
    """Rounds of their own, apart from everybody's waste."""

    team: Annotated[
        Literal["property", "stairwell", "guard", "committee", "volunteers", "disposal"],
        Shown(noop("谁上门收"), choices=TEAMS),
    ]
    turns: Annotated[tuple[Turn, ...], Field(min_length=1, max_length=4), Shown(noop("每天几次"))]
    arrive_minutes: Annotated[
        int,
        Field(ge=10, le=720),
        Shown(
            noop("收走后多久要到暂存点"),
            unit=noop("分钟"),
            help=noop("过了这个时间还没数到的,算没到,马上告诉居委。"),
        ),
    ]
    hand_by: Annotated[time, Shown(noop("最迟几点交给清运队"))]


WASTE = Waste(
    team="property",
    turns=(Turn(key="morning", by=time(10)),),
    arrive_minutes=120,
    hand_by=time(18),
    basis=Saying(
        zh="《新冠肺炎疫情期间医学观察和救治临时特殊场所卫生防护技术要求》:双层扎紧、消毒、专人收集、专车清运",
        en="Hygiene requirements for places of medical observation: two bags tied up, disinfected,"
        " collected by those charged with it, taken away by a vehicle of its own",
    ),
)
"""Of plans that were adopted before there was one."""
