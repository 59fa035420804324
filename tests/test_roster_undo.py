"""Taking a roster back: everything it touched is as it was, the books too."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import rosters
from tests.importing import SYSTEM, book, counts, enter, residents, take
from tests.jobs import asked_for
from tests.world import World
from wanli.domains.jobs.operations.perform import perform
from wanli.domains.jobs.registry import Stopped
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.people.models import (
    Household,
    KeyMark,
    Person,
    Phone,
    Residence,
    Roster,
    RosterBatch,
)
from wanli.domains.people.operations import import_roster
from wanli.domains.people.operations.move_out import move_out
from wanli.domains.people.operations.set_marks import set_marks
from wanli.domains.people.operations.undo_roster import undo
from wanli.domains.people.roster_history import later_changes
from wanli.domains.places.models import Place
from wanli.domains.routines.operations.days import lay_out
from wanli.kernel import clock
from wanli.kernel.errors import Refused

PEOPLE = rosters.people(3, 1)[:3]
HEAD = ["姓名", "身份证号", "手机", "地址", "备注", "性别"]


def _state(place: Place) -> dict[str, list[object]]:
    """Everything that is known below a place, but for when it was last written."""
    inside = {"path__within": place.path}
    return {
        "people": list(
            Person.objects.filter(**inside)
            .order_by("id")
            .values_list("id", "path", "registered_path", "sex", "birth_date", "id_index")
        ),
        "residences": list(
            Residence.objects.filter(**inside)
            .order_by("id")
            .values_list("id", "place", "path", "registered", "actual", "until")
        ),
        "phones": list(Phone.objects.filter(**inside).order_by("id").values_list("id", "path")),
        "marks": list(KeyMark.objects.filter(**inside).order_by("id").values_list("id", "until")),
        "homes": list(Household.objects.filter(**inside).order_by("path").values_list("path")),
        "doors": list(
            Place.objects.standing().within(place.path).order_by("path").values_list("path")
        ),
    }


def test_a_new_roster_leaves_nothing_behind(compound: Place) -> None:
    before = _state(compound)
    roster = enter(compound, (rosters.DATA / "plain.xlsx").read_bytes(), "plain.xlsx")
    assert residents(compound) > 0
    undo(access=SYSTEM, roster_id=roster.pk)
    assert _state(compound) == before
    assert residents(compound) == 0
    assert reconcile().differences == []
    undo(access=SYSTEM, roster_id=roster.pk)


def test_what_was_laid_out_meanwhile_ends_with_its_place(compound: Place) -> None:
    lay_out(compound.path, clock.today())
    before = _due(compound)
    roster = enter(compound, (rosters.DATA / "plain.xlsx").read_bytes(), "plain.xlsx")
    lay_out(compound.path, clock.today())
    assert _due(compound) > before
    undo(access=SYSTEM, roster_id=roster.pk)
    assert _due(compound) == before
    assert reconcile().differences == []


def _due(place: Place) -> int:
    return sum(f.stock for f in figures(labels=[place.label], measures=["routines_due"]))


def test_changed_people_are_what_they_were(compound: Place) -> None:
    p, q = rosters.people(1, 1)[:2] if len(rosters.people(1, 1)) > 1 else rosters.people(2, 2)[:2]
    enter(
        compound,
        book([HEAD, [p.name, "", p.phone, "1-1-101", "", ""], [q.name, q.document, "", "1-1-101"]]),
        "a.xlsx",
    )
    before = _state(compound)
    changed = book(
        [
            HEAD,
            [p.name, p.document, "15400000001", "1-1-101", "孕妇", "女"],
            [q.name, q.document, "15400000002", "2-1-201", "", ""],
        ]
    )
    roster = enter(compound, changed, "b.xlsx")
    assert counts(roster) == {"changed": 2}
    assert _state(compound) != before
    undo(access=SYSTEM, roster_id=roster.pk)
    assert _state(compound) == before
    assert reconcile().differences == []
    assert counts(take(compound, changed, "b.xlsx")) == {"changed": 2}


def test_who_was_changed_since_stands_in_the_way_by_name(compound: Place) -> None:
    roster = enter(compound, (rosters.DATA / "plain.xlsx").read_bytes(), "plain.xlsx")
    gone, marked = Person.objects.filter(path__within=compound.path).order_by("id")[:2]
    move_out(access=SYSTEM, person_id=gone.pk)
    set_marks(access=SYSTEM, person_id=marked.pk, kinds={"chronic"})
    with pytest.raises(Refused, match="2 人"):
        undo(access=SYSTEM, roster_id=roster.pk)
    found = {one.id: one.what for one in later_changes(roster)}
    assert found[gone.pk] == ("person", "residence")
    assert found[marked.pk] == ("keymark",)


def test_the_rest_is_undone_when_asked(compound: Place) -> None:
    roster = enter(compound, (rosters.DATA / "plain.xlsx").read_bytes(), "plain.xlsx")
    kept = Person.objects.filter(path__within=compound.path).order_by("id")[0]
    set_marks(access=SYSTEM, person_id=kept.pk, kinds={"chronic"})
    ended = undo(access=SYSTEM, roster_id=roster.pk, rest=True)
    assert ended.state == Roster.State.UNDONE
    assert [p.pk for p in Person.objects.filter(path__within=compound.path)] == [kept.pk]
    assert [h.path for h in Household.objects.filter(path__within=compound.path)] == [kept.path]
    assert residents(compound) == 1
    assert reconcile().differences == []


def test_another_roster_behind_the_same_doors_stays(compound: Place) -> None:
    first = enter(compound, book([HEAD, ["周小芳", "", "", "1-1-101"]]), "a.xlsx")
    enter(compound, book([HEAD, ["周小明", "", "", "1-1-101"]]), "b.xlsx")
    undo(access=SYSTEM, roster_id=first.pk)
    assert [p.name for p in Person.objects.filter(path__within=compound.path)] == ["周小明"]
    assert Household.objects.filter(path__within=compound.path).count() == 1
    assert reconcile().differences == []


def test_stopped_between_two_batches_the_rest_can_be_taken_back_later(
    compound: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _state(compound)
    monkeypatch.setattr(import_roster, "BATCH", 1)
    rows = [HEAD, *([p.name, p.document, "", f"1-{n}-101"] for n, p in enumerate(PEOPLE, 1))]
    roster = enter(compound, book(rows), "a.xlsx")

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        undo(access=SYSTEM, roster_id=roster.pk, progress=stop)
    assert residents(compound) == len(PEOPLE) - 1
    roster.refresh_from_db()
    assert (roster.state, roster.summary["taken_back"]) == (Roster.State.DONE, 1)
    undo(access=SYSTEM, roster_id=roster.pk)
    assert _state(compound) == before
    assert reconcile().differences == []


def test_a_press_on_take_back_is_one_job_however_often_it_is_pressed(
    world: World, compound: Place
) -> None:
    roster = enter(compound, (rosters.DATA / "plain.xlsx").read_bytes(), "plain.xlsx")
    secretary = world.client("committee_secretary")
    url = reverse("imports:undo", args=[roster.pk])
    job = asked_for(secretary.post(url))
    assert asked_for(secretary.post(url)) == job
    assert "正在撤回" in secretary.get(reverse("imports:roster", args=[roster.pk])).content.decode()
    perform(job_id=job.pk)
    roster.refresh_from_db()
    assert roster.state == Roster.State.UNDONE
    assert secretary.post(url)["Location"] == reverse("imports:roster", args=[roster.pk])


def test_a_roster_of_an_older_version_says_that_it_cannot_be_taken_back(compound: Place) -> None:
    roster = enter(compound, (rosters.DATA / "plain.xlsx").read_bytes(), "plain.xlsx")
    RosterBatch.objects.filter(roster=roster).delete()
    with pytest.raises(Refused, match="旧版本"):
        undo(access=SYSTEM, roster_id=roster.pk)
    assert residents(compound) > 0
