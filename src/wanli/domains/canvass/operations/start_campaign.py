"""Start going from door to door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.measures import OF_A_DOOR
from wanli.domains.canvass.models import Campaign, Door
from wanli.domains.canvass.rules.questions import Question, of_set, parse
from wanli.domains.ledger.entries import settle
from wanli.domains.places.access import place_for
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_on
from wanli.domains.plans.rules.content import Plan
from wanli.ground.bulk import insert_many
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access, outermost
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

LONGEST_DAYS = 60


def start_campaign(
    *,
    access: Access,
    name: str,
    labels: Sequence[str],
    due_on: date,
    question_set: str = "",
    questions: str = "",
    starts_on: date | None = None,
) -> Campaign:
    """Put every standing home below these places on a new campaign.

    It asks the questions of a set of the plan in force at its start, and those added in words
    (``rules.questions.parse``), and keeps both as they are then, with the results of that plan.
    Permission ``canvass.manage`` at each of them. Refused with the field's name: no home there,
    a home that is on another running campaign, a day in the past, a question that cannot be read.
    """
    name = name.strip()
    if not name:
        raise Refused(_("请给这次排摸起个名字。"), field="name")
    today = clock.today()
    starts_on = starts_on or today
    if due_on < today or not starts_on <= due_on <= date.fromordinal(
        today.toordinal() + LONGEST_DAYS
    ):
        raise Refused(_("完成日期要在今天和 {n} 天之内。"), field="due_on", n=LONGEST_DAYS)
    try:
        added = parse(questions)
    except ValueError as wrong:
        raise Refused(
            _("问题第 {line} 行看不懂:写成“问题:选项/选项”,至少两个选项。"),
            field="questions",
            line=wrong.args[0],
        ) from None
    with transaction.atomic():
        hold_tree()
        chosen = [place_for(access, label, "canvass.manage") for label in dict.fromkeys(labels)]
        if not chosen:
            raise Refused(_("请至少选一个地点。"), field="labels")
        here = below(outermost({place.path for place in chosen}))
        homes = list(
            Place.objects.standing().filter(here, kind="household").values_list("id", "path")
        )
        if not homes:
            raise Refused(_("这里没有登记住户,先导入名册或添加住户。"), field="labels")
        taken = (
            Door.objects.filter(here, running=True, place__retired_on=None)
            .select_related("campaign")
            .first()
        )
        if taken:
            raise Refused(
                _("有住户已在“{name}”里,先结束那一次再开始新的。"),
                field="labels",
                name=taken.campaign.name,
            )
        head = _common(chosen)
        if not access.can("canvass.manage", head.path):
            raise Refused(_("这些地点分属不同的居民区,请各自开始。"), field="labels")
        now = plan_on(head.path, starts_on)
        campaign = Campaign.objects.create(
            name=name[:60],
            place=head,
            path=head.path,
            plan_id=now.version_id,
            question_set=question_set,
            questions=[one.as_data() for one in (*_asked(now.plan, question_set), *added)],
            results=[result.model_dump(mode="json") for result in now.plan.doors.results],
            starts_on=starts_on,
            due_on=due_on,
        )
        doors = [(uuid7(), campaign.pk, home, path) for home, path in homes]
        insert_many(
            Door,
            (
                "id",
                "campaign",
                "place",
                "path",
                "running",
                "result",
                "settled",
                "answers",
                "note",
                "visits",
            ),
            [(*door, True, "", False, "{}", "", 0) for door in doors],
        )
        settle(measures=OF_A_DOOR, sources=[door[0] for door in doors], day=starts_on, fresh=True)
    return campaign


def _asked(plan: Plan, question_set: str) -> tuple[Question, ...]:
    """The questions of this set."""
    if not question_set:
        return ()
    for one in plan.question_sets:
        if one.key == question_set:
            return of_set(one)
    raise Refused(_("这套问题不在现在的预案里,请另选一套。"), field="question_set")


def _common(chosen: Sequence[Place]) -> Place:
    """The lowest place that covers all of these."""
    if len(chosen) == 1:
        return chosen[0]
    parts = [place.path.split(".") for place in chosen]
    shared = []
    for labels in zip(*parts, strict=False):
        if len(set(labels)) > 1:
            break
        shared.append(labels[0])
    return Place.objects.get(path=".".join(shared))
