"""Who is expected behind each door: for lists that go out on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wanli.domains.people.models import Person
from wanli.domains.people.queries import age_on
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.masking import mask_name


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who lives, or is registered, behind a door."""

    name: str
    sex: str
    """``f``, ``m`` or nothing."""
    age: int | None


def expected(paths: Iterable[str], *, masked: bool = True) -> dict[str, list[Expected]]:
    """By the path of the door, the eldest first. One query.

    In the clear only for ``operations.open_names``, which logs it.
    """
    today = clock.today()
    found: dict[str, list[Expected]] = {}
    persons = Person.objects.filter(below(paths), merged_into=None, left_on=None)
    for path, name, sex, born in persons.order_by("path", "birth_date", "id").values_list(
        "path", "name", "sex", "birth_date"
    ):
        shown = mask_name(name) if masked else name
        found.setdefault(path, []).append(Expected(shown, sex, age_on(born, today)))
    return found
