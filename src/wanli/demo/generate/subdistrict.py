"""The whole made-up subdistrict, as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from wanli.demo.generate import layout, names
from wanli.demo.generate.layout import Block, Footprint

WORDS_ONE = "松竹梅兰桂荷云月桐泉溪石柳枫棠"
WORDS_TWO = ("风苑", "影里", "香坊", "庭园", "泉邨", "光苑")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of it."""

    columns: int
    rows: int
    areas: int
    compounds: int
    cadres: int
    homes_kept: float = 1.0
    """Of the flats in a building, how many are kept; small scales thin them out."""
    buildings_kept: int = 99


FULL = Scale(columns=6, rows=6, areas=12, compounds=33, cadres=762)
SMALL = Scale(2, 2, areas=2, compounds=3, cadres=9, homes_kept=0.22, buildings_kept=3)
SCALES = {"full": FULL, "small": SMALL}


@dataclass(slots=True)
class Spot:
    """A place to be: its kind, name, outline and what stands in it."""

    kind: str
    name: str
    geometry: dict[str, Any] | None = None
    floors: int | None = None
    height: float | None = None
    code: str = ""
    children: list[Spot] = field(default_factory=list)
    home: Home | None = None

    def walk(self) -> Iterator[Spot]:
        """This spot and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Home:
    """Who lives behind a door."""

    use: str
    people: list[Resident] = field(default_factory=list)


@dataclass(slots=True)
class Resident:
    """A made-up person."""

    name: str
    sex: str
    born: date
    id_kind: str
    id_number: str
    phones: tuple[str, ...]
    registered: str
    """``here``, ``outside`` (lives here), or ``absent`` (registered here, lives elsewhere)."""
    outside: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Register:
    """What all made-up persons share."""

    today: date
    numbers: set[str] = field(default_factory=set)
    """Document numbers already given."""


def subdistrict(scale: Scale, today: date, seed: int = 20200214) -> Spot:
    """The district with its one subdistrict, everything in it, its people as old as ``today``.

    The same for the same seed and day.
    """
    random = Random(seed)
    plots = layout.blocks(random, scale.columns, scale.rows)
    top = Spot("district", "云帆区", code="399900")
    street = Spot("subdistrict", "万里街道", code="399900001")
    top.children.append(street)
    titles = [one + two for two in WORDS_TWO for one in WORDS_ONE]
    shares = [scale.compounds * n // scale.areas for n in range(scale.areas + 1)]
    register = _Register(today)
    for number in range(scale.areas):
        mine = range(shares[number], shares[number + 1])
        area = Spot("area", f"{titles[number][:1]}{WORDS_TWO[number // 15][0]}居民区")
        street.children.append(area)
        for index in mine:
            area.children.append(_compound(random, scale, titles[index], plots[index], register))
    for index, plot in enumerate(plots[scale.compounds :]):
        street.children.append(_workplace(index, plot))
    return top


def _compound(random: Random, scale: Scale, name: str, plot: Block, register: _Register) -> Spot:
    style = random.choices((layout.slabs, layout.towers, layout.mixed), (5, 3, 4))[0]
    prints = style(random, plot)[: scale.buildings_kept]
    compound = Spot("compound", name, layout.polygon(plot.inset(3)))
    for number, footprint in enumerate(prints, 1):
        compound.children.append(_building(random, scale, number, footprint, register))
    middle = plot.x + plot.width / 2
    for title, y in (("南门", plot.y + 3), ("北门", plot.y + plot.depth - 3)):
        compound.children.append(Spot("gate", title, layout.point(middle, y)))
    return compound


def _building(
    random: Random, scale: Scale, number: int, footprint: Footprint, register: _Register
) -> Spot:
    building = Spot(
        "building",
        f"{number}号楼",
        layout.polygon(footprint.plot),
        floors=footprint.floors,
        height=round(footprint.height, 1),
    )
    for index, slice_ in enumerate(layout.slices(footprint.plot, footprint.stairwells), 1):
        stairwell = Spot("stairwell", f"{index}单元", layout.polygon(slice_))
        for floor in range(1, footprint.floors + 1):
            for flat in range(1, footprint.homes_a_floor + 1):
                if random.random() <= scale.homes_kept:
                    home = _home(random, register)
                    stairwell.children.append(Spot("household", f"{floor}{flat:02d}", home=home))
        building.children.append(stairwell)
    return building


def _workplace(index: int, plot: Block) -> Spot:
    kind, name = (("park", "云帆智造园"), ("tower", "万象大厦"), ("tower", "同心大厦"))[index % 3]
    inner = plot.inset(30)
    return Spot(kind, name, layout.polygon(inner), floors=12, height=44.0)


def _home(random: Random, register: _Register) -> Home:
    use = random.choices(("lived_in", "let", "empty", "unknown"), (79, 13, 6.5, 1.5))[0]
    home = Home(use)
    if use in ("lived_in", "let"):
        home.people = list(_family(random, use == "let", register))
    if use != "let" and random.random() < 0.045:
        home.people.append(_person(random, random.randint(22, 60), register, "absent"))
    return home


def _family(random: Random, let: bool, register: _Register) -> Iterator[Resident]:
    status = "outside" if random.random() < (0.9 if let else 0.07) else "here"
    shape = random.choices(
        ("alone", "old_alone", "old_couple", "couple", "child", "three", "flatmates"),
        (9, 6, 12, 16, 33, 22, 2) if not let else (18, 1, 2, 28, 25, 6, 20),
    )[0]
    parent = random.randint(27, 52)
    ages: list[tuple[int, str]] = {
        "alone": [(random.randint(22, 62), "")],
        "old_alone": [(random.randint(66, 95), "")],
        "old_couple": [(random.randint(60, 88), "m"), (random.randint(58, 85), "f")],
        "couple": [(parent, "m"), (parent - 1, "f")],
        "child": [(parent, "m"), (parent - 2, "f"), (max(0, parent - 28), "")],
        "three": [(parent, "m"), (parent - 1, "f"), (max(0, parent - 27), "")]
        + [(parent + 27, "f"), (parent + 29, "m")][: random.randint(1, 2)],
        "flatmates": [(random.randint(20, 34), "") for _ in range(random.randint(2, 5))],
    }[shape]
    for age, sex in ages:
        yield _person(random, age, register, status, sex, alone=len(ages) == 1)


def _person(
    random: Random,
    age: int,
    register: _Register,
    status: str,
    sex: str = "",
    *,
    alone: bool = False,
) -> Resident:
    sex = sex or random.choice("fm")
    born = register.today - timedelta(days=age * 365 + random.randrange(365))
    id_kind, number = "resident", ""
    while not number or number in register.numbers:
        number = names.document_number(random, born, sex)
    name = names.person_name(random, sex, born.year)
    if random.random() < 0.002:
        id_kind, name = "passport", random.choice(names.FOREIGN)
        number = f"X{random.randrange(10**8):08d}"
    if age < 1 and random.random() < 0.5:
        id_kind = number = ""
    if number:
        register.numbers.add(number)
    phones: tuple[str, ...] = ()
    if age >= 12 and random.random() < 0.94:
        phones = (names.phone_number(random),)
    if phones and random.random() < 0.06:
        phones = (*phones, names.phone_number(random))
    outside = random.choice(names.OUTSIDE) if status != "here" else ""
    marks = tuple(_marks(random, age, sex, alone)) if status != "absent" else ()
    return Resident(name, sex, born, id_kind, number, phones, status, outside, marks)


def _marks(random: Random, age: int, sex: str, alone: bool) -> Iterator[str]:
    if alone and age >= 65:
        yield "elderly_alone"
    if random.random() < 0.012:
        yield "disabled"
    if sex == "f" and 24 <= age <= 38 and random.random() < 0.02:
        yield "pregnant"
    if age >= 60 and random.random() < 0.05:
        yield "chronic"
    if age < 3:
        yield "infant"
    if random.random() < 0.004:
        yield "hardship"
