"""What is done every day at places, and what a stairwell's notice may say; sections of a plan."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from wanli.domains.plans.rules.parts import Key, Name, Part, Ruled, Saying, Shown, noop

WHERE = (
    ("stairwell", noop("每个楼道")),
    ("compound", noop("每个小区")),
    ("gate", noop("每个门岗")),
    ("tower", noop("每座楼宇")),
)
TEAMS = (
    ("property", noop("物业")),
    ("stairwell", noop("楼组长")),
    ("guard", noop("门岗")),
    ("committee", noop("居委")),
    ("volunteers", noop("志愿者")),
    ("disposal", noop("清运队")),
)


class Turn(Part):
    """One time of the day."""

    key: Key
    by: Annotated[time, Shown(noop("最迟几点"))]


class Routine(Ruled):
    """Something that is done every day at each place of a kind."""

    key: Key
    name: Annotated[Name, Shown(noop("名称"))]
    where: Annotated[
        Literal["stairwell", "compound", "gate", "tower"], Shown(noop("在哪里"), choices=WHERE)
    ]
    team: Annotated[
        Literal["property", "stairwell", "guard", "committee", "volunteers", "disposal"],
        Shown(noop("谁来做"), choices=TEAMS),
    ]
    turns: Annotated[tuple[Turn, ...], Field(min_length=1, max_length=8), Shown(noop("每天几次"))]


class Notice(Ruled):
    """What the notice in a stairwell says of homes under observation."""

    homes: Annotated[
        Literal["none", "count", "floor", "room"],
        Shown(
            noop("居家观察怎么写"),
            choices=(
                ("none", noop("不写")),
                ("count", noop("只写几户")),
                ("floor", noop("写几户、在几楼")),
                ("room", noop("写到房号")),
            ),
            help=noop("写到房号,邻居就知道是哪一家:依据里要有准许公开的条款。"),
        ),
    ]
    answer_days: Annotated[
        int, Field(ge=0, le=30), Shown(noop("居民意见几天内答复"), unit=noop("天"))
    ] = 2


_CLEANING = Saying(
    zh="《公共场所卫生管理条例》;《新型冠状病毒肺炎防控方案》社区防控要求",
    en="Regulation on hygiene in public places; Protocol for prevention and control of COVID-19,"
    " communities",
)


def _routine(key: str, zh: str, en: str, where: str, team: str, turns: dict[str, time]) -> Routine:
    return Routine(
        key=key,
        name=Name(zh=zh, en=en),
        where=where,  # type: ignore[arg-type]
        team=team,  # type: ignore[arg-type]
        turns=tuple(Turn(key=turn, by=by) for turn, by in turns.items()),
        basis=_CLEANING,
    )


ROUTINES = (
    _routine("disinfect", "楼道消毒", "Stairwell disinfection", "stairwell", "property",
        {"morning": time(10), "afternoon": time(16)}),
    _routine("lift", "扶手、门禁按钮擦拭", "Handrails and buttons wiped", "stairwell", "stairwell",
        {"noon": time(12)}),
    _routine("waste", "垃圾清运", "Waste collected", "compound", "disposal",
        {"morning": time(9), "evening": time(19)}),
    _routine("rounds", "小区巡查", "Rounds", "compound", "property",
        {"morning": time(11), "evening": time(21)}),
    _routine("gate", "门岗测温、消毒", "Gate: temperatures, disinfection", "gate", "guard",
        {"morning": time(8), "afternoon": time(14), "evening": time(20)}),
    _routine("tower", "大堂、电梯消毒", "Lobby and lifts disinfected", "tower", "property",
        {"morning": time(8, 30), "noon": time(13), "evening": time(18)}),
)  # fmt: skip
"""Of plans that were adopted before there were any."""
NOTICE = Notice(
    homes="floor",
    basis=Saying(
        zh="《个人信息保护法》第六条、第十三条:只公开防疫必需的最少内容;不写姓名、房号",
        en="Personal Information Protection Law, arts. 6 and 13: no more is made public than the"
        " prevention needs; neither names nor rooms",
    ),
)
