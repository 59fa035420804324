"""Put the made-up subdistrict into the database, through the domains' own operations."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from wanli.demo.areas import list_areas
from wanli.demo.arrived import come_back
from wanli.demo.canvassed import canvass
from wanli.demo.errands import run_errands
from wanli.demo.from_above import hear_of, send_lists
from wanli.demo.generate import names
from wanli.demo.generate.subdistrict import SCALES, Resident, Spot, subdistrict
from wanli.demo.in_touch import keep_in_touch, look_after
from wanli.demo.listed import hand_in
from wanli.demo.observed import ObservedHome, observe
from wanli.demo.on_duty import be_reachable
from wanli.demo.plans import enter_plans
from wanli.demo.remarked import say
from wanli.demo.resident import give_link
from wanli.demo.routined import do_routines
from wanli.demo.sensed import hang_sensors
from wanli.demo.wasted import fetch_waste
from wanli.demo.written import hand_out
from wanli.domains.accounts.operations.appoint_many import NewSeat, NewUser
from wanli.domains.accounts.queries import on_duty
from wanli.domains.accounts.roles import GROUPS
from wanli.domains.ledger.operations.appoint_many import appoint_many
from wanli.domains.ledger.operations.fold import fold_all
from wanli.domains.observation.homes import standing_cases
from wanli.domains.people.operations.register_many import NewHome, NewPerson, register_many
from wanli.domains.places.operations.plant_many import NewPlace, plant_many
from wanli.domains.places.queries import area_of
from wanli.domains.postings.operations.issue import issue_notices
from wanli.domains.postings.queries import code_of
from wanli.ground.lanes import side_by_side
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import LABEL_ALPHABET, uuid7, uuid7s
from wanli.kernel.scope import ROOT

COMPOUND_LEVEL = 5
"""Labels in the path of a compound."""
DAYS_BACK = 21
"""The roster was entered so many days ago; what changed since shows on the days between."""


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to sign in as."""

    key: str
    role: str
    kind: str
    """The kind of place of the post."""
    name: str
    area: int = 0
    group: str = ""


PERSONAS = (
    Persona("leading_group_head", "leading_group_head", "subdistrict", "程望舒"),
    Persona("residential_head", "working_group_head", "subdistrict", "罗静安", group="residential"),
    Persona("committee_secretary", "committee_secretary", "area", "沈敏芳"),
    Persona("committee_worker", "committee_worker", "area", "陆晓燕"),
    Persona("stairwell_leader", "stairwell_leader", "stairwell", "周桂兰"),
    Persona("gate_guard", "gate_guard", "gate", "马建国"),
    Persona("inspector", "inspector", "subdistrict", "郑立新"),
    Persona("privacy_officer", "privacy_officer", "subdistrict", "方若溪"),
    Persona("system_administrator", "system_administrator", "subdistrict", "袁博文"),
    Persona("subdistrict_leader", "subdistrict_leader", "subdistrict", "高志远"),
    Persona("other_worker", "committee_worker", "area", "丁文娟", area=1),
    Persona("cadre", "cadre", "compound", "潘海峰"),
    Persona("grid_worker", "grid_worker", "area", "金春华"),
    Persona("counsellor", "counsellor", "subdistrict", "秦予安"),
    Persona("medical_head", "working_group_head", "subdistrict", "邵明远", group="medical_aid"),
    Persona("property_manager", "property_manager", "compound", "孟斌"),
)
"""The demo's cast; each name is as made up as everything else."""


def _ids() -> Iterator[UUID]:
    """Drawn by the thousand: one at a time takes twice as long."""
    while True:
        yield from uuid7s(1000)


@dataclass(slots=True)
class _Plan:
    """What is to be entered, gathered from the tree."""

    places: list[NewPlace] = field(default_factory=list)
    homes: list[NewHome] = field(default_factory=list)
    people: defaultdict[date, list[NewPerson]] = field(default_factory=lambda: defaultdict(list))
    by_kind: defaultdict[str, list[NewPlace]] = field(default_factory=lambda: defaultdict(list))
    ids: Iterator[UUID] = field(default_factory=_ids)


