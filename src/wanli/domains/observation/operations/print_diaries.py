"""Number the diaries of those under observation, and have the worker print them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.rules.sheetcode import new_code
from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job
from wanli.domains.jobs.registry import Made, Tell
from wanli.domains.observation.access import case_for
from wanli.domains.observation.diary_typesetting import Page, as_pdf
from wanli.domains.observation.homes import last_number
from wanli.domains.observation.models import STANDING, Case, Diary
from wanli.domains.observation.planned import plans_of
from wanli.domains.observation.queries import with_people
from wanli.domains.observation.rules.diaries import LETTERS, LONGEST
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import area_of, in_order, names
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.rules.content import Plan
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

KIND = "observation.diaries"
CODE = "000000000"
"""Stands in an address where a diary's code will be."""
MOST = 3000


def ask_diaries(
    *, access: Access, label: str, address: str, language: str, case_id: UUID | None = None
) -> Job:
    """The job that prints a diary for everybody observed at or below a place, or for one case.

    ``address``: where the diary with the code ``CODE`` is typed back. Permission
    ``observation.record`` there. Refused where nobody is observed.
    """
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "observation.record")
        cases = _cases(access, label, case_id)
        if not cases:
            raise Refused(_("这里没有人在居家观察,没有日记可印。"), field="label")
        if len(cases) > MOST:
            raise Refused(
                _("一共 {n} 人,一次最多印 {most} 人。请分小区或居民区印。"),
                field="label", n=len(cases), most=MOST,
            )  # fmt: skip
        asked = {
            "label": label, "case": str(case_id) if case_id else "",
            "address": address, "language": language,
        }  # fmt: skip
        return ask(access=access, kind=KIND, place=place, asked=asked)


def make_diaries(access: Access, asked: dict[str, Any], tell: Tell) -> Made:
    """Number them, and set them once that is committed. Again after a crash they keep their
    codes."""
    with translation.override(asked["language"]):
        with transaction.atomic():
            hold_tree()
            case_id = UUID(asked["case"]) if asked["case"] else None
            pages = number(access, _cases(access, asked["label"], case_id))
        content = as_pdf(
            pages, opened_at=lambda code: asked["address"].replace(CODE, code), tell=tell
        )
    return Made("diaries.pdf", content)


def number(access: Access, cases: list[Case]) -> list[Page]:
    """The diary of each case: the last one where it still holds, else a new one; after a longer
    term one for the days that were added. In the caller's transaction."""
    plans = plans_of(case.path for case in cases)
    addresses = names(case.path for case in cases)
    last: dict[UUID, Diary] = {}
    for diary in Diary.objects.filter(case__in=cases).order_by("printed_at"):
        last[diary.case_id] = diary
    pages = []
    for case in cases:
        plan = plans[area_of(case.path)]
        diary = _still(last.get(case.pk), case, plan) or _new(access, case, plan, last.get(case.pk))
        pages.append(
            Page(
                diary, case, addresses.get(case.path, case.place.name), plan, last_number(case.path)
            )
        )
    return pages


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a plan asks at a check, as a diary keeps it."""

    slots: list[dict[str, Any]]
    symptoms: list[dict[str, Any]]


def _asked(plan: Plan) -> _Asked:
    return _Asked(
        [
            {"key": one.key, "name": one.name.model_dump(), "by": one.by.strftime("%H:%M")}
            for one in plan.watch.checks
        ],
        [
            {"key": one.key, "name": one.name.model_dump(), "red": one.red_flag}
            for one in plan.symptoms.symptoms[: len(LETTERS)]
        ],
    )


def _still(diary: Diary | None, case: Case, plan: Plan) -> Diary | None:
    asks = _asked(plan)
    if diary is None or (diary.slots, diary.symptoms) != (asks.slots, asks.symptoms):
        return None
    return diary if diary.last_day >= case.last_day else None


def _new(access: Access, case: Case, plan: Plan, before: Diary | None) -> Diary:
    asks = _asked(plan)
    first = clock.local(case.opened_at).date()
    if before is not None:
        same = (before.slots, before.symptoms) == (asks.slots, asks.symptoms)
        first = before.last_day + timedelta(days=1) if same else clock.today()
    first = min(max(first, case.last_day - LONGEST), case.last_day)
    while True:
        diary = Diary(
            case=case, path=case.path, code=new_code(), first_day=first, last_day=case.last_day,
            slots=asks.slots, symptoms=asks.symptoms, by_id=access.user_id,
        )  # fmt: skip
        # A code may be taken by a diary that the reader does not see.
        Diary.objects.bulk_create([diary], ignore_conflicts=True)
        if Diary.objects.filter(pk=diary.pk).exists():
            return diary


def _cases(access: Access, label: str, case_id: UUID | None) -> list[Case]:
    if case_id:
        found = [case_for(access, case_id, "observation.record")]
        return [case for case in found if case.state in STANDING]
    place = place_for(access, label, "observation.record")
    rows = Case.objects.filter(below([place.path]), state__in=STANDING).select_related("place")
    found = list(in_order(rows.defer("place__geometry").order_by("pk")))
    with_people(found)
    return found
