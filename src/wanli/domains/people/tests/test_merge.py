"""Two records of one person become one, and two again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import ForeignKey
from tests.world import World

from wanli.domains.accounts.access import access_of
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.people.access import person_for
from wanli.domains.people.duplicates import Pairs
from wanli.domains.people.facets import facets
from wanli.domains.people.models import Merge, Person
from wanli.domains.people.operations.change_residence import change_residence
from wanli.domains.people.operations.correct import Correction, correct
from wanli.domains.people.operations.dismiss_duplicate import dismiss_duplicate
from wanli.domains.people.operations.merge import CHOICES, merge, undo_merge
from wanli.domains.people.operations.register import Newcomer, register
from wanli.domains.people.operations.set_marks import set_marks
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

SYSTEM = Access.system()
CARD, PASSPORT = "11010519491231002X", "E12345678"


def _enter(home: Any, **said: str) -> Person:
    newcomer = Newcomer(**{"name": "单小芳", "birth_date": "1949-12-31", **said})  # type: ignore[arg-type]
    return Person.objects.get(pk=register(access=SYSTEM, label=home.label, newcomer=newcomer))


@pytest.fixture
def two(world: World) -> tuple[Person, Person]:
    """One woman, entered twice: at home, and where her daughter lives."""
    one = _enter(world.home(world.stairwell), document=CARD, phones="13800138001")
    other = _enter(
        world.home(world.elsewhere), document=PASSPORT, phones="13800138002、13800138001",
        registered_outside="外省", sex="女",
    )  # fmt: skip
    set_marks(access=SYSTEM, person_id=one.pk, kinds={"chronic"})
    set_marks(access=SYSTEM, person_id=other.pk, kinds={"chronic", "elderly_alone"})
    change_residence(access=SYSTEM, person_id=other.pk, side="registered", outside="外省某市")
    return Person.objects.get(pk=one.pk), Person.objects.get(pk=other.pk)


def _merge(one: Person, other: Person, *taken: str) -> Merge:
    seen = {str(p.pk): facets(Person.objects.get(pk=p.pk)) for p in (one, other)}
    return merge(access=SYSTEM, survivor_id=one.pk, loser_id=other.pk, taken=set(taken), seen=seen)


def _everything(*persons: Person) -> dict[str, Any]:
    """Every row of these persons and every figure of the books, but for when they changed."""
    ids = [person.pk for person in persons]
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table, column in (
            ("person", "id"), ("residence", "person_id"), ("phone", "person_id"),
            ("keymark", "person_id"),
        ):  # fmt: skip
            cursor.execute(
                f"SELECT to_jsonb(t) - 'updated_at' FROM people_{table} t"
                f" WHERE {column} = ANY (%s) ORDER BY id",
                [ids],
            )
            found[table] = cursor.fetchall()
            cursor.execute(f"SELECT count(*) FROM people_{table}")
            found[f"{table}s"] = cursor.fetchall()
        cursor.execute(
            "SELECT measure, path::text, sum(delta) FROM ledger_entry GROUP BY 1, 2"
            " HAVING sum(delta) <> 0 ORDER BY 1, 2"
        )
        found["books"] = cursor.fetchall()
    return found


@pytest.mark.parametrize(
    "taken", [(), ("name", "sex"), ("document",), ("actual",), ("registered",), CHOICES]
)
def test_merge_and_undo_leave_everything_as_it_was(
    two: tuple[Person, Person], taken: tuple[str, ...]
) -> None:
    before = _everything(*two)
    done = _merge(*two, *taken)
    assert reconcile().agrees
    assert _everything(*two) != before
    undo_merge(access=SYSTEM, merge_id=done.pk)
    assert _everything(*two) == before
    assert reconcile().agrees
    undo_merge(access=SYSTEM, merge_id=done.pk)
    assert _everything(*two) == before


def test_what_is_chosen_survives_and_nothing_is_thrown_away(two: tuple[Person, Person]) -> None:
    one, other = two
    _merge(one, other, "document", "actual", "sex")
    kept, gone = Person.objects.get(pk=one.pk), Person.objects.get(pk=other.pk)
    assert (kept.id_kind, gone.id_kind) == ("passport", "resident")
    assert (kept.path, kept.registered_path) == (other.path, one.path)
    assert kept.sex == "f"
    assert kept.phones.count() == 2
    assert sorted(kept.marks.filter(until=None).values_list("kind", flat=True)) == [
        "chronic", "elderly_alone",
    ]  # fmt: skip
    assert gone.merged_into_id == one.pk
    assert kept.residences.filter(until=None).count() == 2
    assert not gone.residences.filter(until=None).exists()
    assert kept.residences.filter(outside="外省").exists(), "the past follows"


def test_a_merged_record_is_neither_listed_nor_changed(two: tuple[Person, Person]) -> None:
    one, other = two
    _merge(one, other)
    with pytest.raises(Refused, match="已并入"):
        set_marks(access=SYSTEM, person_id=other.pk, kinds=set())
    with pytest.raises(Refused, match="已并入"):
        _merge(one, other)


def test_what_came_after_is_named_and_keeps_the_merge(two: tuple[Person, Person]) -> None:
    one, other = two
    done = _merge(one, other)
    now = facets(Person.objects.get(pk=one.pk))
    said = Correction(name="周小芳", sex="f", phones="13800138003")
    correct(access=SYSTEM, person_id=one.pk, said=said, seen=now)
    with pytest.raises(Refused, match="又改过姓名、电话"):
        undo_merge(access=SYSTEM, merge_id=done.pk)


def test_merges_are_taken_back_in_turn(world: World, two: tuple[Person, Person]) -> None:
    one, other = two
    third = _enter(world.home(world.stairwell))
    first, second = _merge(one, other), _merge(one, third)
    with pytest.raises(Refused, match="后来的那一次"):
        undo_merge(access=SYSTEM, merge_id=first.pk)
    undo_merge(access=SYSTEM, merge_id=second.pk)
    undo_merge(access=SYSTEM, merge_id=first.pk)
    assert reconcile().agrees


def test_a_document_given_to_somebody_else_keeps_the_merge(
    world: World, two: tuple[Person, Person]
) -> None:
    done = _merge(*two)
    _enter(world.home(world.stairwell), name="周小芳", document=PASSPORT)
    with pytest.raises(Refused, match="别人名下"):
        undo_merge(access=SYSTEM, merge_id=done.pk)


def test_a_pair_is_suggested_with_its_reasons_until_somebody_decides(
    two: tuple[Person, Person],
) -> None:
    pairs = Pairs(["w"])
    before = len(pairs)
    (pair,) = [p for p in pairs[:100] if p.one.id == two[0].pk]
    assert pair.reasons == ("姓名相同,出生日期相同", "同一个电话,姓名相近")
    dismiss_duplicate(access=SYSTEM, one_id=two[1].pk, other_id=two[0].pk)
    assert len(Pairs(["w"])) == before - 1
    dismiss_duplicate(access=SYSTEM, one_id=two[0].pk, other_id=two[1].pk)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ({"document": CARD}, {"document": "110105194912310038"}, None),
        ({"document": "E12345678"}, {"document": "E99995678"}, "姓名相同,证件后四位相同"),
        ({}, {"name": "善小芳", "birth_date": "1950-01-01"}, "住同一户,姓名同音"),
        (
            {"phones": "13800138009"},
            {"name": "小芳", "birth_date": "1950-01-01", "phones": "13800138009"},
            "同一个电话,姓名相近",
        ),
    ],
)
def test_reasons(
    world: World, first: dict[str, str], second: dict[str, str], reason: str | None
) -> None:
    home = world.home(world.stairwell)
    one, other = _enter(home, **first), _enter(home, **second)
    found = [p for p in Pairs(["w"])[:100] if {p.one.id, p.other.id} == {one.pk, other.pk}]
    assert (reason in found[0].reasons) if reason else (found == [])


def test_neither_merge_nor_dismissal_reaches_beyond_ones_posts(
    world: World, two: tuple[Person, Person]
) -> None:
    one, other = two
    access = access_of(world.users["committee_worker"].pk)
    with acting(access.scope):
        assert person_for(access, one.pk)
        with pytest.raises(Hidden):
            dismiss_duplicate(access=access, one_id=one.pk, other_id=other.pk)
        with pytest.raises(Hidden):
            merge(access=access, survivor_id=one.pk, loser_id=other.pk, taken=set(), seen={})


def test_the_rows_are_seen_with_the_person_and_only_with_her(
    world: World, two: tuple[Person, Person]
) -> None:
    _merge(*two)
    counts = {}
    for key in ("committee_worker", "other_worker"):
        with acting(access_of(world.users[key].pk).scope), connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM people_merge),"
                           " (SELECT count(*) FROM people_mergeevent)")  # fmt: skip
            counts[key] = cursor.fetchone()
    assert counts == {"committee_worker": (1, 1), "other_worker": (0, 0)}


def test_every_reference_to_a_person_is_known_to_merging() -> None:
    """A new table that points at persons must say here what becomes of its rows in a merge."""
    from django.apps import apps

    known = {
        "people.Residence.person": "follows, or is ended",
        "people.Phone.person": "follows, unless the survivor has the number",
        "people.KeyMark.person": "follows, or is ended",
        "people.RosterChange.person": "stays: which roster changed which record",
        "people.Person.merged_into": "the merge itself",
        "people.Merge.survivor": "stays: merges are undone in turn",
        "people.Merge.loser": "stays",
        "people.Different.one": "stays with the record",
        "people.Different.other": "stays with the record",
        "observation.Case.person": "stays with the record it was opened for, which leads on",
        "contacts.Cared.person": "stays with the record that was put on the list, which leads on",
        "passes.Hold.person": "stays with the case that asked for it",
        "checklists.Match.person": "stays with the record it was matched to, which leads on",
        "arrivals.Returnee.person": "stays with the record she was found to be, which leads on",
    }
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and field.related_model is Person
        and not hasattr(model, "pgh_tracked_model")
    }
    assert found == known.keys()


def test_who_keeps_only_one_of_the_two_does_not_take_it_back(
    world: World, two: tuple[Person, Person]
) -> None:
    merged = _merge(*two)
    access = access_of(world.users["committee_worker"].pk)
    with acting(access.scope), pytest.raises(Hidden):
        undo_merge(access=access, merge_id=merged.pk)
    assert undo_merge(access=SYSTEM, merge_id=merged.pk).undone_at
