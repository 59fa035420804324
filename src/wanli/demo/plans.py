"""The made-up subdistrict's response plan: one in force, and a change that waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from wanli.domains.accounts.access import access_of
from wanli.domains.plans.operations.drafts import begin_draft, change_draft
from wanli.domains.plans.operations.proposals import adopt, propose
from wanli.kernel import clock
from wanli.kernel.access import Access

WHAT_WAITS = "早一点发现发热;返岗前多问一句重点地区;密切接触者改为 7+3"


def enter_plans(
    *, label: str, people: Mapping[str, tuple[UUID, str]], areas: Sequence[str], day: date
) -> None:
    """Adopt the plan that comes with Wanli on ``day``, with door sensors in use, and propose a
    change of it yesterday.

    ``people``: id and name of each persona. ``areas``: the residential areas by name, of which the
    second half has a hospital of its own.
    """

    def as_persona(key: str) -> Access:
        user_id, name = people[key]
        return access_of(user_id, user_name=name, origin="demo")

    with clock.frozen(clock.midnight(day) + timedelta(hours=9)):
        begun = begin_draft(access=as_persona("residential_head"), label=label)
        for section, content in _of_its_own(begun.content, areas).items():
            begun = change_draft(
                access=as_persona("residential_head"),
                version_id=begun.pk,
                section=section,
                content=content,
                revision=begun.revision,
            )
        propose(
            access=as_persona("residential_head"),
            version_id=begun.pk,
            effective_on=day,
            summary="启动响应:居家观察 14 天,返沪人员分类管理,逐户排摸",
        )
        adopt(access=as_persona("leading_group_head"), version_id=begun.pk)
    with clock.frozen(clock.midnight(clock.today()) - timedelta(hours=7)):
        _propose_change(as_persona("residential_head"), label)


def _of_its_own(content: dict[str, Any], areas: Sequence[str]) -> dict[str, Any]:
    """Door sensors in use, and two hospitals."""
    hospitals = [
        {
            "key": "central",
            "name": {"zh": "云帆区中心医院", "en": "Yunfan Central Hospital"},
            "phone": "021-65439120",
            "address": {"zh": "云帆路 100 号,发热门诊走东门", "en": "100 Yunfan Road, east gate"},
            "areas": "",
        },
        {
            "key": "second",
            "name": {"zh": "云帆区第二医院", "en": "Yunfan Second Hospital"},
            "phone": "021-65439220",
            "address": {"zh": "北帆路 8 号,急诊旁边", "en": "8 Beifan Road, beside emergencies"},
            "areas": "\n".join(areas[(len(areas) + 1) // 2 :]),
        },
    ]
    return {
        "sensors": {**content["sensors"], "used": True},
        "hospitals": {**content["hospitals"], "hospitals": hospitals},
    }


def _propose_change(access: Access, label: str) -> None:
    version = begin_draft(access=access, label=label)
    for section, content in _changed(version.content).items():
        version = change_draft(
            access=access,
            version_id=version.pk,
            section=section,
            content=content,
            revision=version.revision,
        )
    propose(
        access=access,
        version_id=version.pk,
        effective_on=clock.today() + timedelta(days=3),
        summary=WHAT_WAITS,
    )


def _changed(content: dict[str, Any]) -> dict[str, Any]:
    watch = {**content["watch"], "fever_celsius": "37.2"}
    classes = [
        {**one, "term": "seven_three"} if one["key"] == "contact" else one
        for one in content["classes"]
    ]
    asked = {
        "key": "came",
        "text": {
            "zh": "家里有人从重点地区回来或路过吗",
            "en": "Has anybody here come from or through a key area?",
        },
        "kind": "choice",
        "choices": "没有 | No\n有 | Yes",
    }
    sets = [
        {**one, "questions": [asked, *one["questions"]]} if one["key"] == "return" else one
        for one in content["question_sets"]
    ]
    return {"watch": watch, "classes": classes, "question_sets": sets}
