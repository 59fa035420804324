"""Names found among 80,000, against the same search written with the ORM under the policy."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from tests.benches.bench import Result, Site, percentile, slower_is_worse
from wanli.domains.accounts.access import access_of
from wanli.domains.accounts.queries import users_by_name
from wanli.domains.people.models import Person
from wanli.domains.people.queries import find_people
from wanli.ground.acting import acting

SAID = ("王秀", "wang", "lihua", "zxf", "李", "chenjianguo", "1234", "周小芳")


def measure(site: Site) -> Result:
    with transaction.atomic():
        user = users_by_name(["leading_group_head"])["leading_group_head"]
        access = access_of(user.pk)
    with acting(access.scope):
        ours = _times(lambda said: find_people(said))
        plain = _times(
            lambda said: list(
                Person.objects.filter(
                    Q(name__contains=said) | Q(pinyin__startswith=said) | Q(initials=said),
                    merged_into=None,
                    left_on=None,
                ).order_by("name")[:20]
            )
        )
    return slower_is_worse(
        "search", "ms p95", percentile(ours, 0.95), percentile(plain, 0.95), len(ours),
        "find_people as the leading-group head (rows loaded and masked) against an ORM filter under"
        " row-level security (rows alone)",
    )  # fmt: skip


def _times(search: Callable[[str], object]) -> list[float]:
    found = []
    for _ in range(8):
        for said in SAID:
            began = time.perf_counter()
            with transaction.atomic():
                search(said)
            found.append((time.perf_counter() - began) * 1000)
    return found
