"""The content of a response plan. Every number of the practice stands here, as data."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from wanli.domains.plans.rules.care import CARE, Care
from wanli.domains.plans.rules.checklists import CHECK_LISTS, CheckLists
from wanli.domains.plans.rules.contacts import CONTACTS, Contacts
from wanli.domains.plans.rules.errands import ERRANDS, Errands
from wanli.domains.plans.rules.faults import crossing
from wanli.domains.plans.rules.hospitals import HOSPITALS, Hospitals
from wanli.domains.plans.rules.papers import PAPERS, Papers
from wanli.domains.plans.rules.parts import (
    MAYBE,
    Choice,
    Key,
    Name,
    Part,
    Ruled,
    Saying,
    Shown,
    Words,
    noop,
)
from wanli.domains.plans.rules.postings import NOTICE, ROUTINES, Notice, Routine
from wanli.domains.plans.rules.questions import Question
from wanli.domains.plans.rules.registration import REGISTRATION, Registration
from wanli.domains.plans.rules.sensors import SENSORS, Sensors
from wanli.domains.plans.rules.sorting import UNSORTED, Sorting
from wanli.domains.plans.rules.waste import WASTE, Waste

_name = Shown(noop("名称"))


class Check(Part):
    """One temperature and inquiry of the day."""

    key: Key
    name: Annotated[Name, _name]
    by: Annotated[time, Shown(noop("最迟几点"))]


class Rung(Part):
    """A step of the ladder that a check nobody reports climbs."""

    key: Key
    who: Annotated[
        Literal["resident", "stairwell", "committee", "subdistrict"],
        Shown(
            noop("告诉谁"),
            choices=(
                ("resident", noop("本人")),
                ("stairwell", noop("楼组长")),
                ("committee", noop("居委")),
                ("subdistrict", noop("街道")),
            ),
        ),
    ]
    after_minutes: Annotated[
        int, Field(ge=0, le=1440), Shown(noop("过时多少分钟"), unit=noop("分钟"))
    ]


LADDER = (
    Rung(key="resident", who="resident", after_minutes=0),
    Rung(key="stairwell", who="stairwell", after_minutes=60),
    Rung(key="committee", who="committee", after_minutes=120),
    Rung(key="subdistrict", who="subdistrict", after_minutes=240),
)
"""Of plans that were adopted before there was one."""


class Watch(Ruled):
    """How people under observation are watched."""

    fever_celsius: Annotated[
        Decimal,
        Field(ge=35, le=42, max_digits=3, decimal_places=1),
        Shown(noop("发热警戒值"), unit=noop("℃"), help=noop("到这个温度就算发热。")),
    ]
    checks: Annotated[
        tuple[Check, ...],
        Field(min_length=1, max_length=6),
        Shown(noop("每天测几次、问几次")),
    ]
    ladder: Annotated[
        tuple[Rung, ...],
        Field(min_length=1, max_length=8),
        Shown(noop("到点没报,先告诉谁、再告诉谁")),
    ] = LADDER
    remeasure_minutes: Annotated[
        int,
        Field(ge=5, le=240),
        Shown(noop("发热后多久复测"), unit=noop("分钟")),
    ] = 30
    two_release: Annotated[
        bool,
        Shown(noop("解除要第二个人同意"), help=noop("办理解除的人不能自己同意。")),
    ] = False

    @model_validator(mode="after")
    def _ladder_climbs(self) -> Watch:
        waits = [rung.after_minutes for rung in self.ladder]
        if waits != sorted(set(waits)):
            raise PydanticCustomError("ladder_falls", "each rung waits longer than the one before")
        return self


class Symptom(Part):
    """Something to ask about."""

    key: Key
    name: Annotated[Name, _name]
    red_flag: Annotated[bool, Shown(noop("一有就马上转送医院"))] = False


class Symptoms(Ruled):
    """What is asked for at every check."""

    symptoms: Annotated[
        tuple[Symptom, ...], Field(min_length=1, max_length=30), Shown(noop("问哪些症状"))
    ]


class Stage(Part):
    """Part of a term, spent in one place."""

    key: Key
    where: Annotated[
        Literal["site", "home", "monitored"],
        Shown(
            noop("在哪里"),
            choices=(
                ("site", noop("集中观察点")),
                ("home", noop("居家观察")),
                ("monitored", noop("居家健康监测")),
            ),
        ),
    ]
    days: Annotated[int, Field(ge=1, le=60), Shown(noop("多少天"), unit=noop("天"))]


class Term(Ruled):
    """How long somebody is observed, in stages: 14, or 7+3."""

    key: Key
    name: Annotated[Name, _name]
    counts_from: Annotated[
        Literal["last_contact", "arrival", "onset"],
        Shown(
            noop("从哪天算起"),
            choices=(
                ("last_contact", noop("最后一次无防护接触")),
                ("arrival", noop("到达")),
                ("onset", noop("出现症状")),
            ),
        ),
    ]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=5), Shown(noop("阶段"))]

    @property
    def days(self) -> int:
        """All stages together."""
        return sum(stage.days for stage in self.stages)


class TestDay(Part):
    """A test that is due some days after the arrival."""

    __test__ = False  # no test of ours

    key: Key
    day: Annotated[
        int,
        Field(ge=0, le=60),
        Shown(noop("到达后第几天"), help=noop("0 是到达当天。")),
    ]


class ReturneeClass(Ruled):
    """A class of people who come back, and what is asked of them."""

    key: Key
    name: Annotated[Name, _name]
    who: Annotated[Saying, Shown(noop("哪些人"))]
    term: Annotated[
        str, StringConstraints(max_length=20), Shown(noop("观察期"), refers=("terms",))
    ] = ""
    colour: Annotated[
        str,
        StringConstraints(max_length=20),
        Shown(noop("出入证"), refers=("passes", "colours")),
    ] = ""
    gate: Annotated[
        Literal["", "ask", "verify"],
        Shown(
            noop("门岗怎么办"),
            choices=(
                ("", noop("测体温后放行")),
                ("ask", noop("问清楚去哪一户再放行")),
                ("verify", noop("等居委核实后再放行")),
            ),
        ),
    ] = ""
    call_days: Annotated[
        Annotated[int, Field(ge=1, le=30)] | None,
        MAYBE,
        Shown(noop("隔几天打一次电话"), unit=noop("天"), help=noop("不用打的留空。")),
    ] = None
    tests: Annotated[tuple[TestDay, ...], Field(max_length=10), Shown(noop("检测"))] = ()


class DoorResult(Part):
    """What can come of knocking at a door."""

    key: Key
    name: Annotated[Name, _name]
    settles: Annotated[bool, Shown(noop("算排摸到了"), help=noop("不勾的,过几天再去。"))] = False
    again_after_days: Annotated[
        Annotated[int, Field(ge=1, le=30)] | None,
        MAYBE,
        Shown(noop("隔几天再去"), unit=noop("天")),
    ] = None
    home: Annotated[
        Literal["", "lived_in", "let", "empty"],
        Shown(
            noop("说明房子"),
            choices=(
                ("", noop("看不出")),
                ("lived_in", noop("自住")),
                ("let", noop("出租")),
                ("empty", noop("空置")),
            ),
        ),
    ] = ""


class Doors(Ruled):
    """What the canvass writes down at a door."""

    results: Annotated[
        tuple[DoorResult, ...], Field(min_length=1, max_length=12), Shown(noop("上门结果"))
    ]

    @model_validator(mode="after")
    def _something_settles(self) -> Doors:
        if not any(result.settles for result in self.results):
            raise PydanticCustomError("nothing_settles", "no result settles a door")
        return self


class QuestionSet(Ruled):
    """What one canvass asks at every door, and what for."""

    key: Key
    name: Annotated[Name, _name]
    purpose: Annotated[Saying, Shown(noop("为什么问"))]
    questions: Annotated[
        tuple[Question, ...], Field(min_length=1, max_length=12), Shown(noop("问题"))
    ]


class PassColour(Part):
    """A kind of access pass that the gate tells by its colour and its word."""

    key: Key
    name: Annotated[Name, _name]
    colour: Annotated[
        str,
        StringConstraints(pattern=r"^#[0-9a-f]{6}$", to_lower=True),
        Shown(noop("颜色"), widget="colour"),
    ]
    meaning: Annotated[Name, Shown(noop("发给谁"))]


class Passes(Ruled):
    """Passes in use."""

    colours: Annotated[
        tuple[PassColour, ...], Field(min_length=1, max_length=8), Shown(noop("出入证颜色"))
    ]


class Masks(Ruled):
    """Masks by reservation."""

    per_household: Annotated[int, Field(ge=0, le=200), Shown(noop("每户每轮几只"), unit=noop("只"))]


class Retention(Ruled):
    """How long one kind of record is kept."""

    key: Key
    name: Annotated[Name, _name]
    days: Annotated[int, Field(ge=1, le=3650), Shown(noop("保存多少天"), unit=noop("天"))]
    starts: Annotated[
        Literal["recorded", "moved_out", "closed", "released", "post_ended", "response_ended"],
        Shown(
            noop("从哪天算起"),
            choices=(
                ("recorded", noop("记录之日")),
                ("moved_out", noop("搬离之日")),
                ("closed", noop("这项工作结束之日")),
                ("released", noop("解除观察之日")),
                ("post_ended", noop("最后一个岗位免去之日")),
                ("response_ended", noop("应急响应结束之日")),
            ),
        ),
    ]


class Plan(Part):
    """A whole plan. Keys are told apart within each list, and what is referred to is there."""

    watch: Annotated[Watch, Shown(noop("体温与询问"))]
    symptoms: Annotated[Symptoms, Shown(noop("症状"))]
    terms: Annotated[tuple[Term, ...], Field(max_length=20), Shown(noop("观察期"))]
    classes: Annotated[tuple[ReturneeClass, ...], Field(max_length=20), Shown(noop("返沪人员分类"))]
    sorting: Annotated[Sorting, Shown(noop("返沪人员怎么归类"))] = UNSORTED
    doors: Annotated[Doors, Shown(noop("排摸结果"))]
    question_sets: Annotated[tuple[QuestionSet, ...], Field(max_length=20), Shown(noop("排摸问题"))]
    passes: Annotated[Passes, Shown(noop("出入证"))]
    masks: Annotated[Masks, Shown(noop("口罩预约"))]
    retention: Annotated[tuple[Retention, ...], Field(max_length=40), Shown(noop("保存期限"))]
    routines: Annotated[tuple[Routine, ...], Field(max_length=30), Shown(noop("日常工作"))] = (
        ROUTINES
    )
    waste: Annotated[Waste, Shown(noop("观察户垃圾"))] = WASTE
    notice: Annotated[Notice, Shown(noop("楼道公示"))] = NOTICE
    papers: Annotated[Papers, Shown(noop("居家观察的文书"))] = PAPERS
    errands: Annotated[Errands, Shown(noop("代办"))] = ERRANDS
    registration: Annotated[Registration, Shown(noop("返沪登记"))] = REGISTRATION
    hospitals: Annotated[Hospitals, Shown(noop("定点医院"))] = HOSPITALS
    sensors: Annotated[Sensors, Shown(noop("门磁"))] = SENSORS
    contacts: Annotated[Contacts, Shown(noop("联系每一户"))] = CONTACTS
    checklists: Annotated[CheckLists, Shown(noop("上级名单和线索"))] = CHECK_LISTS
    care: Annotated[Care, Shown(noop("探望关爱"))] = CARE

    @model_validator(mode="after")
    def _holds_together(self) -> Plan:
        if faults := crossing(self):
            raise PydanticCustomError("crossing", "parts do not fit", {"faults": faults})
        return self


SECTIONS: tuple[str, ...] = tuple(Plan.model_fields)

__all__ = ["SECTIONS", "Choice", "Plan", "Question", "QuestionSet", "Words"]