def load(
    scale: str = "full", *, lanes: int = 1, entered: Callable[[], None] = lambda: None
) -> dict[str, int]:
    """Enter everything; returns how much. Needs the system's scope.

    ``lanes``: so many areas at a time, in transactions of their own. Whoever is interrupted must
    begin again with an empty database. ``entered``: is told when all people are in, before what
    they did since.
    """
    top = subdistrict(SCALES[scale], clock.today())
    random = Random(7)
    first = clock.today() - timedelta(days=DAYS_BACK)
    plan = _Plan()
    _gather(plan, random, top, None, ROOT, first, 0)
    access = Access.system()
    users, seats = _appointments(plan, random, SCALES[scale].cadres, first)
    with transaction.atomic():
        plant_many(access=access, places=plan.places)
        appoint_many(access=access, users=users, seats=seats, day=first)

    def enter(area: _Plan) -> None:
        with transaction.atomic():
            register_many(access=access, homes=area.homes, people=area.people[first], day=first)

    for _done in side_by_side(enter, _by_area(plan), lanes):
        pass
    with transaction.atomic():
        for day, people in sorted(plan.people.items()):
            if day != first:
                register_many(access=access, people=people, day=day)
    entered()
    told: dict[str, int] = {}

    def tell() -> None:
        with transaction.atomic():
            told.update(_since_then(access, random, plan, users, first))

    # The books of what stands by now are folded meanwhile.
    for _done in side_by_side(lambda work: work(), (tell, _fold), lanes):
        pass
    _fold()
    return {
        "places": len(plan.places),
        "homes": len(plan.homes),
        "people": sum(map(len, plan.people.values())),
        "users": len(users),
        "seats": len(seats),
        **told,
    }


def _since_then(
    access: Access, random: Random, plan: _Plan, users: list[NewUser], first: date
) -> dict[str, int]:
    """What each domain has to tell of the days since, lower domains first; how much of each."""
    street = plan.by_kind["subdistrict"][0]
    keys = {persona.key for persona in PERSONAS}
    cast = {u.username: (u.id, u.name) for u in users if u.username in keys}
    enter_plans(
        label=street.label,
        people=cast,
        areas=[area.name for area in plan.by_kind["area"]],
        day=first,
    )
    visits = canvass(
        access,
        random,
        label=street.label,
        uses={home.path: home.use for home in plan.homes},
        leaders=[user.id for user in users if user.username.startswith("stairwell_leader")],
    )
    living = _lived_in(plan)
    surely = _of_personas(plan, living)
    observed = observe(access, random, living, _committee(users), surely=surely)
    give_link(access, standing_cases(surely[0].path))
    secretaries = [u.id for u in users if u.username.startswith("committee_secretary")]
    be_reachable(access, Random(11), [*secretaries, *_committee(users)])
    routines = do_routines(access, random)
    notices = issue_notices(access=access, label=street.label)
    own = [code_of(home.path.rpartition(".")[0]) for home in surely]
    everybody = [one for people in plan.people.values() for one in people]
    told = {
        "visits": visits,
        "observed": observed,
        "routines": routines,
        "errands": run_errands(
            access, Random(13), surely=".".join(surely[0].path.split(".")[:COMPOUND_LEVEL])
        ),
        "notices": notices,
        "remarks": say(access, Random(5), own),
        "diaries": hand_out(access, Random(6), [home.path for home in surely]),
        "waste": fetch_waste(access, Random(7)),
        "sensors": hang_sensors(access, Random(17), surely=[home.path for home in surely]),
        "key_areas": list_areas(label=street.label, people=cast),
        "contacts": keep_in_touch(
            access,
            Random(19),
            leaders=_leaders(plan),
            surely=[home.path.rpartition(".")[0] for home in surely],
        ),
        "cared": look_after(
            access,
            Random(23),
            surely=[home.path.rpartition(".")[0] for home in surely],
            worker=next(user.id for user in users if user.username == "committee_worker"),
        ),
        "arrivals": come_back(
            access, Random(17), label=street.label, homes=_to_come_to(plan, living, surely)
        ),
        "list_rows": send_lists(access, everybody, surely[0].path),
        "leads": hear_of(access, _heard_at(surely[0].path)),
    }
    hand_in(access, everybody, surely[0].path)
    return told


