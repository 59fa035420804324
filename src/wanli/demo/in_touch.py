"""The made-up subdistrict keeps in touch: the round that runs, and where its personas work the one
before it, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from wanli.domains.accounts.access import access_of
from wanli.domains.contacts.care import Cared, cared, lacking
from wanli.domains.contacts.carers import carers_at
from wanli.domains.contacts.operations.care_days import watch_care
from wanli.domains.contacts.operations.care_list import put_on_by_mark
from wanli.domains.contacts.operations.pass_on import offer_care
from wanli.domains.contacts.operations.record import record_contact, see_after
from wanli.domains.contacts.operations.record_many import Tried, record_many
from wanli.domains.contacts.operations.rounds import open_rounds
from wanli.domains.contacts.operations.visit import check_in
from wanli.domains.contacts.queries import Home, homes, rules_at, worries
from wanli.domains.people.operations.set_marks import set_marks
from wanli.domains.people.queries import Filter, people
from wanli.domains.places.queries import area_of
from wanli.domains.plans.rules.contacts import Contacts
from wanli.domains.postings.queries import code_of
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
SEEN = ("精神好,在看电视", "午饭吃了,药还有五天", "在阳台晒太阳", "女儿刚来过电话", "煤气关好了")
ILL = "昨晚起发烧,在家休息"
GONE, SCANNED, MOST_CARED = 0.85, 0.6, 60
WORRY = "说这两天胸闷,不想去医院"
NOTED = 0.3


def keep_in_touch(
    access: Access, random: Random, *, leaders: Mapping[str, UUID], surely: Sequence[str]
) -> int:
    """Rounds as leaders would have gone; how many contacts. ``leaders``: who leads a stairwell, by
    its path; ``surely``: stairwells with homes that are not reached yet. The earlier round is of
    their areas alone: nobody looks at the others', and all homes twice take a while to enter."""
    today, n = clock.today(), 0
    near = sorted({area_of(path) for path in surely})
    for days, share, left, areas in ((9, LAST_WEEK, 1, near), (2, THIS_WEEK, 4, None)):
        day = clock.midnight(today - timedelta(days=days))
        with clock.frozen(day + timedelta(minutes=10)):
            open_rounds(areas)
        with clock.frozen(day + timedelta(hours=15)):
            aside = {one.pk for path in surely for one in list(homes([path]))[-left:]}
            due = [one for one in homes(areas or [ROOT]) if one.pk not in aside]
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


def look_after(access: Access, random: Random, *, surely: Sequence[str], worker: UUID) -> int:
    """Two days of visits: most were made, one in each of these stairwells was forgotten, and one
    carer has asked ``worker`` to take over; how many are on the list."""
    day = clock.midnight(clock.today() - timedelta(days=1))
    with clock.frozen(day + timedelta(hours=1)):
        near = [pk for path in surely for pk in _near(path)]
        marked = list(lacking([ROOT]).values_list("pk", flat=True))
        some = random.sample(marked, min(MOST_CARED, len(marked) * 4 // 5))
        for person_id in dict.fromkeys([*near, *some]):
            put_on_by_mark(access=access, person_id=person_id)
    left = {pk for path in surely for pk in cared([path], "all").values_list("pk", flat=True)[:1]}
    for morning in (day, day + timedelta(days=1)):
        with clock.frozen(min(morning + timedelta(hours=9), clock.now())):
            watch_care()
            for one in list(cared([ROOT], "due")):
                if one.pk not in left and random.random() < GONE:
                    _look_in(random, one)
    watch_care()
    _ill(worker, left)
    return sum(1 for _one in cared([ROOT], "all"))


def _near(stairwell: str) -> list[UUID]:
    """Whoever is to be looked after in a stairwell; the oldest there when nobody has a mark."""
    found = list(lacking([stairwell]).values_list("pk", flat=True)[:4])
    if not found:
        oldest = people(Filter((stairwell,))).order_by("birth_date", "pk")[:2]
        found = [one.pk for one in oldest]
        for pk in found:
            set_marks(access=Access.system(), person_id=pk, kinds={"elderly_alone"})
    return found


def _look_in(random: Random, one: Cared, *, code: str = "") -> None:
    who = one.carer
    check_in(
        access=access_of(who.pk, user_name=who.name, origin="demo") if who else Access.system(),
        cared_id=one.pk, entry=uuid7(), fine=True, note=random.choice(SEEN),
        code=code or (code_of(one.path.rpartition(".")[0]) if random.random() < SCANNED else ""),
    )  # fmt: skip


def _ill(worker: UUID, left: set[UUID]) -> None:
    for one in cared([ROOT], "all"):
        who = one.carer
        if who is None or one.pk in left or who.pk == worker:
            continue
        if carers_at(one.path).may(worker, one.path):
            carer = access_of(who.pk, user_name=who.name, origin="demo")
            offer_care(access=carer, from_user=who.pk, to=worker, why=ILL)
            return


def visit_one(random: Random, access: Access) -> bool:
    """Somebody looks in on whoever has waited longest."""
    due = list(cared([ROOT], "due")[:20])
    if not due:
        return False
    _look_in(random, random.choice(due))
    return True


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
