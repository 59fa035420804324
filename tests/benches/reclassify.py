"""A changed table held against a hundred thousand people who arrived: who would move."""

from __future__ import annotations

import random
import time
from datetime import timedelta

from django.db import transaction

from tests.benches.bench import Result, Site, slower_is_worse
from wanli.domains.accounts.models import User
from wanli.domains.arrivals.areas import key_areas
from wanli.domains.arrivals.models import AreaNotice, Arrival, KeyArea, Returnee, Stay, Verdict
from wanli.domains.arrivals.moves import moves
from wanli.domains.arrivals.operations.judge import differs, verdict_of
from wanli.domains.arrivals.vault import Health, seal_health
from wanli.domains.arrivals.weighing import at_hand, weigh
from wanli.domains.places.models import Place
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.reading import read, write
from wanli.domains.plans.rules.table import judged
from wanli.kernel import clock
from wanli.reading.regions import suggested

FAMILIES, EACH, ONE_BY_ONE = 50_000, 2, 2_000
RUNS = 5


def measure(site: Site) -> Result:
    with transaction.atomic():
        street = Place.objects.get(kind="subdistrict")
        _arrive(street)
    with transaction.atomic():
        _judge(street.path)
    plan = plan_in_force(street.path).plan
    changed = write(plan)
    changed["sorting"]["rows"][1]["stayed"] = "medium_up"
    other = read(changed)
    took, found = [], None
    for _run in range(RUNS):
        with transaction.atomic():
            began = time.perf_counter()
            found = moves(street.path, other, key_areas(street.path))
            took.append(time.perf_counter() - began)
    assert found is not None
    with transaction.atomic():
        by_hand = _one_by_one(street.path)
        listed = KeyArea.objects.count()
    value = sorted(took)[RUNS // 2]
    return slower_is_worse(
        "reclassify", "s", value, by_hand * found.everybody, found.everybody,
        f"moves() over {found.everybody} people of {FAMILIES} families: read, opened, weighed by a"
        f" changed table and {listed} key areas, held against the verdicts that hold ({found.total}"
        f" would move); median of {RUNS}; baseline: the engine asked for each by herself, for"
        f" {ONE_BY_ONE} people whose facts are known already, times the same number",
    )  # fmt: skip


def _one_by_one(path: str) -> float:
    plan, areas = plan_in_force(path).plan, key_areas(path)
    people, stays = at_hand(path)
    facts = [one.facts for one in weigh(people[:ONE_BY_ONE], stays, plan, areas)]
    began = time.perf_counter()
    for one in facts:
        judged(plan.sorting, [one])
    return (time.perf_counter() - began) / len(facts)


def _arrive(street: Place) -> None:
    """Families from all over, a tenth of the counties on the list."""
    if Arrival.objects.count() >= FAMILIES:
        return
    rnd, today = random.Random(5), clock.today()
    homes = list(Place.objects.filter(path__within=street.path, kind="household")[:FAMILIES])
    counties = [
        one for head in ("湖北", "浙江", "河南", "四川", "广东", "江苏")
        for city in suggested(head, at_most=1)
        for one in _counties(city.code)
    ]  # fmt: skip
    _list(street, counties[::10])
    arrivals = [
        Arrival(
            place=home, path=home.path, arrives_on=today - timedelta(days=rnd.randrange(40)),
            verify_by=clock.now(),
        )
        for home in (homes[n % len(homes)] for n in range(FAMILIES))
    ]  # fmt: skip
    Arrival.objects.bulk_create(arrivals, batch_size=2_000)
    stays, people = [], []
    for one in arrivals:
        for _n in range(rnd.choice([1, 1, 2])):
            code, name = rnd.choice(counties)
            until = one.arrives_on - timedelta(days=rnd.randrange(14))
            since = until - timedelta(days=rnd.randrange(8))
            stays.append(
                Stay(
                    arrival=one, path=one.path, county=code, words=name, since=since, until=until,
                    passed=rnd.random() < 0.2,
                )
            )  # fmt: skip
        for ordinal in range(EACH):
            ill = ("cough",) if rnd.random() < 0.03 else ()
            health = Health(contact=rnd.random() < 0.01, symptoms=ill)
            people.append(
                Returnee(
                    arrival=one, path=one.path, ordinal=ordinal + 1, name="某人",
                    health_cipher=seal_health(health),
                )
            )  # fmt: skip
    Stay.objects.bulk_create(stays, batch_size=5_000)
    Returnee.objects.bulk_create(people, batch_size=5_000)


def _judge(path: str) -> None:
    """Verdicts without their books: it is not the books that are measured."""
    now = plan_in_force(path)
    weighed = weigh(*at_hand(path), now.plan, key_areas(path))
    rows = [verdict_of(now, one) for one in weighed if differs(one)]
    Verdict.objects.bulk_create(rows, batch_size=5_000)


def _counties(province: str) -> list[tuple[str, str]]:
    from wanli.reading.regions import _all

    return [
        (code, one.name)
        for code, one in _all().items()
        if code[:2] == province[:2] and one.level == 3 and one.stands
    ]


def _list(street: Place, counties: list[tuple[str, str]]) -> None:
    one, other = User.objects.order_by("pk")[:2]
    since = clock.today() - timedelta(days=60)
    notice = AreaNotice.objects.create(
        place=street, path=street.path, title="bench", file_name="bench.xlsx", day=since,
        state="adopted", proposed_by=one, proposed_at=clock.now(), adopted_by=other,
        adopted_at=clock.now(),
    )  # fmt: skip
    KeyArea.objects.bulk_create(
        KeyArea(
            place=street, path=street.path, code=code, name=name, notice=notice, since=since,
            level=("low", "medium", "high")[number % 3],
        )
        for number, (code, name) in enumerate(counties)
    )  # fmt: skip
