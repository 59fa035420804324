"""Open the visits that are due, raise the alarm for those that nobody made, tell it upward."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wanli.domains.contacts.carers import Carers
from wanli.domains.contacts.measures import OF_A_CARED, OF_A_VISIT
from wanli.domains.contacts.models import Cared, Offer, Visit
from wanli.domains.contacts.telling import tell_missed
from wanli.domains.ledger.entries import settle
from wanli.domains.places.models import Place
from wanli.domains.places.queries import area_of
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.reasons import MOST

OPEN = (Visit.State.DUE, Visit.State.MISSED)


def watch_care() -> int:
    """Follow whoever moved, open what is due today, raise and climb what nobody did; how many
    alarms went off or rose. An area a transaction; run as often as one likes. Needs the system's
    scope."""
    with transaction.atomic():
        living = Cared.objects.filter(ended_on=None).values_list("path", "person__path")
        areas = {area_of(path) for pair in living.distinct() for path in pair}
    return sum(_watch(area) for area in sorted(areas))


def _watch(area: str) -> int:
    with transaction.atomic():
        hold_tree()
        rows = Cared.objects.filter(path__within=area, ended_on=None).order_by("pk")
        listed = list(rows.select_related("person__merged_into").select_for_update(of=("self",)))
        _follow(listed)
        _free(listed, area)
        open_visits([one for one in listed if one.ended_on is None])
        return _climb(area)


def open_visits(listed: Collection[Cared]) -> int:
    """The visits of those whose day has come and who have none open; in the caller's transaction,
    which holds them."""
    today = clock.today()
    ready = [one for one in listed if one.ended_on is None and one.next_on <= today]
    held = Visit.objects.filter(cared__in=[one.pk for one in ready], state__in=OPEN)
    waiting = set(held.values_list("cared_id", flat=True))
    made = []
    for one in ready:
        if one.pk not in waiting:
            kind = plan_in_force(one.path).plan.care.kind(one.kind)
            due = datetime.combine(one.next_on, kind.by, clock.LOCAL_ZONE)
            # Put on the list in the afternoon she is not late at once.
            if one.since == today:
                due = max(due, clock.now() + timedelta(hours=1))
            made.append(Visit(cared=one, path=one.path, due_at=due))
    Visit.objects.bulk_create(made)
    settle(measures=OF_A_VISIT, sources=[one.pk for one in made], fresh=True)
    return len(made)


def _follow(listed: Sequence[Cared]) -> None:
    """Whoever moved house is looked after at her new door; whoever left is not."""
    now = {one.pk: one.person.merged_into or one.person for one in listed}
    gone = [one for one in listed if now[one.pk].left_on]
    moved = [one for one in listed if not now[one.pk].left_on and now[one.pk].path != one.path]
    places = Place.objects.filter(path__in=[now[one.pk].path for one in moved], kind="household")
    doors = {place.path: place for place in places.defer("geometry")}
    settled = []
    for one in moved:
        door = doors.get(now[one.pk].path)
        if door is None:
            gone.append(one)
            continue
        one.place, one.path = door, door.path
        one.save(update_fields=["place", "path"])
        settled.append(one.pk)
    visits = Visit.objects.select_for_update().filter(cared__in=settled)
    ids = list(visits.values_list("pk", flat=True))
    for one in moved:
        Visit.objects.filter(cared=one.pk).update(path=one.path)
        one.offers.update(path=one.path)
    settle(measures=OF_A_VISIT, sources=ids, transfer=True)
    settle(measures=OF_A_CARED, sources=settled, transfer=True)
    if gone:
        end(gone, _("搬走了"))


def end(listed: Collection[Cared], why: str) -> None:
    """In the caller's transaction, which holds them."""
    ids = [one.pk for one in listed]
    open_ones = Visit.objects.select_for_update().filter(cared__in=ids, state__in=OPEN)
    visits = list(open_ones.values_list("pk", flat=True))
    Visit.objects.filter(pk__in=visits).update(state=Visit.State.DROPPED)
    Offer.objects.filter(cared__in=ids, state=Offer.State.OFFERED).update(
        state=Offer.State.WITHDRAWN, answered_at=clock.now()
    )
    for one in listed:
        one.ended_on, one.ended_why = clock.today(), " ".join(str(why).split())[:MOST]
        one.save(update_fields=["ended_on", "ended_why"])
    settle(measures=OF_A_VISIT, sources=visits)
    settle(measures=OF_A_CARED, sources=ids)


def _free(listed: Iterable[Cared], area: str) -> None:
    """Whose carer may not go there any more waits for another one."""
    carers = Carers([area])
    for one in listed:
        if one.carer_id and area_of(one.path) == area and not carers.may(one.carer_id, one.path):
            one.carer = None
            one.save(update_fields=["carer"])


def _climb(area: str) -> int:
    care, now = plan_in_force(area).plan.care, clock.now()
    alarm = timedelta(hours=care.alarm_hours)
    rows = Visit.objects.filter(path__within=area, state__in=OPEN, due_at__lte=now - alarm)
    rose: defaultdict[int, list[Visit]] = defaultdict(list)
    missed: list[UUID] = []
    for visit in rows.order_by("pk").select_for_update():
        hours = (now - visit.due_at - alarm) / timedelta(hours=1)
        rung = sum(hours >= step.after_hours for step in care.ladder)
        if visit.state == Visit.State.DUE:
            visit.state, visit.missed_at = Visit.State.MISSED, now
            missed.append(visit.pk)
        elif rung <= visit.rung:
            continue
        for step in range(visit.rung, rung):
            rose[step].append(visit)
        visit.rung = max(rung, visit.rung)
        visit.save(update_fields=["state", "missed_at", "rung"])
    settle(measures=OF_A_VISIT, sources=missed)
    for step, visits in rose.items():
        tell_missed(area, care.ladder[step].who, visits)
    return len({visit.pk for visits in rose.values() for visit in visits} | set(missed))
