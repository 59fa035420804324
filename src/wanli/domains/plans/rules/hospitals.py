"""Where somebody with a fever is brought to; a section of a plan."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from wanli.domains.plans.rules.parts import (
    VISIBLE,
    Choice,
    Key,
    Name,
    Part,
    Ruled,
    Saying,
    Shown,
    Words,
    kept,
    noop,
    read_lines,
)


class Address(Words):
    """Where something is, on one line."""

    zh: Annotated[str, kept(1, 80), VISIBLE]
    en: Annotated[str, kept(0, 160), VISIBLE] = ""


class Hospital(Part):
    """A hospital designated for fevers and danger signs."""

    key: Key
    name: Annotated[Name, Shown(noop("名称"))]
    phone: Annotated[
        str,
        StringConstraints(strip_whitespace=True, pattern=r"^[0-9+][0-9 ()+\-转*#]{2,29}$"),
        Shown(noop("电话(发热门诊或急诊)")),
    ]
    address: Annotated[Address, Shown(noop("地址(送哪个门)"))]
    areas: Annotated[
        tuple[Choice, ...],
        BeforeValidator(read_lines),
        Field(max_length=60),
        Shown(
            noop("管哪些居民区"),
            help=noop("一行一个居民区的名称。空着的,没有写在别家的都归它。"),
            widget="lines",
        ),
    ] = ()


class Hospitals(Ruled):
    """The designated hospitals, and which areas each of them serves."""

    hospitals: Annotated[tuple[Hospital, ...], Field(max_length=12), Shown(noop("定点医院"))] = ()

    def serving(self, area: str) -> Hospital | None:
        """The one that names this area, else the first that names none; None where neither is."""
        naming = (one for one in self.hospitals if area in {named.zh for named in one.areas})
        rest = (one for one in self.hospitals if not one.areas)
        return next(naming, None) or next(rest, None)


HOSPITALS = Hospitals(
    basis=Saying(
        zh="《传染病防治法》第三十九条、第五十二条:发热和有危险症状的,转送定点医疗机构",
        en="Law on infectious diseases, arts. 39 and 52: who has a fever or danger signs is brought"
        " to a designated hospital",
    ),
)
"""Of plans that were adopted before there was one: none is designated."""
