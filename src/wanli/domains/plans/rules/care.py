"""Who is looked after, in which rhythm, and who hears when nobody went; a section of a plan."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from wanli.domains.plans.rules.parts import (
    Choice,
    Key,
    Name,
    Part,
    Ruled,
    Saying,
    Shown,
    noop,
    read_lines,
)

MARKS = (
    ("", noop("不限,由居委选人")),
    ("elderly_alone", noop("独居老人")),
    ("disabled", noop("残疾人")),
    ("pregnant", noop("孕产妇")),
    ("chronic", noop("慢性病人")),
    ("infant", noop("婴幼儿")),
    ("hardship", noop("困难家庭")),
)
WHO = (
    ("stairwell", noop("楼组长")),
    ("committee", noop("居委")),
    ("subdistrict", noop("街道")),
)


class CareKind(Part):
    """People who are looked after in the same way."""

    key: Key
    name: Annotated[Name, Shown(noop("名称"))]
    mark: Annotated[
        Literal["", "elderly_alone", "disabled", "pregnant", "chronic", "infant", "hardship"],
        Shown(
            noop("哪些重点对象"),
            choices=MARKS,
            help=noop("名册里有这种记号、还没有人探望的,会列给居委。"),
        ),
    ] = ""
    every_days: Annotated[int, Field(ge=1, le=60), Shown(noop("隔几天探望一次"), unit=noop("天"))]
    by: Annotated[time, Shown(noop("当天最迟几点"))]
    look_at: Annotated[
        tuple[Choice, ...],
        BeforeValidator(read_lines),
        Field(max_length=12),
        Shown(noop("看什么"), help=noop("一行一样,例如:药够不够吃。"), widget="lines"),
    ] = ()


class CareRung(Part):
    """A step of the ladder that a missed visit climbs."""

    key: Key
    who: Annotated[
        Literal["stairwell", "committee", "subdistrict"], Shown(noop("告诉谁"), choices=WHO)
    ]
    after_hours: Annotated[
        int, Field(ge=0, le=96), Shown(noop("报警后多少小时"), unit=noop("小时"))
    ]


class Care(Ruled):
    """Visits to the elderly who live alone and to others who need looking after."""

    kinds: Annotated[
        tuple[CareKind, ...], Field(min_length=1, max_length=12), Shown(noop("探望哪些人"))
    ]
    alarm_hours: Annotated[
        int,
        Field(ge=1, le=48),
        Shown(
            noop("过时多少小时没人去就报警"),
            unit=noop("小时"),
            help=noop("独居老人出了事,早几个小时就是一条命。"),
        ),
    ]
    ladder: Annotated[
        tuple[CareRung, ...],
        Field(min_length=1, max_length=6),
        Shown(noop("报警先告诉谁、再告诉谁")),
    ]

    def kind(self, key: str) -> CareKind:
        """The kind with this key; of one that the plan has given up while somebody is looked
        after in it the first one, so that nobody's visits stop over a change of the plan."""
        return next((one for one in self.kinds if one.key == key), self.kinds[0])

    @model_validator(mode="after")
    def _ladder_climbs(self) -> Care:
        waits = [rung.after_hours for rung in self.ladder]
        if waits != sorted(set(waits)):
            raise PydanticCustomError("rungs_fall", "each rung waits longer than the one before")
        return self


def _kind(
    key: str, zh: str, en: str, mark: str, days: int, look_at: str, by: time = time(11)
) -> CareKind:
    return CareKind(
        key=key,
        name=Name(zh=zh, en=en),
        mark=mark,  # type: ignore[arg-type]
        every_days=days,
        by=by,
        look_at=look_at,  # type: ignore[arg-type]
    )


CARE = Care(
    kinds=(
        _kind("alone", "独居老人", "Elderly living alone", "elderly_alone", 1,
            "人好不好,说话清不清楚 | Well, and speaking clearly\n吃饭、喝水 | Eating and drinking\n"
            "药够不够吃 | Enough medicine\n煤气、水电 | Gas, water and power"),
        _kind("disabled", "残疾人", "People with disabilities", "disabled", 2,
            "照护的人在不在 | Whoever cares is there\n辅具、药够不够 | Aids and medicine"),
        _kind("pregnant", "孕产妇", "Expecting and new mothers", "pregnant", 3,
            "产检能不能去 | Gets to check-ups\n有没有不舒服 | Feels well", time(17)),
        _kind("chronic", "慢性病人", "The chronically ill", "chronic", 3,
            "药够不够吃 | Enough medicine\n血压、血糖 | Blood pressure, blood sugar", time(17)),
        _kind("hardship", "困难家庭", "Families in hardship", "hardship", 7,
            "米面油、菜 | Food\n孩子上网课 | Lessons online", time(17)),
    ),
    alarm_hours=3,
    ladder=(
        CareRung(key="stairwell", who="stairwell", after_hours=0),
        CareRung(key="committee", who="committee", after_hours=1),
        CareRung(key="subdistrict", who="subdistrict", after_hours=4),
    ),
    basis=Saying(
        zh="《老年人权益保障法》第十八条、第三十八条;民政部《关于做好疫情防控期间特殊困难老年人探视巡访的通知》",
        en="Law on the rights of the elderly, arts. 18 and 38; notice on looking in on elderly"
        " people in need during the epidemic (Ministry of Civil Affairs)",
    ),
)  # fmt: skip
"""Of plans that were adopted before there was one."""
