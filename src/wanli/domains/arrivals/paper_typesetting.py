"""What stands on a blank form, in Chinese or in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanli.domains.arrivals.form.paper import LETTERS, PEOPLE, STAYS
from wanli.domains.arrivals.papers import PaperForm, asked_on
from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.places.queries import names
from wanli.domains.plans.rules.content import Plan
from wanli.ground import typeset
from wanli.ground.codes import qr_of

TEMPLATE = Path(__file__).parent / "print" / "paper.typ"
Pair = dict[str, str]
"""The same in both languages; the English empty where it is not asked for."""


def papers_as_pdf(
    papers: Sequence[PaperForm], *, address: Callable[[str], str], tell: Callable[[int, int], None]
) -> bytes:
    """One page a sheet, all sheets of a pile alike. ``address``: where a sheet with this code is
    typed in. All ``papers`` are of one version and one language."""
    first = papers[0]
    plan = asked_on(first).in_force.plan
    called = names([one.path for one in papers])
    sheets = [one for one in papers for _copy in range(one.copies)]
    return typeset.book(
        TEMPLATE,
        {"title": "返沪登记表", **_asked(plan, english=first.english)},
        sheets,
        draw=lambda one: {
            "name": called.get(one.path, ""),
            "code": spaced(one.code),
            "qr": qr_of(address(one.code)),
        },
        tell=tell,
    )


def _asked(plan: Plan, *, english: bool) -> dict[str, Any]:
    def pair(say: Callable[[], str]) -> Pair:
        with translation.override("zh-hans"):
            chinese = say()
        with translation.override("en"):
            return {"zh": chinese, "en": say() if english else ""}

    def pairs(says: Iterable[Callable[[], str]]) -> list[Pair]:
        return [pair(say) for say in says]

    days = plan.registration.days_before
    questions = [
        {
            "text": _of(one.text, english),
            "choices": [_of(choice, english) for choice in one.choices],
        }
        for one in plan.registration.questions
    ]
    marks = [
        pair(lambda: _("接触过病人或发热的人")),
        *(_of(s.name, english) for s in plan.symptoms.symptoms),
    ]
    return {
        "english": english,
        "people": PEOPLE,
        "stays": STAYS,
        "questions": questions,
        "marks": [
            {"letter": letter, **mark} for letter, mark in zip(LETTERS, marks, strict=False)
        ],
        "ways": pairs(
            (
                lambda: _("火车"), lambda: _("飞机"), lambda: _("长途汽车"),
                lambda: _("自己开车"), lambda: _("轮船"), lambda: _("其他"),
            )
        ),
        "vaccination": pairs(
            (lambda: _("没打"), lambda: _("没打完"), lambda: _("打完了"))
            if plan.registration.vaccination
            else ()
        ),
        "test": pairs(
            (lambda: _("没有检测"), lambda: _("阴性"), lambda: _("阳性"))
            if plan.registration.test
            else ()
        ),
        "w": {
            "vaccination": pair(lambda: _("疫苗")),
            "test": pair(lambda: _("最近一次检测")),
            "head": pair(lambda: _("返沪登记表")),
            "how": pair(lambda: _("全家填一张。小方框打勾,字母画圈,不会写的请门岗帮忙。")),
            "code": pair(lambda: _("表号")),
            "home": pair(lambda: _("住哪里")),
            "building": pair(lambda: _("楼栋")),
            "room": pair(lambda: _("室号")),
            "nowhere": pair(lambda: _("没有固定住处,住在")),
            "when": pair(lambda: _("哪天到")),
            "month": pair(lambda: _("月")),
            "day": pair(lambda: _("日")),
            "by": pair(lambda: _("坐什么来")),
            "number": pair(lambda: _("车次、航班或车牌")),
            "carriage": pair(lambda: _("车厢")),
            "seat": pair(lambda: _("座位")),
            "stays": pair(
                lambda: ngettext(
                    "到达前 {n} 天住过、停留过的地方(写到区县)",
                    "到达前 {n} 天住过、停留过的地方(写到区县)",
                    days,
                ).format(n=days)
            ),
            "since": pair(lambda: _("从哪天")),
            "until": pair(lambda: _("到哪天")),
            "passed": pair(lambda: _("路过")),
            "abroad": pair(lambda: _("国外")),
            "health": pair(
                lambda: ngettext(
                    "最近 {n} 天,家里有没有人接触过病人或发热的人,或者不舒服?",
                    "最近 {n} 天,家里有没有人接触过病人或发热的人,或者不舒服?",
                    days,
                ).format(n=days)
            ),
            "no": pair(lambda: _("都没有")),
            "yes": pair(lambda: _("有,在各人那一行圈字母")),
            "who": pair(lambda: _("谁")),
            "name": pair(lambda: _("姓名")),
            "document": pair(lambda: _("证件号")),
            "born": pair(lambda: _("没有证件的写出生日期")),
            "phone": pair(lambda: _("电话")),
            "celsius": pair(lambda: _("体温 ℃")),
            "purpose": pair(
                lambda: _("只给居委会核实和防疫用,证件和电话加密保存,疫情结束后删除。")
            ),
        },
    }  # fmt: skip


def _of(words: Any, english: bool) -> Pair:
    return {"zh": words.zh, "en": words.en if english else ""}
