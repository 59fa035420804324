"""A few doors of the made-up subdistrict have sensors, and not all goes as it should.

Most openings explain themselves. Some are asked about: one home has answered on its own page, one
was called twice, one was a child that is not observed. One device is silent, one has a clock that
is an hour slow, one sends all of its night at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from wanli.domains.errands.doorstep import deliveries, waste_fetched
from wanli.domains.observation.queries import observed_doors
from wanli.domains.places.models import Place
from wanli.domains.sensors.access import Sensor
from wanli.domains.sensors.operations.ask import answer_question, log_call
from wanli.domains.sensors.operations.hang import hang
from wanli.domains.sensors.operations.hear import hear
from wanli.domains.sensors.operations.judge import judge
from wanli.domains.sensors.operations.say import say
from wanli.domains.sensors.queries import questions, sensors
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.scope import ROOT

IN_A_HUNDRED, AT_LEAST = 6, 12
"""Of observed homes have a sensor; so many in any case, that all that goes wrong is there."""
HUNG_AGO = timedelta(days=2, hours=3)
ANSWERS = (
    ("delivery", "快递员放在门口,住户取了。已请他以后先登记代办。"),
    ("rubbish", "垃圾袋破了,又放了一袋出来。"),
    ("family", "孩子不在观察,去上课。"),
    ("visitor", "社区医生送药,没有登记。"),
    ("air", "开门透气十分钟,戴着口罩。"),
    ("left", "下楼取了一次快递,已当面说明要求,以后由楼组长送。"),
)


def hang_sensors(access: Access, random: Random, *, surely: Sequence[str] = ()) -> int:
    """Hang them, and let two days pass; how many they are."""
    with transaction.atomic():
        doors = sorted(observed_doors(ROOT))
        others = [path for path in doors if path not in surely]
        some = min(len(others), max(AT_LEAST, len(others) * IN_A_HUNDRED // 100))
        chosen = [*(path for path in doors if path in surely), *random.sample(others, some)]
        places = {one.path: one for one in Place.objects.filter(path__in=chosen, kind="household")}
    hung = []
    with clock.frozen(clock.now() - HUNG_AGO):
        for number, path in enumerate(one for one in chosen if one in places):
            mark = f"MC-{number + 1:03d}"
            label = places[path].label
            hung.append(hang(access=access, label=label, mark=mark).sensor)
    for number, one in enumerate(hung):
        _two_days(random, one, number)
    judge()
    _ask(access)
    return len(hung)


def _two_days(random: Random, sensor: Sensor, number: int) -> None:
    """What was sent until now. The third device fell silent on the first evening; the fourth has a
    slow clock; the fifth sends its night in one go in the morning."""
    path, now = sensor.path, clock.now()
    start = clock.midnight(clock.today() - timedelta(days=1))
    known = [
        one.at for one in (*deliveries([path], start, now), *waste_fetched([path], start, now))
    ]
    moments = [at - timedelta(minutes=random.randint(0, 6)) for at in known]
    # Nothing on record explains these.
    for _ in range(1 if number % 2 else 0):
        moments.append(now - timedelta(hours=random.randint(2, 20), minutes=random.randint(0, 50)))
    slow = timedelta(hours=1) if number % 7 == 3 else timedelta()
    silent = number % 7 == 2
    night: list[datetime] = []
    for at in sorted(moments):
        if at > now or (silent and at > start):
            continue
        if number % 7 == 4 and clock.local(at).hour >= 20:
            night.append(at)
            continue
        _send(sensor, [at], at + timedelta(seconds=3), slow)
    if night:
        _send(sensor, night, min(now, night[-1] + timedelta(hours=8)), slow)
    if not silent:
        _send(sensor, [], now - timedelta(minutes=random.randint(1, 50)), slow)


def _send(sensor: Sensor, opened: Sequence[datetime], sent: datetime, slow: timedelta) -> None:
    events = [
        {"id": f"{kind}{int(at.timestamp())}", "kind": kind, "at": (at + more - slow).isoformat()}
        for at in opened
        for kind, more in (("open", timedelta()), ("close", timedelta(seconds=40)))
        if at + more <= sent
    ]
    body = {"sent_at": (sent - slow).isoformat(), "events": events}
    with clock.frozen(sent):
        hear(sensor=sensor, body=json.dumps(body).encode())


def _ask(access: Access) -> None:
    """Of what is to be asked, most was asked; one home has said something itself."""
    with transaction.atomic():
        found = list(questions([ROOT]))
    for number, one in enumerate(found):
        if number % 3 == 0:
            if number % 2 == 0:
                say(
                    access=access, path=one.path, what="delivery", words="快递放门口,我拿了一下",
                    question_id=one.pk,
                )  # fmt: skip
            continue
        if number % 3 == 1:
            log_call(access=access, question_id=one.pk, outcome="nobody")
            log_call(access=access, question_id=one.pk, outcome="spoke", note="是住户本人接的")
        answer, note = ANSWERS[number % len(ANSWERS)]
        answer_question(access=access, question_id=one.pk, answer=answer, note=note)


def open_one(random: Random, access: Access) -> bool:
    """A door opens, or somebody asks about one that did."""
    with transaction.atomic():
        waiting = list(questions([ROOT])[:20])
        hanging = list(sensors([ROOT])[:200])
    if waiting and (len(waiting) > 6 or random.random() < 0.3):
        answer, note = random.choice(ANSWERS)
        question = random.choice(waiting)
        return bool(
            answer_question(access=access, question_id=question.pk, answer=answer, note=note)
        )
    if not hanging:
        return False
    _send(random.choice(hanging), [clock.now()], clock.now(), timedelta())
    return True
