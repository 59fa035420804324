"""What is fetched and done for homes; a section of a plan."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

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

HOW = (
    ("shop", noop("去店里买")),
    ("pharmacy", noop("去药店或医院配")),
    ("gate", noop("去门岗取")),
    ("visit", noop("请人上门")),
)


class ErrandKind(Part):
    """A kind of errand that homes may ask for."""

    key: Key
    name: Annotated[Name, Shown(noop("名称"))]
    how: Annotated[Literal["shop", "pharmacy", "gate", "visit"], Shown(noop("怎么办"), choices=HOW)]
    hours: Annotated[int, Field(ge=1, le=168), Shown(noop("答应几小时内办到"), unit=noop("小时"))]
    prescription: Annotated[
        bool, Shown(noop("要拍处方"), help=noop("没有处方照片的,跑腿的人会先问。"))
    ] = False
    grams: Annotated[
        int,
        Field(ge=0, le=100_000),
        Shown(
            noop("一件大约多重"), unit=noop("克"),
            help=noop("没有写清单的按这个算,排趟和排路线时不让一辆车太重。"),
        ),
    ] = 2000  # fmt: skip


class Shelf(Part):
    """A part of a shop. Things that stand together are bought together."""

    key: Key
    name: Annotated[Name, Shown(noop("名称"))]
    words: Annotated[
        tuple[Choice, ...],
        BeforeValidator(read_lines),
        Field(max_length=60),
        Shown(
            noop("哪些字说明是它"),
            help=noop("一行一个,例如:菜。品名里有这个字的,就排在这一类。"),
            widget="lines",
        ),
    ] = ()
    grams: Annotated[
        int,
        Field(ge=0, le=100_000),
        Shown(
            noop("一样大约多重"), unit=noop("克"),
            help=noop("清单上写了几斤、几升的,按写的算。"),
        ),
    ] = 500  # fmt: skip


class Errands(Ruled):
    """Which errands are run, and how a shopper's list is put in order."""

    kinds: Annotated[
        tuple[ErrandKind, ...], Field(min_length=1, max_length=20), Shown(noop("代办的种类"))
    ]
    shelves: Annotated[tuple[Shelf, ...], Field(max_length=20), Shown(noop("货架"))] = ()
    kilos: Annotated[
        int, Field(ge=1, le=500), Shown(noop("一个人一趟最多带多重"), unit=noop("公斤"))
    ] = 25


def _kind(
    key: str, zh: str, en: str, how: str, hours: int, *, prescription: bool = False
) -> ErrandKind:
    return ErrandKind(
        key=key,
        name=Name(zh=zh, en=en),
        how=how,  # type: ignore[arg-type]
        hours=hours,
        prescription=prescription,
    )


def _shelf(key: str, zh: str, en: str, words: str, grams: int = 500) -> Shelf:
    return Shelf(
        grams=grams,
        key=key,
        name=Name(zh=zh, en=en),
        words=tuple(Choice(zh=word) for word in words.split()),
    )


ERRANDS = Errands(
    kinds=(
        _kind("shopping", "买菜和日用品", "Groceries and household goods", "shop", 24),
        _kind("medicine", "配药", "Medicine", "pharmacy", 12, prescription=True),
        _kind("parcel", "取快递、外卖", "Parcels and deliveries", "gate", 4),
        _kind("repair", "修水电、修家电", "Repairs", "visit", 48),
        _kind("haircut", "老人理发", "Haircut for the elderly", "visit", 72),
    ),
    shelves=(
        _shelf("vegetables", "蔬菜水果", "Vegetables and fruit",
            "菜 葱 姜 蒜 瓜 豆 菇 笋 藕 番茄 土豆 萝卜 苹果 香蕉 橙 梨 橘 水果"),
        _shelf("meat", "肉禽蛋鱼", "Meat, eggs and fish", "肉 鸡 鸭 鱼 虾 蛋 排骨"),
        _shelf("dairy", "奶和豆制品", "Dairy and bean curd", "奶 酸奶 豆腐 豆浆"),
        _shelf("grain", "米面粮油", "Grain and oil", "米 面 粉 油 馒头 面包", 2500),
        _shelf("seasoning", "调味和干货", "Seasoning and dry goods", "盐 糖 酱 醋 料酒 木耳"),
        _shelf("drug", "药和护理", "Medicine and care",
            "药 片 胶囊 口罩 酒精 体温计 尿布 尿不湿", 200),
        _shelf("household", "日用品", "Household goods", "纸 皂 洗 牙膏 垃圾袋 电池"),
    ),
    basis=Saying(
        zh="《突发公共卫生事件应急条例》第四十一条:对居家隔离的人提供生活保障",
        en="Regulation on public health emergencies, art. 41: who is isolated at home is provided"
        " for",
    ),
)  # fmt: skip
"""Of plans that were adopted before there were any."""
