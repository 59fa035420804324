"""What the ledger keeps on homes and people."""

from __future__ import annotations

from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure
from wanli.domains.people.models import MarkKind


def _homes(key: str, name: Promise, condition: str) -> Measure:
    recount = f"SELECT place_id, path, place_id FROM people_household WHERE {condition}"
    return Measure(key, name, "household", recount, ends_with_place=True)


def _residents(key: str, name: Promise, condition: str = "") -> Measure:
    recount = (
        "SELECT person_id, path FROM people_residence"
        f" WHERE actual AND until IS NULL AND place_id IS NOT NULL{condition}"
    )
    return Measure(key, name, "person", recount)


HOMES = (
    _homes("households", _("住户"), "use IN ('lived_in', 'let')"),
    _homes("let_homes", _("出租房"), "use = 'let'"),
    _homes("empty_homes", _("空置房"), "use = 'empty'"),
)
RESIDENTS = (
    _residents("residents", _("居住人口")),
    _residents("registered_elsewhere", _("人户分离"), " AND NOT registered"),
)
MARKS = (
    Measure(
        "key_persons",
        _("重点对象"),
        "person",
        "SELECT DISTINCT person_id, path FROM people_keymark WHERE until IS NULL",
    ),
    *(
        Measure(
            f"key_{kind.value}",
            cast(Promise, kind.label),
            "person",
            "SELECT person_id, path FROM people_keymark"
            f" WHERE until IS NULL AND kind = '{kind.value}'",
        )
        for kind in MarkKind
    ),
)
MEASURES = (*HOMES, *RESIDENTS, *MARKS)

OF_A_HOME = tuple(measure.key for measure in HOMES)
OF_A_PERSON = tuple(measure.key for measure in (*RESIDENTS, *MARKS))
