"""Look for what explains the openings that were heard, and raise a question where nothing does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.doorstep import observed_since
from wanli.domains.places.queries import area_of
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.sensors import Sensors
from wanli.domains.sensors.alarm import tell_questions
from wanli.domains.sensors.explanations import windows_at
from wanli.domains.sensors.measures import OF_A_QUESTION
from wanli.domains.sensors.models import DoorEvent, DoorQuestion
from wanli.domains.sensors.rules.explaining import Opened, Window, explained, together
from wanli.kernel import clock

BATCH = 500
Because = DoorEvent.Because
State = DoorQuestion.State


def judge() -> int:
    """Judge what has waited as long as the plan says, and look again at questions that are open:
    a record may have come late. How many questions were raised. Needs the system's scope.

    An area a transaction; run as often as one likes, each opening is judged once.
    """
    with transaction.atomic():
        unjudged = DoorEvent.objects.filter(kind="open", judged_at=None)
        areas = {area_of(path) for path in unjudged.values_list("path", flat=True).distinct()}
        still = DoorQuestion.objects.filter(state=State.OPEN)
        asked = {area_of(path) for path in still.values_list("path", flat=True).distinct()}
    for area in sorted(asked):
        _look_again(area)
    return sum(_judge(area) for area in sorted(areas))


def _judge(area: str) -> int:
    with transaction.atomic():
        hold_tree()
        plan = plan_in_force(area).plan.sensors
        wait = timedelta(minutes=plan.wait_minutes)
        ripe = DoorEvent.objects.filter(
            path__within=area, kind="open", judged_at=None, heard_at__lte=clock.now() - wait
        )
        events = list(ripe.order_by("at", "pk").select_for_update()[:BATCH])
        if not events:
            return 0
        windows = windows_at(
            {one.path for one in events}, events[0].at, max(one.at for one in events), plan
        )
        observed = observed_since({one.path for one in events})
        asked: defaultdict[str, list[DoorEvent]] = defaultdict(list)
        for one in events:
            one.judged_at = clock.now()
            if one.path not in observed or one.at < observed[one.path]:
                one.because = Because.PAUSED
            else:
                one.because = _why(one, windows[one.path], wait)
            if not one.because:
                asked[one.path].append(one)
        raised = [made for path in sorted(asked) for made in _ask(asked[path], plan)]
        DoorEvent.objects.bulk_update(events, ["judged_at", "because", "question"])
        settle(measures=OF_A_QUESTION, sources=[one.pk for one in raised])
        tell_questions(area, raised)
    return len(raised)


def _why(one: DoorEvent, windows: Sequence[Window], wait: timedelta) -> str:
    found = explained(Opened(one.at, one.heard_at), windows, wait)
    # Nobody is asked about a time that may not have been.
    return found or ("" if one.sure else Because.UNSURE)


def _ask(events: Sequence[DoorEvent], plan: Sensors) -> list[DoorQuestion]:
    """Openings of one door, in their order: those near to each other, or to what is asked about
    already, are one question. Returns those that were made."""
    within = timedelta(minutes=plan.together_minutes)
    made = []
    by_time = defaultdict(list)
    for one in events:
        by_time[one.at].append(one)
    for times in together(list(by_time), within):
        first = by_time[times[0]][0]
        question = (
            DoorQuestion.objects.select_for_update()
            .filter(
                sensor=first.sensor_id, state=State.OPEN,
                first_at__lte=times[-1] + within, last_at__gte=times[0] - within,
            )
            .first()
        )  # fmt: skip
        if question is None:
            question = DoorQuestion.objects.create(
                place_id=first.sensor.place_id, path=first.path, sensor_id=first.sensor_id,
                first_at=times[0], last_at=times[-1], raised_at=clock.now(),
            )  # fmt: skip
            made.append(question)
        else:
            question.first_at = min(question.first_at, times[0])
            question.last_at = max(question.last_at, times[-1])
            question.save(update_fields=["first_at", "last_at"])
        for at in dict.fromkeys(times):
            for one in by_time[at]:
                one.question = question
    return made


def _look_again(area: str) -> None:
    """A question is withdrawn when all its openings are explained by now."""
    with transaction.atomic():
        hold_tree()
        rows = DoorQuestion.objects.filter(path__within=area, state=State.OPEN)
        found = list(rows.order_by("pk").select_for_update())
        if not found:
            return
        plan = plan_in_force(area).plan.sensors
        wait = timedelta(minutes=plan.wait_minutes)
        first, last = min(one.first_at for one in found), max(one.last_at for one in found)
        windows = windows_at({one.path for one in found}, first, last, plan)
        withdrawn = []
        for question in found:
            events = list(question.heard.order_by("pk"))
            for one in events:
                one.because = _why(one, windows[one.path], wait)
            if events and all(one.because for one in events):
                DoorEvent.objects.bulk_update(events, ["because"])
                question.state, question.settled_at = State.EXPLAINED, clock.now()
                question.save(update_fields=["state", "settled_at"])
                withdrawn.append(question.pk)
        settle(measures=OF_A_QUESTION, sources=withdrawn)