def _heard_at(home: str) -> list[str]:
    """Labels of the stairwell and the compound of a home."""
    labels = home.split(".")
    return [labels[-2], labels[COMPOUND_LEVEL - 1]]


def _leaders(plan: _Plan) -> dict[str, UUID]:
    """Who leads each stairwell."""
    stairwells = [place.path for place in plan.by_kind["stairwell"]]
    found = on_duty(stairwells, ["stairwell_leader"])
    return {path: posts[0].user_id for path, posts in found.items()}


def _to_come_to(plan: _Plan, living: list[ObservedHome], surely: list[ObservedHome]) -> list[str]:
    """Labels of homes to which families come back, those in the personas'
    stairwells and one in the first of their compounds first."""
    labels = {home.path: home.path.rpartition(".")[2] for home in living}
    stairwells = [home.path.rpartition(".")[0] for home in surely]
    taken = {home.path for home in surely}
    first: list[str] = []
    for head in (*stairwells, ".".join(surely[0].path.split(".")[:COMPOUND_LEVEL])):
        first.append(
            next(
                path for path in reversed(list(labels))
                if path.startswith(head + ".") and path not in taken and path not in first
            )
        )  # fmt: skip
    rest = [path for path in labels if path not in first and path not in taken]
    return [labels[path] for path in [*first, *rest]]


def _fold() -> None:
    fold_all(batch=100_000)


def _lived_in(plan: _Plan) -> list[ObservedHome]:
    """Every door with the people who live behind it."""
    places = {home.path: home.place for home in plan.homes}
    living: defaultdict[str, list[UUID]] = defaultdict(list)
    for people in plan.people.values():
        for person in people:
            if person.lives_at:
                living[person.lives_at[1]].append(person.id)
    return [ObservedHome(places[path], path, people) for path, people in sorted(living.items())]


def _of_personas(plan: _Plan, homes: list[ObservedHome]) -> list[ObservedHome]:
    """A home in the stairwell that a persona leads, and one with the other committee."""
    stairwell, other = (
        next(_place_of(plan, persona) for persona in PERSONAS if persona.key == key)
        for key in ("stairwell_leader", "other_worker")
    )
    return [
        next(home for home in homes if home.path.startswith(place.path + "."))
        for place in (stairwell, other)
    ]


def _committee(users: list[NewUser]) -> list[UUID]:
    return [user.id for user in users if user.username.startswith("committee_worker")]


def _by_area(plan: _Plan) -> list[_Plan]:
    """Homes and people of each area apart: they have nothing to do with each other."""
    areas: defaultdict[str, _Plan] = defaultdict(_Plan)

    def area(path: str) -> _Plan:
        return areas[area_of(path)]

    for home in plan.homes:
        area(home.path).homes.append(home)
    for day, people in plan.people.items():
        for person in people:
            area(person.path).people[day].append(person)
    return list(areas.values())


def label_of(names_above: str) -> str:
    """A place's label in the demo: always the same for the same place."""
    number = int.from_bytes(hashlib.sha256(names_above.encode()).digest()[:8], "big")
    letters = []
    for _ in range(8):
        number, rest = divmod(number, len(LABEL_ALPHABET))
        letters.append(LABEL_ALPHABET[rest])
    return "".join(letters)


def _gather(
    plan: _Plan,
    random: Random,
    spot: Spot,
    parent: NewPlace | None,
    above: str,
    first: date,
    ordinal: int,
) -> None:
    known_as = f"{above}/{spot.name}"
    label = label_of(known_as)
    place = NewPlace(
        id=next(plan.ids),
        label=label,
        path=f"{parent.path if parent else ROOT}.{label}",
        parent=parent.id if parent else None,
        kind=spot.kind,
        name=spot.name,
        ordinal=ordinal,
        code=spot.code,
        floors=spot.floors,
        height=spot.height,
        geometry=spot.geometry,
    )
    plan.places.append(place)
    plan.by_kind[spot.kind].append(place)
    if spot.home:
        plan.homes.append(NewHome(place.id, place.path, spot.home.use))
        moved_in = first
        if random.random() < 0.02:
            moved_in += timedelta(days=random.randint(1, DAYS_BACK))
        for resident in spot.home.people:
            plan.people[moved_in].append(_new_person(next(plan.ids), resident, place))
    for number, child in enumerate(spot.children, 1):
        _gather(plan, random, child, place, known_as, first, number)


