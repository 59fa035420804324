"""What stands on a blank form, in Chinese or in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from wanli.domains.arrivals.form.paper import LETTERS, PEOPLE, STAYS
from wanli.domains.arrivals.forms import TEST_NAMES, TRANSPORT_NAMES, VACCINATION_NAMES
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
    def pair(words: object, **filled: object) -> Pair:
        with translation.override("zh-hans"):
            chinese = str(words).format(**filled)
        with translation.override("en"):
            return {"zh": chinese, "en": str(words).format(**filled) if english else ""}

    def pairs(listed: Iterable[object]) -> list[Pair]:
        return [pair(words) for words in listed]

    days = plan.registration.days_before
    questions = [
        {
            "text": _of(one.text, english),
            "choices": [_of(choice, english) for choice in one.choices],
        }
        for one in plan.registration.questions
    ]
    marks = [
        pair(_("接触过病人或发热的人")),
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
        "ways": pairs(name for _key, name in TRANSPORT_NAMES),
        "vaccination": pairs(
            name for _key, name in VACCINATION_NAMES if plan.registration.vaccination
        ),
        "test": pairs(name for _key, name in TEST_NAMES if plan.registration.test),
        "w": {
            "vaccination": pair(_("疫苗")),
            "test": pair(_("最近一次检测")),
            "head": pair(_("返沪登记表")),
            "how": pair(_("全家填一张。小方框打勾,字母画圈,不会写的请门岗帮忙。")),
            "code": pair(_("表号")),
            "home": pair(_("住哪里")),
            "building": pair(_("楼栋")),
            "room": pair(_("室号")),
            "nowhere": pair(_("没有固定住处,住在")),
            "when": pair(_("哪天到")),
            "month": pair(_("月")),
            "day": pair(_("日")),
            "by": pair(_("坐什么来")),
            "number": pair(_("车次、航班或车牌")),
            "carriage": pair(_("车厢")),
            "seat": pair(_("座位")),
            "stays": pair(
                ngettext_lazy(
                    "到达前 {n} 天住过、停留过的地方(写到区县)",
                    "到达前 {n} 天住过、停留过的地方(写到区县)",
                    days,
                ),
                n=days,
            ),
            "since": pair(_("从哪天")),
            "until": pair(_("到哪天")),
            "passed": pair(_("路过")),
            "abroad": pair(_("国外")),
            "health": pair(
                ngettext_lazy(
                    "最近 {n} 天,家里有没有人接触过病人或发热的人,或者不舒服?",
                    "最近 {n} 天,家里有没有人接触过病人或发热的人,或者不舒服?",
                    days,
                ),
                n=days,
            ),
            "no": pair(_("都没有")),
            "yes": pair(_("有,在各人那一行圈字母")),
            "who": pair(_("谁")),
            "name": pair(_("姓名")),
            "document": pair(_("证件号")),
            "born": pair(_("没有证件的写出生日期")),
            "phone": pair(_("电话")),
            "celsius": pair(_("体温 ℃")),
            "purpose": pair(
                _("只给居委会核实和防疫用,证件和电话加密保存,疫情结束后删除。")
            ),
        },
    }  # fmt: skip


def _of(words: Any, english: bool) -> Pair:
    return {"zh": words.zh, "en": words.en if english else ""}
