"""The made-up subdistrict keeps in touch: the round of last week, and the one that runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from wanli.domains.contacts.operations.record import record_contact, see_after
from wanli.domains.contacts.operations.record_many import Tried, record_many
from wanli.domains.contacts.operations.rounds import open_rounds
from wanli.domains.contacts.queries import Home, homes, rules_at, worries
from wanli.domains.plans.rules.contacts import Contacts
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7
from wanli.kernel.scope import ROOT

LAST_WEEK, THIS_WEEK = 0.97, 0.62
"""How many of the homes are tried in each round."""
WAYS, OFTEN = ("phone", "chat", "door", "intercom"), (60, 20, 14, 6)
CAME, SO_OFTEN = ("well", "wish", "nobody"), (86, 4, 10)
SAID = {
    "well": ("家里都好", "在家办公,都好", "孩子上网课,都好", "菜够吃一周"),
    "wish": ("想买菜,下楼不方便", "降压药快吃完了", "手机不会用,想请人教", "煤气灶打不着"),
    "nobody": ("没人接", "电话停机", "敲门没人应,门口有牛奶"),
}
WORRY = "说这两天胸闷,不想去医院"
NOTED = 0.3


def keep_in_touch(
    access: Access, random: Random, *, leaders: Mapping[str, UUID], surely: Sequence[str]
) -> int:
    """Two rounds, as leaders would have gone; how many contacts. ``leaders``: who leads a
    stairwell, by its path; ``surely``: stairwells with homes that are not reached yet."""
    today, n = clock.today(), 0
    for days, share, left in ((9, LAST_WEEK, 1), (2, THIS_WEEK, 4)):
        day = clock.midnight(today - timedelta(days=days))
        with clock.frozen(day + timedelta(minutes=10)):
            open_rounds()
        with clock.frozen(day + timedelta(hours=15)):
            aside = {one.pk for path in surely for one in list(homes([path]))[-left:]}
            due = [one for one in homes([ROOT]) if one.pk not in aside]
            chosen = random.sample(due, round(len(due) * share))
            rules = rules_at(chosen[0].path)
            told = [_tried(random, one, rules, leaders, clock.now()) for one in chosen]
            n += record_many(access=access, rules=rules, tried=told)
    _not_well(access, surely[0])
    return n


def _tried(
    random: Random, home: Home, rules: Contacts, leaders: Mapping[str, UUID], by: datetime
) -> Tried:
    came = random.choices(CAME, SO_OFTEN)[0]
    return Tried(
        home=home,
        way=random.choices(WAYS, OFTEN)[0],
        outcome=came,
        at=by - timedelta(minutes=random.randint(0, 360)),
        by=leaders.get(home.path.rpartition(".")[0]),
        note=random.choice(SAID[came]) if random.random() < NOTED else "",
    )


def _not_well(access: Access, stairwell: str) -> None:
    home = homes([stairwell])[0]
    with clock.frozen(clock.now() - timedelta(minutes=25)):
        record_contact(
            access=access, label=home.place.label, contact_id=uuid7(), way="phone",
            outcome="unwell", note=WORRY,
        )  # fmt: skip


def reach_one(random: Random, access: Access) -> bool:
    """Somebody reaches the home that has waited longest; now and then the committee sees to one."""
    bad = worries([ROOT])
    if bad and random.random() < 0.2:
        return bool(see_after(access=access, contact_id=bad[0][0].contact.pk))
    due = list(homes([ROOT])[:50])
    if not due:
        return False
    home, came = random.choice(due), random.choices(CAME, SO_OFTEN)[0]
    record_contact(
        access=access, label=home.place.label, contact_id=uuid7(),
        way=random.choices(WAYS, OFTEN)[0], outcome=came, note=random.choice(SAID[came]),
    )  # fmt: skip
    return True
