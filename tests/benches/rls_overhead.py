"""What the last wall costs: a count of people under the policy against the same count without."""

from __future__ import annotations

import time

import psycopg
from django.db import connection, transaction

from tests.benches.bench import Result, Site, percentile, slower_is_worse
from wanli.config.backup import owner_conninfo
from wanli.config.options import load
from wanli.domains.places.models import Place
from wanli.ground.acting import acting
from wanli.kernel.scope import Scope

ROUNDS = 60


def measure(site: Site) -> Result:
    with transaction.atomic():
        path = Place.objects.filter(kind="compound").order_by("path")[0].path
    under, free = [], []
    with psycopg.connect(**owner_conninfo(load())) as owner:
        for _ in range(ROUNDS):
            with acting(Scope(places=(path,), people=(path,))), transaction.atomic():
                began = time.perf_counter()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM people_person")
                    one = cursor.fetchone()
                under.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            other = owner.execute(
                "SELECT count(*) FROM people_person WHERE path <@ %s::ltree"
                " OR registered_path <@ %s::ltree",
                [path, path],
            ).fetchone()
            free.append((time.perf_counter() - began) * 1000)
            assert one == other
    return slower_is_worse(
        "rls_overhead", "ms median", percentile(under, 0.5), percentile(free, 0.5), ROUNDS,
        "people of a compound counted by the application's role under the policy, against the"
        " owner with the condition written out",
    )  # fmt: skip
