"""Those who arrived, counted by what one asks; who sat near whom; the days to come."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wanli.domains.arrivals.models import STANDING, Arrival, Returnee, Stay, Transport, Verdict
from wanli.domains.arrivals.rules.forecast import Ahead, forecast
from wanli.domains.observation.queries import homes_observed
from wanli.domains.places.queries import names
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.parts import Name
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.reading.regions import by_code

__all__ = ["WAYS", "Ahead", "Near", "days_to_come", "expected", "grouped", "together"]

Way = Literal["class", "origin", "day", "transport", "compound"]
WAYS: tuple[Way, ...] = ("class", "origin", "day", "transport", "compound")
LATELY = timedelta(days=30)
COMPOUND = 5
"""Labels in the path of a compound: root, district, subdistrict, area, compound."""
LOOKED_AT = 7
"""Days of which the forecast takes how many began."""


def grouped(paths: Iterable[str], way: Way) -> list[tuple[str, int]]:
    """People who arrived in the last month or are expected, by what is asked; the most first, days
    in their order. A fixed number of queries."""
    since = clock.today() - LATELY
    people = Returnee.objects.filter(
        below(paths), arrival__state__in=STANDING, arrival__arrives_on__gte=since
    )
    if way == "day":
        rows = people.values_list("arrival__arrives_on").annotate(n=Count("pk"))
        return [(date_format(day, "MONTH_DAY_FORMAT"), n) for day, n in sorted(rows.order_by())]
    if way == "transport":
        rows = people.values_list("arrival__transport", "arrival__number").annotate(n=Count("pk"))
        told = {str(key): str(name) for key, name in Transport.choices}
        counted = Counter({
            f"{told.get(how, _('没说'))} {number}".strip(): n for how, number, n in rows.order_by()
        })  # fmt: skip
        return counted.most_common()
    if way == "compound":
        by_place: Counter[str] = Counter()
        for path, n in people.values_list("path").annotate(n=Count("pk")).order_by():
            by_place[".".join(path.split(".")[:COMPOUND])] += n
        called = names(by_place)
        return [(called.get(path, ""), n) for path, n in by_place.most_common()]
    if way == "origin":
        return _origins(people)
    held = Verdict.objects.filter(returnee__in=people.values("pk"), over_at=None)
    by_name = Counter(_words(name) for name in held.values_list("cls_name", flat=True))
    return by_name.most_common()


def _words(name: dict[str, str]) -> str:
    return said(Name(**name)) if name else _("还没归类")


def _origins(people: QuerySet[Returnee]) -> list[tuple[str, int]]:
    """By the province of the last place where they stayed."""
    each: Counter[UUID] = Counter(people.values_list("arrival", flat=True))
    stays = Stay.objects.filter(arrival__in=list(each)).order_by("arrival", "-until", "-pk")
    counted: Counter[str] = Counter()
    last = stays.distinct("arrival").values_list("arrival", "county", "abroad")
    for arrival, county, abroad in last:
        province = by_code(f"{county[:2]}0000") if county else None
        counted[_("境外") if abroad else province.name if province else _("没说")] += each[arrival]
    if left := sum(each.values()) - sum(counted.values()):
        counted[_("没说")] += left
    return counted.most_common()


@dataclass(frozen=True, slots=True)
class Near:
    """A family on the same train or flight. ``how``: 0 within the rows that the plan names, 1 in
    the same carriage, 2 elsewhere on it."""

    arrival: Arrival
    people: int
    how: int


def together(
    paths: Iterable[str], *, number: str, day: date, carriage: str = "", seat: str = "", rows: int
) -> list[Near]:
    """All who came by this train or flight on this day, or on the day after for one that runs
    through the night; the nearest to the seat first. ``rows``: how many on either side are near."""
    number = plain_number(number)
    found = (
        Arrival.objects.filter(
            below(paths), number=number, arrives_on__range=(day, day + timedelta(days=1))
        )
        .exclude(state="closed")
        .annotate(n=Count("returnees"))
        .select_related("place")
        .defer("place__geometry")
    )
    near = [Near(one, one.n, _how_near(one, carriage, seat, rows)) for one in found]
    return sorted(near, key=lambda one: (one.how, one.arrival.carriage, one.arrival.seat))


def plain_number(typed: str) -> str:
    """A train or flight as it is kept: G 7302 → G7302."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())[:12]


def _how_near(one: Arrival, carriage: str, seat: str, rows: int) -> int:
    wanted, own = _digits(carriage), _digits(one.carriage)
    # A flight has no carriages.
    if wanted is not None and own is not None and wanted != own:
        return 2
    if wanted is not None and own is None and one.transport == Transport.TRAIN:
        return 2
    row, her = _digits(seat), _digits(one.seat)
    if row is not None and her is not None and abs(row - her) <= rows:
        return 0
    return 1 if wanted is not None and wanted == own else 2


def _digits(typed: str) -> int | None:
    found = re.search(r"\d+", typed)
    return int(found[0]) if found else None


def expected(paths: Iterable[str], days: int = 7) -> list[tuple[date, int, int]]:
    """Families and people who said that they would arrive on each of the next days."""
    today = clock.today()
    rows = (
        Returnee.objects.filter(below(paths), arrival__state__in=STANDING)
        .filter(arrival__arrives_on__range=(today, today + timedelta(days=days - 1)))
        .values_list("arrival__arrives_on")
        .annotate(families=Count("arrival", distinct=True), people=Count("pk"))
    )
    by_day = {day: (families, people) for day, families, people in rows.order_by()}
    each = [today + timedelta(days=n) for n in range(days)]
    return [(day, *by_day.get(day, (0, 0))) for day in each]


def days_to_come(paths: Sequence[str], *, term_days: int, days: int = 14) -> list[Ahead]:
    """The band of homes under observation on each of the next days."""
    last_days, begun = homes_observed(paths, LOOKED_AT)
    return forecast(last_days, begun, term_days=term_days, today=clock.today(), days=days)
