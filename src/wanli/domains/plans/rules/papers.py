"""What a home under observation is told and given at the start; a section of a plan."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from wanli.domains.plans.rules.parts import (
    VISIBLE,
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


class Line(Words):
    """A sentence of a list."""

    zh: Annotated[str, kept(1, 160), VISIBLE]
    en: Annotated[str, kept(0, 320), VISIBLE] = ""


class KitItem(Part):
    """Something that is handed to whoever is observed."""

    key: Key
    name: Annotated[Name, Shown(noop("名称"))]


class Papers(Ruled):
    """The notice to a household, the kit, the sign on the door."""

    duties: Annotated[
        tuple[Line, ...],
        BeforeValidator(read_lines),
        Field(min_length=1, max_length=12),
        Shown(
            noop("告知书:请住户做到"),
            help=noop("一行一句;英文写在竖线后面。期限、测量时间和电话由系统写上。"),
            widget="lines",
        ),
    ]
    rights: Annotated[
        tuple[Line, ...],
        BeforeValidator(read_lines),
        Field(min_length=1, max_length=12),
        Shown(
            noop("告知书:住户的权利"),
            help=noop("一行一句;英文写在竖线后面。"),
            widget="lines",
        ),
    ]
    kit: Annotated[tuple[KitItem, ...], Field(max_length=16), Shown(noop("发给住户的物品"))] = ()
    door: Annotated[Name, Shown(noop("门上的牌子写什么"), help=noop("不写姓名,不写病。"))]


def _line(zh: str, en: str) -> Line:
    return Line(zh=zh, en=en)


def _item(key: str, zh: str, en: str) -> KitItem:
    return KitItem(key=key, name=Name(zh=zh, en=en))


PAPERS = Papers(
    duties=(
        _line("这些天请不要出门,也不要让人进门。", "Please stay at home, and let nobody in."),
        _line("家里常开窗,各用各的毛巾和碗筷。",
            "Air the rooms often; let everybody have towels and dishes of their own."),
        _line("一人一间,尽量少碰面;碰面时都戴口罩。",
            "A room for each where you can; when you meet, wear masks."),
        _line("垃圾扎紧袋口,放在门口,有人来收。",
            "Tie up your waste and put it at the door; it will be collected."),
    ),
    rights=(
        _line("要买菜、买药、看病,居委会帮您办,不用出门。",
            "Food, medicine, seeing a doctor: the committee arranges it; you need not go out."),
        _line("看病、奔丧等急事可以请假外出,由居委会批。",
            "For a clinic or a funeral you may ask for leave; the committee decides."),
        _line("心里不踏实,可以要求和心理疏导员通话。",
            "If you are worried, you may ask for a counsellor's call."),
        _line("对观察期有疑问,可以要求书面说明;不同意的,可以申请复议或者起诉。",
            "If you doubt the term, ask for its reasons in writing; you may have it reviewed, or go"
            " to court."),
        _line("我们记下的体温和需要加密保存,只有管您这一户的人看得到,到期删除。",
            "What we keep of you is encrypted, seen only by those who look after your home, and"
            " deleted in time."),
        _line("期满当场解除,发给您解除证明。",
            "When the term ends you are released, with a certificate."),
    ),
    kit=(
        _item("thermometer", "体温计", "Thermometer"),
        _item("masks", "口罩", "Masks"),
        _item("disinfectant", "消毒用品", "Disinfectant"),
        _item("bags", "专用垃圾袋", "Waste bags"),
        _item("card", "联系卡", "Card with phone numbers"),
    ),
    door=Name(zh="此户正在居家医学观察", en="This home is under medical observation"),
    basis=Saying(
        zh="《传染病防治法》第三十九条、第四十一条;《突发公共卫生事件应急条例》第四十四条;"
        "《新型冠状病毒肺炎防控方案》密切接触者管理",
        en="Law on the Prevention and Treatment of Infectious Diseases, arts. 39 and 41; Regulation"
        " on Public Health Emergencies, art. 44; Protocol for prevention and control of COVID-19,"
        " close contacts",
    ),
)  # fmt: skip
"""Of plans that were adopted before there were any."""
