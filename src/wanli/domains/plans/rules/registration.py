"""What returnees are asked beyond the fixed form, and how soon they are followed up; a section of a
plan."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wanli.domains.plans.rules.parts import Ruled, Saying, Shown, noop
from wanli.domains.plans.rules.questions import Question


class Registration(Ruled):
    """Each version of a plan is a version of the form: an answer keeps the one it was given to."""

    days_before: Annotated[
        int,
        Field(ge=1, le=60),
        Shown(noop("问到达前多少天去过哪里"), unit=noop("天")),
    ]
    questions: Annotated[
        tuple[Question, ...],
        Field(max_length=8),
        Shown(
            noop("另外问的问题"),
            help=noop("全家一起答一次。固定的问题(姓名、证件、住处、行程、症状)不用写在这里。"),
        ),
    ] = ()
    vaccination: Annotated[
        bool,
        Shown(
            noop("问疫苗打了没有"),
            help=noop("每个人答一次,不答的算没问。归类规则用得到。"),
        ),
    ] = False
    test: Annotated[
        bool,
        Shown(
            noop("问最近一次检测的结果"),
            help=noop("每个人答一次,不答的算没有。归类规则用得到。"),
        ),
    ] = False
    back_days: Annotated[
        int, Field(ge=1, le=365), Shown(noop("到了多少天以内还要登记"), unit=noop("天"))
    ]
    ahead_days: Annotated[
        int, Field(ge=1, le=365), Shown(noop("最多提前多少天登记"), unit=noop("天"))
    ]
    verify_hours: Annotated[
        int,
        Field(ge=1, le=240),
        Shown(
            noop("登记后多少小时内核实"),
            unit=noop("小时"),
            help=noop("提前登记的,从到达那天零点算起。"),
        ),
    ]
    upward_hours: Annotated[
        int,
        Field(ge=1, le=240),
        Shown(noop("过时多少小时还没核实,告诉街道"), unit=noop("小时")),
    ]
    again_minutes: Annotated[
        int,
        Field(ge=0, le=1440),
        Shown(
            noop("多少分钟内再问同一家要说明原因"),
            unit=noop("分钟"),
        ),
    ]


REGISTRATION = Registration(
    days_before=14,
    back_days=30,
    ahead_days=60,
    verify_hours=24,
    upward_hours=24,
    again_minutes=120,
    basis=Saying(
        zh="《突发公共卫生事件应急条例》第四十条;《传染病防治法》第十二条;民办发〔2020〕5号",
        en="Regulation on public health emergencies, art. 40; Law on infectious diseases, art. 12;"
        " guideline of four ministries 民办发〔2020〕5号",
    ),
)
"""Of plans that were adopted before there was one."""
