"""Families that came back to the made-up subdistrict: registered, verified, overdue, to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from random import Random
from typing import Any

import segno

from wanli.demo.generate import names
from wanli.domains.arrivals.form.told import Home, PersonTold, StayTold, Told
from wanli.domains.arrivals.forms import form_at
from wanli.domains.arrivals.models import Arrival, State
from wanli.domains.arrivals.operations.climb import climb
from wanli.domains.arrivals.operations.follow_up import Verified, record_contact, verify
from wanli.domains.arrivals.operations.issue_posters import issue_posters, way_to
from wanli.domains.arrivals.operations.keep_group_chat import keep_group_chat
from wanli.domains.arrivals.operations.register import Telling, register
from wanli.domains.arrivals.posters import door_of, home_with
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import path_of_kind
from wanli.ground.pictures import redrawn
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.reading.values import document

LEAST, MOST = 10, 90
"""Families, beside those that surely come."""
SURE = 3
"""Homes to which somebody surely comes; to the first two just now."""
TRAINS = ("G7302", "G1722", "D3072", "G102", "Z38")
FROM = (
    ("安徽阜阳", "341200"), ("江苏盐城", "320900"), ("河南信阳", "411500"),
    ("浙江温州", "330300"), ("江西上饶", "361100"), ("湖北黄冈", "421100"),
    ("湖北荆州", "421000"), ("山东临沂", "371300"), ("上海嘉定", "310114"),
    ("泰国曼谷", ""),
)  # fmt: skip
OFTEN = (16, 16, 8, 6, 14, 4, 3, 14, 6, 4)
"""How often somebody comes from each: one in seven from a key area."""
SURELY = {2: FROM[5], 3: FROM[5], 4: FROM[2]}
"""Two families that are verified come from a key area, one from what may become one."""


def come_back(access: Access, random: Random, *, label: str, homes: Sequence[str]) -> int:
    """Families come to these homes (labels of doors), the first ones surely; how many did."""
    issue_posters(access=access, label=label)
    rest = homes[SURE:]
    many = min(max(LEAST, min(MOST, len(rest) // 25)), len(rest))
    chosen = [*homes[:SURE], *random.sample(rest, many)]
    for number, home in enumerate(chosen):
        hours = 2 if number < 2 else random.choice((1, 3, 6, 20, 30, 30, 60))
        surely = SURELY.get(number)
        if surely:
            hours = 30
        with clock.frozen(clock.now() - timedelta(hours=hours)):
            one = arrive(access, random, home, ahead=3 if number % 9 == 8 else 0, surely=surely)
        if one is None or number < 2:
            continue
        if hours >= 20 and (surely or random.random() < 0.8):
            _follow(access, random, one, hours, surely=bool(surely))
    climb()
    for compound in sorted({_compound(access, home) for home in chosen[:3]}):
        _group(access, compound, random)
    return Arrival.objects.count()


def arrive(
    access: Access,
    random: Random,
    home: str,
    *,
    ahead: int = 0,
    surely: tuple[str, str] | None = None,
) -> Arrival | None:
    """A family of one to four registers for this home; ``surely``: back from there."""
    door = door_of(way_to(_compound(access, home)))
    typed = home_with(door.compound, home)
    if not typed:
        return None
    stairwell, _unit, room = typed["room"].rpartition("单元")
    day = clock.today() + timedelta(days=ahead)
    words, county = surely or random.choices(FROM, OFTEN)[0]
    told = Told(
        home=Home(typed["building"], stairwell, room, typed["room"]),
        arrives_on=day,
        people=tuple(_person(random, n) for n in range(random.choice((1, 1, 2, 2, 3, 4)))),
        stays=_stays(random, words, county, day),
        **_journey(random, county),
    )
    form = form_at(door.compound.path)
    return register(door=door, form=form, told=told, telling=Telling(uuid7())).arrival


def _stays(random: Random, words: str, county: str, day: date) -> tuple[StayTold, ...]:
    """Where they were, and for some a key area through which they came."""
    since = day - timedelta(days=14)
    been = StayTold(words, county, since, day, abroad=not county)
    if county.startswith("3") and random.random() < 0.04:
        return (been, StayTold("湖北荆州", "421000", day, day, passed=True))
    return (been,)


def _journey(random: Random, county: str) -> dict[str, Any]:
    if not county:
        return {"transport": "flight", "number": "FM854", "seat": f"{random.randint(20, 60)}A"}
    if random.random() < 0.2:
        return {"transport": "car", "plate": f"沪A{random.randint(10000, 99999)}"}
    return {
        "transport": "train",
        "number": random.choice(TRAINS),
        "carriage": str(random.randint(1, 16)),
        "seat": f"{random.randint(1, 18)}{random.choice('ABCDF')}",
    }


def step(random: Random, access: Access, homes: Sequence[str]) -> bool:
    """Somebody registers, or somebody who did is verified."""
    open_ = Arrival.objects.filter(state=State.OPEN, place__kind="household").order_by("verify_by")
    if random.random() < 0.5 and (first := open_.first()) is not None:
        verify(
            access=access, arrival_id=first.pk, contact_id=uuid7(), way="phone", found=Verified()
        )
        return True
    return bool(homes) and arrive(access, random, random.choice(homes)) is not None


def _person(random: Random, n: int) -> PersonTold:
    sex = random.choice("fm")
    age = random.randint(3, 15) if n >= 2 else random.randint(22, 68)
    born = date(clock.today().year - age, random.randint(1, 12), random.randint(1, 28))
    found = document(names.document_number(random, born, sex))
    return PersonTold(
        name=names.person_name(random, sex, born.year),
        document=found,
        birth_date=born,
        sex=sex,
        phone=names.phone_number(random) if n == 0 else "",
        contact=random.random() < 0.02,
    )


def _follow(access: Access, random: Random, one: Arrival, hours: int, *, surely: bool) -> None:
    with clock.frozen(clock.now() - timedelta(hours=random.randint(1, hours - 1))):
        try:
            if surely or random.random() < 0.75:
                verify(
                    access=access, arrival_id=one.pk, contact_id=uuid7(), way="phone",
                    found=Verified(),
                )  # fmt: skip
            else:
                record_contact(
                    access=access, arrival_id=one.pk, contact_id=uuid7(), way="phone",
                    outcome=random.choice(("no_answer", "talked", "wrong_number")),
                    note="晚上再打" if random.random() < 0.5 else "",
                )  # fmt: skip
        except Refused:
            return


def _compound(access: Access, home: str) -> str:
    return path_of_kind(place_for(access, home).path, "compound").rpartition(".")[2]


def _group(access: Access, compound: str, random: Random) -> None:
    drawn = BytesIO()
    segno.make(f"https://example.invalid/g/{compound}").save(drawn, kind="png", scale=8, border=4)
    keep_group_chat(
        access=access, label=compound, drawn=redrawn(drawn.getvalue(), side=600),
        runs_out_on=clock.today() + timedelta(days=random.choice((1, 5))),
        members=random.randint(60, 150),
    )  # fmt: skip
