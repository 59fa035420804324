"""A subdistrict's roster from one workbook, against django-import-export on the same rows."""

from __future__ import annotations

import time
from random import Random

from django.db import transaction
from django.db.models import QuerySet
from import_export import fields, resources
from import_export.widgets import Widget
from tablib import Dataset

from tests.benches.bench import Result, Site
from tests.rosters import BORN, workbook
from wanli.demo.generate import names
from wanli.domains.people.models import Household, Person, Phone, Residence
from wanli.domains.people.operations.import_roster import LANES, read_in, run
from wanli.domains.people.queries import taken
from wanli.domains.people.rules.names import pinyin
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.domains.places.models import Place
from wanli.domains.places.operations.add import add_place
from wanli.domains.places.queries import find
from wanli.kernel.access import Access
from wanli.reading import values

PEOPLE, COMPOUNDS = 80_000, 33
BASELINE_ROWS = 600
HEAD = ["小区", "楼号", "单元", "室号", "姓名", "性别", "证件号", "手机", "户籍地"]


def rows(number: int, seed: int) -> list[list[object]]:
    """People in households of two or three."""
    from datetime import date

    random, found, used, home = Random(seed), [], set(), 0
    while len(found) < number:
        rest, compound = divmod(home, COMPOUNDS)
        rest, building = divmod(rest, 14)
        floor, stairwell = divmod(rest, 3)
        room = (floor // 4 + 1) * 100 + floor % 4 + 1
        home += 1
        for _ in range(2 + (home % 3 > 0)):
            sex = random.choice("fm")
            born = date.fromordinal(random.randint(*BORN))
            document = names.document_number(random, born, sex)
            if document in used:
                continue
            used.add(document)
            found.append(
                [f"试验{compound}苑", building + 1, stairwell + 1, room]
                + [names.person_name(random, sex, born.year), "男" if sex == "m" else "女"]
                + [document, names.phone_number(random), "本处"]
            )
    return found[:number]


class Digest(Widget):
    """Bytes, as a sheet can hold them."""

    def clean(self, value: object, row: object = None, **kwargs: object) -> bytes:
        return bytes.fromhex(str(value))

    def render(self, value: bytes | None, obj: object = None, **kwargs: object) -> str:
        return bytes(value or b"").hex()


class PersonResource(resources.ModelResource):
    """What a Django project would write: a resource that looks for each row's person by the same
    digest, and saves the same fields under the same encryption."""

    name = fields.Field(attribute="name", column_name="姓名")
    id_index = fields.Field(attribute="id_index", column_name="id_index", widget=Digest())

    class Meta:
        model = Person
        fields = ("name", "id_index")
        import_id_fields = ("id_index",)
        use_transactions = True

    def get_queryset(self) -> QuerySet[Person]:
        # The index on documents leaves out merged records: so must whoever wants to use it.
        return Person.objects.filter(merged_into=None)

    def before_import_row(self, row: dict, **kwargs: object) -> None:
        row["id_index"] = keyring().index(DOCUMENT, str(row["证件号"])).hex()

    def before_save_instance(self, instance: Person, row: dict, **kwargs: object) -> None:
        ring = keyring()
        number = str(row["证件号"])
        instance.path = DOORS[str(row["室号"])].path
        instance.pinyin, instance.initials = pinyin(instance.name)
        instance.sex = "m" if row["性别"] == "男" else "f"
        instance.birth_date = values.document(number).birth_date
        instance.id_kind = "resident"
        instance.id_cipher = ring.seal(DOCUMENT, number)
        instance.id_tail = ring.tail(DOCUMENT, number)

    def after_save_instance(self, instance: Person, row: dict, **kwargs: object) -> None:
        ring, phone = keyring(), str(row["手机"])
        door = DOORS[str(row["室号"])]
        Household.objects.get_or_create(place=door, defaults={"path": door.path})
        Residence.objects.create(
            person=instance, place=door, path=door.path, registered=True, actual=True
        )
        Phone.objects.create(
            person=instance, path=door.path, cipher=ring.seal(PHONE, phone),
            index=ring.index(PHONE, phone), tail=ring.tail(PHONE, phone),
        )  # fmt: skip


DOORS: dict[str, Place] = {}


def measure(site: Site) -> Result:
    access = Access.system()
    area = _area(access)
    seed = time.time_ns()
    content = workbook({"名册": [HEAD, *rows(PEOPLE, seed)]})
    # Half of the baseline before and half after: the machine may be busier in one of the minutes.
    baseline = _baseline(seed + 1)
    began = time.perf_counter()
    roster, reading = read_in(
        access=access, label=area.label, content=content, file_name="all.xlsx", create_places=True
    )
    ended = run(access=access, roster_id=roster.pk, reading=reading, lanes=LANES)
    seconds = time.perf_counter() - began
    # One or two made-up numbers may belong to somebody of the demo already.
    assert ended.done > PEOPLE * 0.999, ended.summary["counts"]
    baseline = (baseline + _baseline(seed + 2)) / 2
    rate = PEOPLE / seconds
    return Result(
        "import_roster", "rows/s", round(rate, 1), round(baseline, 1), round(rate / baseline, 1),
        PEOPLE,
        f"one xlsx of {PEOPLE} people, preview and write together in {seconds:.1f} s, with"
        " ledger, history, checks and places made; baseline: django-import-export, preview (its"
        f" dry run) and write of {BASELINE_ROWS} such rows twice (found by digest; residence, home,"
        " phone; same encryption and history), without ledger, places, or reading the file",
    )  # fmt: skip


def _area(access: Access) -> Place:
    with transaction.atomic():
        street = next(place for place in find("万里街道") if place.kind == "subdistrict")
        area = add_place(
            access=access, parent=street.label, kind="area", name=f"试验{time.time_ns()}"
        )
        for number in range(COMPOUNDS):
            add_place(access=access, parent=area.label, kind="compound", name=f"试验{number}苑")
    return area


def _baseline(seed: int) -> float:
    """Rows a second; behind doors that stand in the demo."""
    with transaction.atomic():
        doors = Place.objects.filter(kind="household", retired_on=None)[:2000]
        DOORS.update({door.name: door for door in doors})
    made_up = [row for row in rows(PEOPLE // 8, seed) if str(row[3]) in DOORS]
    # Some of the numbers may belong to somebody of the demo: only new people, as in the file.
    ring = keyring()
    with transaction.atomic():
        known = taken([ring.index(DOCUMENT, str(row[6])) for row in made_up])
    given = [r for r in made_up if ring.index(DOCUMENT, str(r[6])) not in known][:BASELINE_ROWS]
    dataset = Dataset(*[[*row, ""] for row in given], headers=[*HEAD, "id_index"])
    began = time.perf_counter()
    for dry_run in (True, False):
        with transaction.atomic():
            result = PersonResource().import_data(dataset, dry_run=dry_run, raise_errors=True)
        assert not result.has_errors()
    return len(given) / (time.perf_counter() - began)
