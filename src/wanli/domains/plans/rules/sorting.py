"""Who of those who arrive is of which class: a decision table over facts; a section of a plan."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from wanli.domains.plans.rules.parts import MAYBE, Key, Name, Part, Ruled, Saying, Shown, noop

Level = Literal["none", "low", "medium", "high"]
"""How dangerous a place was on a day; ``none``: not on the list of that day."""
LEVELS: tuple[Level, ...] = ("none", "low", "medium", "high")
LEVEL_NAMES = {
    "none": noop("不在名单上"),
    "low": noop("低风险"),
    "medium": noop("中风险"),
    "high": noop("高风险"),
}
FAR = 9999
"""Days since one left a key area, for those who were in none."""

_ANY = ("", noop("都算"))
_BEEN = (
    _ANY,
    ("none", noop("没有")),
    ("listed", noop("有,不论高低")),
    ("medium_up", noop("有,中风险以上")),
    ("high", noop("有,高风险")),
    ("medium", noop("有,最高到中风险")),
    ("low", noop("有,只到低风险")),
)
Been = Literal["", "none", "listed", "medium_up", "high", "medium", "low"]
_Days = Annotated[int, Field(ge=0, le=365)] | None


class Row(Part):
    """One rule of the table: whoever fits all that it says is of its class.

    A condition that is left empty holds for everybody.
    """

    key: Key
    name: Annotated[Name, Shown(noop("规则名称"))]
    cls: Annotated[
        str, StringConstraints(max_length=20), Shown(noop("归入哪一类"), refers=("classes",))
    ]
    contact: Annotated[
        Literal["", "none", "any", "secondary", "close"],
        Shown(
            noop("和病例的接触"),
            choices=(
                _ANY,
                ("none", noop("没有")),
                ("any", noop("有,不论哪种")),
                ("secondary", noop("密接的密接")),
                ("close", noop("密切接触")),
            ),
        ),
    ] = ""
    symptoms: Annotated[
        Literal["", "none", "any", "urgent"],
        Shown(
            noop("症状"),
            choices=(
                _ANY,
                ("none", noop("没有")),
                ("any", noop("有,不论哪种")),
                ("urgent", noop("有要马上送医的")),
            ),
        ),
    ] = ""
    stayed: Annotated[Been, Shown(noop("住过重点地区"), choices=_BEEN)] = ""
    passed: Annotated[Been, Shown(noop("途经重点地区"), choices=_BEEN)] = ""
    left_within: Annotated[
        _Days,
        MAYBE,
        Shown(
            noop("离开重点地区不超过"),
            unit=noop("天"),
            help=noop("从离开那天算到到达那天。没到过的人不算在内。"),
        ),
    ] = None
    left_over: Annotated[
        _Days,
        MAYBE,
        Shown(noop("离开重点地区超过"), unit=noop("天"), help=noop("没到过重点地区的人也算在内。")),
    ] = None
    origin: Annotated[
        Literal["", "city", "elsewhere", "abroad"],
        Shown(
            noop("从哪里来"),
            choices=(
                _ANY,
                ("city", noop("没有离开本市")),
                ("elsewhere", noop("外省市")),
                ("abroad", noop("境外")),
            ),
        ),
    ] = ""
    vaccination: Annotated[
        Literal["", "full", "not_full"],
        Shown(
            noop("疫苗"),
            choices=(_ANY, ("full", noop("打完了")), ("not_full", noop("没打完或没问"))),
        ),
    ] = ""
    test: Annotated[
        Literal["", "positive", "negative", "not_negative"],
        Shown(
            noop("检测结果"),
            choices=(
                _ANY,
                ("positive", noop("阳性")),
                ("negative", noop("阴性")),
                ("not_negative", noop("没有阴性结果")),
            ),
        ),
    ] = ""
    residence: Annotated[
        Literal["", "home", "visiting", "none"],
        Shown(
            noop("在这里怎么住"),
            choices=(
                _ANY,
                ("home", noop("住自己家")),
                ("visiting", noop("暂住")),
                ("none", noop("没有固定住处")),
            ),
        ),
    ] = ""


CONDITIONS = tuple(name for name in Row.model_fields if name not in ("key", "name", "cls"))
"""What a row may ask, by the names of its fields."""


class Sorting(Ruled):
    """The table, and how it is read. Without rows nobody is sorted."""

    policy: Annotated[
        Literal["first", "agree"],
        Shown(
            noop("一个人符合几条时"),
            choices=(
                ("first", noop("从上往下,第一条算数")),
                ("agree", noop("几条归类必须一样")),
            ),
        ),
    ]
    look_back_days: Annotated[
        int,
        Field(ge=1, le=60),
        Shown(
            noop("看到达前多少天的行程"),
            unit=noop("天"),
            help=noop("更早离开的地方不算到过。"),
        ),
    ]
    city: Annotated[
        str,
        StringConstraints(pattern=r"^[1-9]\d{5}$"),
        Shown(noop("本市的区划代码"), help=noop("六位数字,例如上海市 310000、杭州市 330100。")),
    ] = "310000"
    near_rows: Annotated[
        int,
        Field(ge=0, le=50),
        Shown(
            noop("同车同机前后几排算近"), unit=noop("排"), help=noop("查同车同机的人时先列出来。")
        ),
    ] = 3
    rows: Annotated[tuple[Row, ...], Field(max_length=40), Shown(noop("规则"))] = ()


UNSORTED = Sorting(
    policy="first",
    look_back_days=14,
    basis=Saying(
        zh="民办发〔2020〕5号(重点人员的监测)",
        en="民办发〔2020〕5号 (monitoring of key persons)",
    ),
)
"""Of plans that were adopted before there was a table."""
