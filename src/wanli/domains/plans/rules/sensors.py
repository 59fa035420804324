"""Whether doors of observed homes may have a sensor, and what is asked; a section of a plan."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wanli.domains.plans.rules.parts import Ruled, Saying, Shown, noop

_minutes = noop("分钟")


class Sensors(Ruled):
    """Door sensors. An opening that nothing explains is a question, never an accusation."""

    used: Annotated[
        bool,
        Shown(
            noop("用门磁"),
            help=noop("不勾的,一个也装不了,已装的停用,数据全部删除。"),
        ),
    ]
    around_minutes: Annotated[
        int,
        Field(ge=1, le=120),
        Shown(
            noop("送到、上门前后多少分钟里开门算说得清"),
            unit=_minutes,
            help=noop("代办送到、上门测量、请假出门和回来,都按这个前后。"),
        ),
    ]
    waste_minutes: Annotated[
        int,
        Field(ge=1, le=240),
        Shown(noop("收垃圾前多少分钟里开门放袋子算说得清"), unit=_minutes),
    ]
    wait_minutes: Annotated[
        int,
        Field(ge=1, le=240),
        Shown(
            noop("开门后等多少分钟再问"),
            unit=_minutes,
            help=noop("送货的、收垃圾的手机可能没网,记录要等一等;住户也来得及自己说。"),
        ),
    ]
    together_minutes: Annotated[
        int,
        Field(ge=1, le=240),
        Shown(noop("隔多少分钟以内的几次开门算一回"), unit=_minutes),
    ]
    note_minutes: Annotated[
        int,
        Field(ge=5, le=240),
        Shown(noop("住户说一声要开门,管多少分钟"), unit=_minutes),
    ]
    silent_hours: Annotated[
        int,
        Field(ge=1, le=240),
        Shown(
            noop("多少小时没有动静要去看看"),
            unit=noop("小时"),
            help=noop("没电、掉了、断网,都会没有动静。"),
        ),
    ]


SENSORS = Sensors(
    used=False,
    around_minutes=15,
    waste_minutes=60,
    wait_minutes=20,
    together_minutes=15,
    note_minutes=30,
    silent_hours=26,
    basis=Saying(
        zh="《传染病防治法》第三十九条;《个人信息保护法》第六条、第十三条第一款第四项:只记开门关门,不录音不录像,够用为止",
        en="Law on infectious diseases, art. 39; Personal Information Protection Law, arts. 6 and"
        " 13(1)(4): only that a door opened or closed, neither sound nor picture, no more than"
        " is needed",
    ),
)
"""Of plans that were adopted before there was one: no sensors."""
