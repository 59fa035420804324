"""What is known of a person, side by side, so that two states can be held against each other."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from wanli.domains.people.models import Person
from wanli.domains.people.vault import keyring

FACETS = {
    "name": _("姓名"),
    "sex": _("性别"),
    "birth_date": _("出生日期"),
    "document": _("证件"),
    "phones": _("电话"),
    "homes": _("居住与户籍"),
    "marks": _("重点对象"),
    "left": _("搬走"),
}


def facets(person: Person) -> dict[str, str]:
    """A keyed digest of each: equal when the person is known the same way, and saying no more.

    Places count by their id, so that a place which moves changes nothing. Three queries.
    """
    homes = person.residences.filter(until=None).values_list(
        "place_id", "outside", "registered", "actual"
    )
    said: dict[str, object] = {
        "name": person.name,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "document": [person.id_kind, bytes(person.id_index or b"").hex()],
        "phones": sorted(bytes(i).hex() for i in person.phones.values_list("index", flat=True)),
        "homes": sorted(map(str, homes)),
        "marks": sorted(person.marks.filter(until=None).values_list("kind", flat=True)),
        "left": person.left_on,
    }
    ring = keyring()
    return {key: ring.index(f"person.{key}", str(value)).hex() for key, value in said.items()}


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The facets that differ, by key."""
    return [key for key in FACETS if before.get(key) != now.get(key)]
