"""Put somebody under home medical observation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.measures import OF_A_CASE, OF_A_CHECK
from wanli.domains.observation.models import Case, Check, Need, Reason, TermChange
from wanli.domains.observation.planned import slots, term_of
from wanli.domains.observation.rules.slots import still_owed
from wanli.domains.observation.rules.terms import last_day
from wanli.domains.observation.vault import seal_note
from wanli.domains.passes.operations.hold import place_holds
from wanli.domains.people.access import Person, person_for
from wanli.domains.places.access import held_place
from wanli.domains.places.models import Place
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

SOURCE = "observation"
OLDEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Opening:
    """Why and how long, for one person or for several of one home alike."""

    reason: str
    term: str
    """The key of a term of the plan in force."""
    since: date
    """Of the last unprotected contact, the arrival, or the onset, as the term says."""
    apart: bool = False
    needs: Sequence[str] = ()
    note: str = ""


def open_case(
    *, access: Access, person_id: UUID, opening: Opening, case_id: UUID | None = None
) -> Case:
    """Open a case for a person where she lives: with its term, the checks that today still owes,
    and a hold on her passes, in one transaction.

    The same ``case_id`` again changes nothing. Permission ``observation.manage`` at her door.
    ``Refused``: she is observed already; the term is over already or not of the plan; a day to
    come, or one that is too long ago.
    """
    with transaction.atomic():
        person = person_for(access, person_id, "observation.manage")
        label = Place.objects.values_list("label", flat=True).get(path=person.path)
        place = held_place(access, label, "observation.manage")
        known = Case.objects.filter(pk=case_id).first() if case_id else None
        if known:
            return known
        if person.left_on:
            raise Refused(_("这个人已经搬走。先登记现在住哪里,再开始观察。"), field="person")
        case = drafted(access, person, place, opening)
        case.id = case_id or uuid7()
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError as error:
            raise _taken(error) from None
        settle_in(access, case, plan_in_force(place.path).plan)
    return case


def drafted(access: Access, person: Person, place: Place, opening: Opening) -> Case:
    """The case as it would be opened; nothing is written. ``Refused`` with the field."""
    term = term_of(plan_in_force(place.path).plan, opening.term)
    if term is None:
        raise Refused(_("这个观察期不在现在的预案里,请另选一个。"), field="term")
    if opening.reason not in Reason.values:
        raise Refused(_("请选一个观察的原因。"), field="reason")
    today = clock.today()
    if not today - OLDEST <= opening.since <= today:
        raise Refused(_("这一天要在今天以前,最多 {n} 天。"), field="since", n=OLDEST.days)
    end = last_day(opening.since, term.days)
    if end < today:
        raise Refused(
            _("从这一天算起,观察到 {day} 就满了,不用再开始。请核对日期。"),
            field="since",
            day=end,
        )
    return Case(
        person=person,
        place=place,
        path=place.path,
        reason=opening.reason,
        term=term.key,
        term_name=term.name.model_dump(),
        counts_from=term.counts_from,
        since=opening.since,
        days=term.days,
        last_day=end,
        apart=opening.apart,
        needs=[key for key in Need.values if key in opening.needs],
        note_cipher=seal_note(opening.note),
        opened_at=clock.now(),
        opened_by_id=access.user_id,
    )


def settle_in(access: Access, case: Case, plan: Plan) -> None:
    """What a new case brings with it: its first term, today's checks, a hold, its books."""
    TermChange.objects.create(
        case=case,
        path=case.path,
        kind=TermChange.Kind.OPENED,
        term_name=case.term_name,
        counts_from=case.counts_from,
        since=case.since,
        days=case.days,
        last_day=case.last_day,
        by_id=access.user_id,
    )
    lay_out_today(case, plan)
    place_holds(source_kind=SOURCE, held=[(case.person_id, case.pk, case.path)])
    settle(measures=OF_A_CASE, sources=[case.pk])


def lay_out_today(case: Case, plan: Plan) -> None:
    """The checks that can still be reported in time today."""
    today = clock.today()
    due = still_owed(slots(plan), today, clock.LOCAL_ZONE, clock.now())
    known = set(Check.objects.filter(case=case, day=today).values_list("slot", flat=True))
    checks = [
        Check(case=case, path=case.path, day=today, slot=key, due_at=at)
        for key, at in due
        if key not in known
    ]
    Check.objects.bulk_create(checks)
    settle(measures=OF_A_CHECK, sources=[check.pk for check in checks])


def _taken(error: IntegrityError) -> Exception:
    if "case_one_at_a_time" in str(error):
        return Refused(_("这个人已经在居家观察中。请打开那一份,需要时延长观察期。"), field="person")
    if "observation_case_pkey" in str(error):
        # The id comes from outside: one that is taken out of our sight is no fault.
        return Refused(_("这条记录和别的撞了号。请重新打开页面,再办一次。"))
    return error
