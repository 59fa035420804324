"""How every home is kept in touch with; a section of a plan."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from wanli.domains.plans.rules.parts import Key, Name, Part, Ruled, Saying, Shown, noop

_days = noop("天")


class ContactWay(Part):
    """By what a home is reached."""

    key: Key
    name: Annotated[Name, Shown(noop("名称"))]


class ContactOutcome(Part):
    """What comes of trying to reach a home."""

    key: Key
    name: Annotated[Name, Shown(noop("名称"))]
    reached: Annotated[
        bool, Shown(noop("算联系上了"), help=noop("不勾的,这一户还留在名单里。"))
    ] = False
    wish: Annotated[bool, Shown(noop("接着记代办"), help=noop("点了就打开这一户的代办。"))] = False
    worry: Annotated[bool, Shown(noop("马上告诉居委"), help=noop("例如人不舒服、情况不对。"))] = (
        False
    )


class Contacts(Ruled):
    """Rounds in which every home is reached, stairwell by stairwell."""

    every_days: Annotated[int, Field(ge=1, le=90), Shown(noop("隔几天联系一轮"), unit=_days)]
    within_days: Annotated[int, Field(ge=1, le=90), Shown(noop("一轮几天内联系完"), unit=_days)]
    pass_on_days: Annotated[
        int,
        Field(ge=1, le=90),
        Shown(
            noop("几天联系不上要转给别人"),
            unit=_days,
            help=noop("到这一天,居委的“今日”里会列出来,接手或转给别人。"),
        ),
    ]
    ways: Annotated[
        tuple[ContactWay, ...], Field(min_length=1, max_length=8), Shown(noop("怎么联系"))
    ]
    outcomes: Annotated[
        tuple[ContactOutcome, ...], Field(min_length=1, max_length=10), Shown(noop("联系的结果"))
    ]

    @model_validator(mode="after")
    def _can_be_done(self) -> Contacts:
        if self.within_days > self.every_days:
            raise PydanticCustomError("round_overlaps", "a round ends before the next begins")
        if not any(outcome.reached for outcome in self.outcomes):
            raise PydanticCustomError("nothing_reaches", "no outcome counts as reached")
        return self


def _outcome(key: str, zh: str, en: str, **so: bool) -> ContactOutcome:
    return ContactOutcome(key=key, name=Name(zh=zh, en=en), **so)


CONTACTS = Contacts(
    every_days=7,
    within_days=3,
    pass_on_days=3,
    ways=(
        ContactWay(key="phone", name=Name(zh="电话", en="Phone")),
        ContactWay(key="chat", name=Name(zh="微信", en="Chat")),
        ContactWay(key="door", name=Name(zh="上门", en="At the door")),
        ContactWay(key="intercom", name=Name(zh="对讲", en="Intercom")),
    ),
    outcomes=(
        _outcome("well", "都好", "All well", reached=True),
        _outcome("wish", "有需要", "Wants something", reached=True, wish=True),
        _outcome("unwell", "不大好", "Not well", reached=True, worry=True),
        _outcome("nobody", "没联系上", "Not reached"),
    ),
    basis=Saying(
        zh="民政部等四部门民办发〔2020〕5号:社区(村)联系服务居民;《传染病防治法》第九条",
        en="Guideline of four ministries (2020) No. 5 on community control: keeping in touch with"
        " residents; Law on infectious diseases, art. 9",
    ),
)
"""Of plans that were adopted before there were any."""
