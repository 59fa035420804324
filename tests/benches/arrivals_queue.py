"""The queue of a committee with five thousand open registrations, as a worker opens it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

import httpx
from django.db import transaction

from tests.benches.bench import Result, Site, percentile, slower_is_worse
from tests.benches.pages import timed
from wanli.domains.arrivals.models import Arrival, Poster, Returnee, Source, Stay
from wanli.domains.arrivals.operations.issue_posters import way_to
from wanli.domains.arrivals.queries import lines, listed
from wanli.domains.arrivals.vault import SAID, Health, seal_health, seal_json
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.ids import uuid7

OPEN, ROUNDS, WHOLE = 5000, 40, 8


def measure(site: Site) -> Result:
    with httpx.Client(base_url=site.url, follow_redirects=True, timeout=120) as client:
        client.get(site.links["committee_worker"])
        label = client.get("/places/").url.path.strip("/").split("/")[1]
        with transaction.atomic():
            path = Place.objects.get(label=label).path
        _fill(path, OPEN - listed([path]).count())
        client.get("/arrivals/")
        times, whole = [], []
        for n in range(ROUNDS):
            # The first page and the ones in the middle, in turn.
            times.append(timed(client, f"/arrivals/?page={n % 8 * 10 + 1}").server)
            if n % (ROUNDS // WHOLE) == 0:
                whole.append(_all_of_them(path))
    return slower_is_worse(
        "arrivals_queue", "ms p95", percentile(times, 0.95), percentile(whole, 0.5), ROUNDS,
        f"server time of a page of fifty of {OPEN} open registrations, those due first; baseline:"
        " all of their lines read and masked, without a page",
    )  # fmt: skip


def _all_of_them(path: str) -> float:
    began = time.perf_counter()
    with transaction.atomic():
        lines(listed([path]))
    return (time.perf_counter() - began) * 1000


def _fill(path: str, missing: int) -> None:
    """So many more registrations below a path: a family of two each, told once. Their figures are
    not booked, which no page of the queue asks for."""
    if missing <= 0:
        return
    with transaction.atomic():
        compound = Place.objects.filter(path__within=path, kind="compound").order_by("path")[0]
        poster = Poster.objects.get(code=way_to(compound.label))
        doors = list(Place.objects.filter(path__within=compound.path, kind="household")[:missing])
        healthy, said = seal_health(Health(False)), seal_json(SAID, {})
        made = [_arrival(poster, doors[n % len(doors)], n) for n in range(missing)]
        Arrival.objects.bulk_create(made, batch_size=1000)
        Returnee.objects.bulk_create(_people(made, healthy), batch_size=1000)
        Stay.objects.bulk_create(
            [
                Stay(
                    arrival=one, path=one.path, county="420106", words="湖北武汉武昌",
                    since=one.arrives_on - timedelta(days=14), until=one.arrives_on,
                )
                for one in made
            ],
            batch_size=1000,
        )  # fmt: skip
        Source.objects.bulk_create(
            [
                Source(
                    arrival=one, path=one.path, kind="self", said_cipher=said,
                    token=uuid7().hex,
                )
                for one in made
            ],
            batch_size=1000,
        )  # fmt: skip


def _arrival(poster: Poster, door: Place, n: int) -> Arrival:
    now = clock.now()
    return Arrival(
        place=door, path=door.path, poster=poster, home_words="101", arrives_on=clock.today(),
        transport="train", number=f"G{7000 + n % 90}", carriage=str(n % 16 + 1), seat="12A",
        verify_by=now + timedelta(minutes=n % 1440),
    )  # fmt: skip


def _people(made: Sequence[Arrival], healthy: bytes) -> list[Returnee]:
    return [
        Returnee(
            arrival=one, path=one.path, ordinal=ordinal, name=name, health_cipher=healthy,
        )
        for one in made
        for ordinal, name in ((1, "周小芳"), (2, "王海"))
    ]  # fmt: skip
