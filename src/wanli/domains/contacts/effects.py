"""What a change of the plan would do to rounds and to those who are looked after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from wanli.domains.contacts.models import Cared, Home, Round, State, Visit
from wanli.domains.contacts.queries import STAIRWELL
from wanli.domains.plans.effects import Effect
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.care import Care, CareKind
from wanli.domains.plans.rules.contacts import Contacts
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock


def foresee(path: str, before: Plan, after: Plan) -> Iterable[Effect]:
    """Which homes are asked for sooner or later, and whose visits go on otherwise; as of today,
    whatever the day from which the change is to hold."""
    yield from _rounds(path, before.contacts, after.contacts)
    yield from _forgotten(path, before.contacts, after.contacts)
    yield from _kinds(path, before.care, after.care)
    yield from _alarms(path, before.care, after.care)


def _rounds(path: str, before: Contacts, after: Contacts) -> Iterable[Effect]:
    if before.every_days == after.every_days:
        return
    today = clock.today()
    homes = _homes_by_stairwell(path)
    earlier = at_once = later = 0
    running = Round.objects.filter(path__within=path, closed_on=None, place__retired_on=None)
    for stairwell, opened_on in running.values_list("path", "opened_on"):
        was, becomes = (
            max(opened_on + timedelta(days=one.every_days), today) for one in (before, after)
        )
        n = homes.get(stairwell, 0)
        earlier += n if becomes < was else 0
        at_once += n if becomes < was and becomes == today else 0
        later += n if becomes > was else 0
    params = {"was": before.every_days, "days": after.every_days}
    if earlier:
        yield Effect(
            _(
                "联系每一户由隔 {was} 天改为隔 {days} 天一轮:照今天算,{n} 户的下一轮提前,"
                "其中 {m} 户马上又要联系。"
            ),
            params | {"n": earlier, "m": at_once},
        )
    if later:
        yield Effect(
            _(
                "联系每一户由隔 {was} 天改为隔 {days} 天一轮:照今天算,{n} 户的下一轮推后。"
                "正在进行的这一轮照旧。"
            ),
            params | {"n": later},
        )


def _homes_by_stairwell(path: str) -> dict[str, int]:
    rows = Home.objects.filter(path__within=path, place__retired_on=None).exclude(state=State.OUT)
    counted = rows.annotate(at=STAIRWELL).values_list("at").order_by().annotate(n=Count("pk"))
    return dict(counted)


def _forgotten(path: str, before: Contacts, after: Contacts) -> Iterable[Effect]:
    waiting = Home.objects.filter(
        path__within=path, state=State.DUE, held_by=None, place__retired_on=None
    )
    was, becomes = (
        waiting.filter(since__lte=clock.today() - timedelta(days=one.pass_on_days)).count()
        for one in (before, after)
    )
    if was != becomes:
        yield Effect(
            _("{days} 天联系不上就要转给别人:照今天算,要转的由 {was} 户变为 {n} 户。"),
            {"days": after.pass_on_days, "was": was, "n": becomes},
        )


def _kinds(path: str, before: Care, after: Care) -> Iterable[Effect]:
    listed = Cared.objects.filter(path__within=path, ended_on=None)
    counted = dict(listed.values_list("kind").annotate(n=Count("pk")).order_by())
    kept = {kind.key for kind in after.kinds}
    for kind in before.kinds:
        if n := counted.get(kind.key, 0):
            becomes = after.kind(kind.key)
            if kind.key not in kept:
                yield _dropped(kind, becomes, n)
            else:
                yield from _moved(kind, becomes, n)


def _dropped(kind: CareKind, instead: CareKind, n: int) -> Effect:
    return Effect(
        _(
            "“{name}”不再是探望的一类:名单上还有 {n} 位,照“{instead}”的节奏(隔 {days} 天)"
            "接着探望。请给他们改一类,或者不再探望。"
        ),
        {"name": said(kind.name), "instead": said(instead.name), "days": instead.every_days,
            "n": n},
    )  # fmt: skip


def _moved(kind: CareKind, becomes: CareKind, n: int) -> Iterable[Effect]:
    name = said(becomes.name)
    if kind.every_days != becomes.every_days:
        yield Effect(
            _(
                "“{name}”由隔 {was} 天改为隔 {days} 天探望:名单上 {n} 位定好的下一次照旧,"
                "那以后照新的来。"
            ),
            {"name": name, "was": kind.every_days, "days": becomes.every_days, "n": n},
        )
    if kind.by != becomes.by:
        yield Effect(
            _(
                "“{name}”由最迟 {was} 改为最迟 {by} 探望:名单上 {n} 位,"
                "今天已经列出的照旧,下一次起照新的来。"
            ),
            {"name": name, "was": f"{kind.by:%H:%M}", "by": f"{becomes.by:%H:%M}", "n": n},
        )


def _alarms(path: str, before: Care, after: Care) -> Iterable[Effect]:
    now = clock.now()
    overdue = Visit.objects.filter(
        path__within=path, state=Visit.State.DUE,
        due_at__lte=now - timedelta(hours=after.alarm_hours),
        due_at__gt=now - timedelta(hours=before.alarm_hours),
    )  # fmt: skip
    if n := overdue.count():
        yield Effect(
            _("过时 {hours} 小时没人去就报警:照现在算,{n} 次探望马上报警。"),
            {"hours": after.alarm_hours, "n": n},
        )