def _new_person(person: UUID, resident: Resident, door: NewPlace) -> NewPerson:
    here = (door.id, door.path)
    absent = resident.registered == "absent"
    return NewPerson(
        id=person,
        name=resident.name,
        sex=resident.sex,
        birth_date=resident.born,
        id_kind=resident.id_kind,
        id_number=resident.id_number,
        phones=resident.phones,
        marks=resident.marks,
        lives_at=None if absent else here,
        lives_outside=resident.outside if absent else "",
        registered_at=None if resident.registered == "outside" else here,
        registered_outside=resident.outside if resident.registered == "outside" else "",
    )


def _appointments(
    plan: _Plan, random: Random, cadres: int, first: date
) -> tuple[list[NewUser], list[NewSeat]]:
    """Users and seats: the personas first, then everybody else, some chairs left vacant."""
    users: list[NewUser] = []
    seats: list[NewSeat] = []
    taken: defaultdict[tuple[UUID, str, str], int] = defaultdict(int)

    def seat(place: NewPlace, role: str, group: str = "", name: str = "", key: str = "") -> None:
        taken[place.id, role, group] += 1
        holder = None
        if name:
            holder = uuid7()
            users.append(NewUser(holder, key or f"{role}-{len(users)}", name))
        seats.append(
            NewSeat(
                id=uuid7(), place=place.id, path=place.path, role=role, group=group,
                ordinal=taken[place.id, role, group], holder=holder, since=first,
            )
        )  # fmt: skip

    for persona in PERSONAS:
        place = _place_of(plan, persona)
        seat(place, persona.role, persona.group, persona.name, persona.key)
    for place, role, group, number, filled in _establishment(plan, cadres):
        for _ in range(number - taken[place.id, role, group]):
            age = random.randint(61, 76) if role == "stairwell_leader" else random.randint(25, 58)
            name = names.person_name(random, random.choice("fm"), clock.today().year - age)
            seat(place, role, group, name if random.random() < filled else "")
    return users, seats


def _place_of(plan: _Plan, persona: Persona) -> NewPlace:
    area = plan.by_kind["area"][persona.area]
    if persona.kind in ("subdistrict", "area"):
        return area if persona.kind == "area" else plan.by_kind["subdistrict"][0]
    return next(p for p in plan.by_kind[persona.kind] if p.path.startswith(area.path + "."))


def _establishment(plan: _Plan, cadres: int) -> Iterator[tuple[NewPlace, str, str, int, float]]:
    """(place, role, group, chairs, share of them filled)."""
    street = plan.by_kind["subdistrict"][0]
    yield street, "leading_group_head", "", 2, 1
    yield street, "subdistrict_leader", "", 5, 1
    yield street, "inspector", "", 6, 1
    for group in GROUPS:
        yield street, "working_group_head", group, 1, 1
        yield street, "working_group_member", group, 6, 0.95
    for area in plan.by_kind["area"]:
        yield area, "committee_secretary", "", 1, 1
        yield area, "committee_worker", "", 7, 0.97
        yield area, "grid_worker", "", 3, 0.95
    compounds = plan.by_kind["compound"]
    for number, compound in enumerate(compounds):
        share = cadres * (number + 1) // len(compounds) - cadres * number // len(compounds)
        yield compound, "cadre", "", share, 1
        yield compound, "property_manager", "", 1, 1
    for gate in plan.by_kind["gate"]:
        yield gate, "gate_guard", "", 3, 0.96
    for stairwell in plan.by_kind["stairwell"]:
        yield stairwell, "stairwell_leader", "", 1, 0.93
