"""Give everybody of an arrival the class that the plan gives her; overrule it with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.access import Arrival, held_arrival
from wanli.domains.arrivals.areas import key_areas
from wanli.domains.arrivals.demands import Asked, asked_of_class, class_of
from wanli.domains.arrivals.measures import OF_A_CLASS
from wanli.domains.arrivals.models import Returnee, Verdict
from wanli.domains.arrivals.rules.knowing import of_json, to_json
from wanli.domains.arrivals.vault import FACTS, open_json, seal_json
from wanli.domains.arrivals.weighing import Weighed, of_arrivals, weigh
from wanli.domains.ledger.entries import settle
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.observation.queries import Case, standing_of
from wanli.domains.people.queries import record_of
from wanli.domains.plans.queries import InForce, plan_in_force
from wanli.domains.plans.rules.facts import used_by
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.reasons import reason_given
from wanli.kernel.scope import EVERYTHING

NO_REASON = _("请写明为什么改,本人看得到。")


def judge(arrival: Arrival) -> int:
    """A verdict on everybody of this arrival by the plan in force and the list of each day; how
    many changed. What somebody overruled stays. Again, with nothing new, it changes nothing.

    In the caller's transaction and scope: whoever keeps or mends a registration calls it there.
    """
    now = plan_in_force(arrival.path)
    people, stays = of_arrivals([arrival.pk])
    weighed = list(weigh(people, stays, now.plan, key_areas(arrival.path)))
    return len(keep(now, [one for one in weighed if differs(one)]))


def differs(weighed: Weighed) -> bool:
    """Whether it is another verdict than the one that holds, and may take its place."""
    who = weighed.who
    if not who.judged:
        return True
    if who.overruled:
        return False
    rule = weighed.row.key if weighed.row else ""
    return (who.cls, who.rule) != (weighed.cls, rule)


def keep(now: InForce, weighed: Sequence[Weighed], *, moved: bool = False) -> list[Verdict]:
    """Write these verdicts, in place of those that hold, with their books. ``moved``: a changed
    plan or list is why, so that the committee is told who is of another class."""
    made = [verdict_of(now, one) for one in weighed]
    if moved:
        _say_whence(made)
    replace([one.returnee_id for one in made], made)
    return made


def _say_whence(made: Sequence[Verdict]) -> None:
    """From which class each comes; of somebody moved twice before anybody looked, the first."""
    held = Verdict.objects.filter(returnee__in=[one.returnee_id for one in made], over_at=None)
    held = held.only("returnee_id", "cls", "cls_name", "was", "was_name", "seen_at")
    known = {one.returnee_id: one for one in held}
    for one in made:
        before = known.get(one.returnee_id)
        if before is None:
            continue
        unseen = before.was and before.seen_at is None
        was, name = (before.was, before.was_name) if unseen else (before.cls, before.cls_name)
        if was != one.cls:
            one.was, one.was_name = was, name


def replace(returnees: Sequence[UUID], made: Sequence[Verdict]) -> None:
    """New verdicts in place of those that hold; an observation goes on under the new one."""
    held = Verdict.objects.filter(returnee__in=returnees, over_at=None)
    cases = dict(held.filter(case__isnull=False).values_list("returnee_id", "case"))
    for one in made:
        one.case = one.case or cases.get(one.returnee_id)
        one.unasked = one.unasked and one.case is not None
    held.update(over_at=clock.now())
    Verdict.objects.bulk_create(made)
    settle(measures=OF_A_CLASS, sources=list(returnees))


def verdict_of(now: InForce, weighed: Weighed) -> Verdict:
    """The row that says it; not saved."""
    row, who = weighed.row, weighed.who
    cls = class_of(now.plan, weighed.cls)
    return Verdict(
        returnee_id=UUID(who.id),
        arrival_id=UUID(who.arrival),
        path=who.path,
        cls=weighed.cls,
        cls_name=cls.name.model_dump() if cls else {},
        rule=row.key if row else "",
        rule_name=row.name.model_dump() if row else {},
        used=list(used_by(row)) if row else [],
        facts_cipher=seal_json(FACTS, to_json(weighed.facts, weighed.way.grounds)),
        version_id=now.version_id,
        unasked=not (cls and cls.term),
    )


def overrule(*, access: Access, returnee_id: UUID, cls: str, why: str) -> Verdict:
    """This class instead, by somebody's decision, with a reason; rules do not change it any more.

    An observation that it asks for begins in the same transaction, where she is known. Saying the
    same again changes nothing. Permission ``arrival.decide``. ``Refused``: no class, no reason.
    """
    why = reason_given(why, NO_REASON)
    with transaction.atomic():
        returnee = Returnee.objects.filter(pk=returnee_id).first()
        if returnee is None:
            raise Hidden
        arrival = held_arrival(access, returnee.arrival_id, "arrival.decide")
        now = plan_in_force(arrival.path)
        found = class_of(now.plan, cls)
        if found is None:
            raise Refused(_("这一类不在现在的预案里,请另选一个。"), field="cls")
        held = Verdict.objects.filter(returnee=returnee, over_at=None).first()
        if held is None:
            raise Refused(_("还没有按预案归类,请稍后再试。"))
        if (held.cls, held.rule, held.why) == (cls, "", why):
            return held
        made = Verdict(
            returnee=returnee,
            arrival=arrival,
            path=arrival.path,
            cls=cls,
            cls_name=found.name.model_dump(),
            facts_cipher=seal_json(FACTS, open_json(FACTS, held.facts_cipher)),
            version_id=now.version_id,
            by_id=access.user_id,
            why=why,
            unasked=not found.term,
        )
        replace([returnee.pk], [made])
        observe(access, arrival)
    return made


def observe(access: Access, arrival: Arrival) -> list[Case]:
    """Open the observations that the verdicts on this arrival ask for, in the caller's transaction:
    of those who are known and verified, whose term is not over, and who are not observed yet.

    Whoever verifies an arrival calls it there. Whom she may not put under observation, or who
    cannot be (moved away by now), stays on the list of those to be observed.
    """
    if arrival.state != "verified":
        return []
    plan = plan_in_force(arrival.path).plan
    found = []
    for verdict in Verdict.objects.filter(
        arrival=arrival, over_at=None, returnee__person__isnull=False
    ).select_related("returnee"):
        facts, _grounds = of_json(open_json(FACTS, verdict.facts_cipher))
        asked = asked_of_class(plan, verdict.cls, arrival.arrives_on, facts)
        person = verdict.returnee.person_id
        if asked and asked.runs and person and (case := begin(access, person, asked, verdict)):
            found.append(case)
    return found


def begin(access: Access, person: UUID, asked: Asked, verdict: Verdict) -> Case | None:
    """One call to ``observation``; the case that stands already, of ours or not, is left alone.
    None where nothing was opened."""
    with acting(EVERYTHING):
        person = record_of(person)
    if standing := standing_of([person]).get(person):
        if verdict.case is None:
            Verdict.objects.filter(pk=verdict.pk).update(case=standing[0])
        return None
    opening = Opening(asked.reason, asked.term, asked.since)
    try:
        case = open_case(access=access, person_id=person, opening=opening)
    except (Hidden, Refused):
        return None
    Verdict.objects.filter(pk=verdict.pk).update(case=case.pk)
    return case


__all__ = ["begin", "differs", "judge", "keep", "observe", "overrule", "replace", "verdict_of"]
