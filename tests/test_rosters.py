"""Rosters in every layout that colleagues type: read, entered, mended, entered again."""

from __future__ import annotations

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests import rosters
from tests.importing import SYSTEM, book, counts, enter, residents, sentences, take
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.people.models import Person, Phone, Roster
from wanli.domains.people.operations.import_roster import cancel, remap, run, take_in
from wanli.domains.people.queries import refused_rows
from wanli.domains.places.models import Place
from wanli.domains.places.operations.add import add_place
from wanli.ground.acting import acting


@pytest.mark.parametrize("name", rosters.FILES)
def test_every_layout_is_read_entered_and_known_again(compound: Place, name: str) -> None:
    _make, good, refused = rosters.FILES[name]
    content = (rosters.DATA / name).read_bytes()
    roster = enter(compound, content, name)
    assert counts(roster) == {"new": good} | ({"refused": refused} if refused else {})
    assert roster.state == Roster.State.DONE
    assert residents(compound) == good
    again = take(compound, content, name)
    assert counts(again) == {"unchanged": good} | ({"refused": refused} if refused else {})
    assert reconcile().differences == []


def test_the_files_are_what_the_script_writes() -> None:
    for name in ("gb18030.csv", "foreign.csv", "old.xls"):
        make, _good, _refused = rosters.FILES[name]
        assert (rosters.DATA / name).read_bytes() == make()


def test_a_household_written_once_goes_on_below(compound: Place) -> None:
    enter(compound, (rosters.DATA / "merged.xlsx").read_bytes(), "merged.xlsx")
    found = {}
    for p in rosters.people(2, 20):
        found.setdefault((p.building, p.stairwell, p.room), []).append(p.name)
    for (building, stairwell, room), names in found.items():
        door = Place.objects.get(
            name=str(room),
            parent__name=f"{stairwell}单元",
            parent__parent__name=f"{building}号楼",
            path__within=compound.path,
        )
        there = Person.objects.filter(path=door.path).values_list("name", flat=True)
        assert sorted(there) == sorted(names)


def test_refused_rows_come_back_and_go_in_when_mended(compound: Place) -> None:
    roster = enter(compound, (rosters.DATA / "faults.xlsx").read_bytes(), "faults.xlsx")
    made = refused_rows(roster)
    assert made is not None
    page = load_workbook(io.BytesIO(made)).worksheets[0]
    headings = [cell.value for cell in page[1]]
    assert headings[-1] == "错误"
    said = [row[-1].value for row in page.iter_rows(min_row=2)]
    assert len(said) == 10
    assert all(said)
    assert "校验位不对" in " ".join(said)
    assert "不存在" in " ".join(said)
    marked = page.cell(2, headings.index("身份证号") + 1)
    assert marked.fill.fgColor.rgb == "FFF6CFC7"
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)
    person = rosters.people(9, 1)[0]
    page.cell(2, headings.index("身份证号") + 1).value = person.document
    while page.max_row > 2:
        page.delete_rows(3)
    stream = io.BytesIO()
    page.parent.save(stream)
    mended = enter(compound, stream.getvalue(), "mended.xlsx")
    assert counts(mended) == {"new": 1}
    assert residents(compound) == 4


def test_what_changed_is_said_field_by_field(compound: Place) -> None:
    head = ["姓名", "身份证号", "手机", "地址", "备注"]
    p = rosters.people(1, 1)[0]
    enter(compound, book([head, [p.name, p.document, p.phone, "1-1-101", ""]]), "a.xlsx")
    moved = book([head, [p.name, p.document, "15400000001", "2-1-201", "孕妇"]])
    roster = take(compound, moved, "b.xlsx")
    assert counts(roster) == {"changed": 1}
    assert roster.summary["changes"] == {"address": 1, "phones": 1, "marks": 1}
    run(access=SYSTEM, roster_id=roster.pk)
    person = Person.objects.get(path__within=compound.path)
    assert Phone.objects.filter(person=person).count() == 2
    assert Place.objects.get(path=person.path).name == "201"
    assert residents(compound) == 1
    assert reconcile().differences == []
    assert counts(take(compound, moved, "b.xlsx")) == {"unchanged": 1}


def test_the_preview_says_from_what_to_what_and_masks_it(world: World) -> None:
    compound = Place.objects.get(path=world.stairwell.path.rsplit(".", 2)[0])
    head = ["姓名", "性别", "出生日期", "手机", "地址", "备注"]
    kept = ["周小芳", "", "1950-03-05", "15400000001", "1-1-101", ""]
    enter(compound, book([head, kept]), "a.xlsx")
    moved = ["周小芳", "女", "1951-03-05", "15400000002", "1-1-101", "孕妇"]
    roster = take(compound, book([head, moved]), "b.xlsx")
    (row,) = roster.summary["rows"]["changed"]
    assert [list(told) for told in row["changes"]] == [
        ["sex", [""], ["f"]],
        ["birth_date", ["1950-**-**"], ["1951-**-**"]],
        ["phones", ["154****0001"], ["154****0001", "154****0002"]],
        ["marks", [], ["pregnant"]],
    ]
    url = reverse("imports:roster", args=[roster.pk])
    page = world.client("committee_secretary").get(url).content.decode()
    assert "1950-**-** → <b>1951-**-**</b>" in page
    assert "不详 → <b>女</b>" in page
    assert "(没有) → <b>孕产妇</b>" in page
    assert "15400000002" not in page + json.dumps(roster.summary)


def test_a_move_is_told_by_both_addresses(compound: Place) -> None:
    head = ["姓名", "身份证号", "地址"]
    p = rosters.people(1, 1)[0]
    enter(compound, book([head, [p.name, p.document, "1-1-101"]]), "a.xlsx")
    roster = take(compound, book([head, [p.name, p.document, "2-1-201"]]), "b.xlsx")
    (row,) = roster.summary["rows"]["changed"]
    (told,) = row["changes"]
    here = compound.name
    assert list(told) == [
        "address", [f"{here} 1号楼 1单元 101"], [f"{here} 2号楼 1单元 201"]
    ]  # fmt: skip


def test_namesakes_are_held_back_with_the_reason(compound: Place) -> None:
    head = ["姓名", "出生日期", "手机", "地址"]
    enter(compound, book([head, ["周小芳", "1980-02-03", "15400000001", "1-1-101"]]), "a.xlsx")
    roster = enter(compound, book([head, ["周小芳", "1980.2.3", "", "1-1-102"]]), "b.xlsx")
    assert counts(roster) == {"duplicate": 1}
    assert "出生日期相同" in sentences(roster)
    assert residents(compound) == 1


def test_one_document_under_two_names_is_a_conflict(compound: Place) -> None:
    head = ["姓名", "身份证号", "地址"]
    p = rosters.people(1, 1)[0]
    enter(compound, book([head, [p.name, p.document, "1-1-101"]]), "a.xlsx")
    roster = enter(compound, book([head, ["冒名者", p.document, "1-1-102"]]), "b.xlsx")
    assert counts(roster) == {"conflict": 1}
    assert p.name not in sentences(roster)


def test_a_document_of_somebody_out_of_sight_is_refused_without_a_name(world: World) -> None:
    head = ["姓名", "身份证号", "地址"]
    p = rosters.people(1, 1)[0]
    area = world.post("committee_worker").place
    here = add_place(access=SYSTEM, parent=area.label, kind="compound", name="桐荫里")
    enter(here, book([head, [p.name, p.document, "1-1-101"]]), "a.xlsx")
    other = world.post("other_worker").place
    there = add_place(access=SYSTEM, parent=other.label, kind="compound", name="桂影里")
    access = access_of(world.users["other_worker"].pk)
    with acting(access.scope):
        roster = take_in(
            access=access,
            label=there.label,
            content=book([head, [p.name, p.document, "1-1-101"], ["周小芳", "", "1-1-101"]]),
            file_name="b.xlsx",
            create_places=True,
        )
        roster = run(access=access, roster_id=roster.pk)
    assert counts(roster) == {"conflict": 1, "new": 1}
    assert "已在别处登记" in sentences(roster)
    assert residents(there) == 1


def test_without_leave_no_building_is_made(compound: Place) -> None:
    head = ["姓名", "手机", "地址"]
    content = book([head, ["周小芳", "15400000001", "9号楼1单元101"]])
    roster = enter(compound, content, "a.xlsx", create=False)
    assert counts(roster) == {"refused": 1}
    assert "没有 9号楼" in sentences(roster)
    assert not Place.objects.filter(path__within=compound.path, kind="building").exists()


def test_a_run_that_was_killed_goes_on_without_loss_or_doubling(
    compound: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wanli.domains.people.operations import import_roster

    monkeypatch.setattr(import_roster, "BATCH", 5)
    content = (rosters.DATA / "plain.xlsx").read_bytes()
    roster = take(compound, content, "plain.xlsx")

    def die(done: int, total: int) -> None:
        if done >= 15:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(access=SYSTEM, roster_id=roster.pk, progress=die)
    roster.refresh_from_db()
    assert roster.state == Roster.State.RUNNING
    assert 0 < residents(compound) < len(rosters.people(1, 20))
    roster = run(access=SYSTEM, roster_id=roster.pk)
    assert roster.state == Roster.State.DONE
    assert roster.done == roster.total == residents(compound) == len(rosters.people(1, 20))
    assert reconcile().differences == []


def test_a_cancelled_run_ends_after_its_batch(
    compound: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wanli.domains.people.operations import import_roster

    monkeypatch.setattr(import_roster, "BATCH", 5)
    roster = take(compound, (rosters.DATA / "plain.xlsx").read_bytes(), "plain.xlsx")

    def press(done: int, total: int) -> None:
        cancel(access=SYSTEM, roster_id=roster.pk)

    ended = run(access=SYSTEM, roster_id=roster.pk, progress=press)
    assert ended.state == Roster.State.CANCELLED
    assert 0 < residents(compound) < len(rosters.people(1, 20))


def test_corrected_columns_are_remembered_by_each_committee_for_itself(world: World) -> None:
    head = ["姓名", "手机", "备用"]
    content = book([head, ["周小芳", "15400000001", "1-1-101"]])
    here = world.post("committee_worker").place
    there = world.post("other_worker").place
    roster = take(here, content, "a.xlsx")
    assert roster.mapping[0]["columns"][2]["field"] == ""
    remap(
        access=SYSTEM,
        roster_id=roster.pk,
        columns=[{0: "name", 1: "phones", 2: "address"}],
        create_places=False,
    )
    fields = [c["field"] for c in take(here, content, "b.xlsx").mapping[0]["columns"]]
    assert fields == ["name", "phones", "address"]
    assert take(there, content, "c.xlsx").mapping[0]["columns"][2]["field"] == ""


def test_a_changed_roster_says_so_for_whoever_already_has_what_it_says(compound: Place) -> None:
    head = ["姓名", "出生日期", "地址"]
    enter(compound, book([head, ["周小芳", "1980-02-03", "1-1-101"]]), "a.xlsx")
    p = rosters.people(1, 1)[0]
    both = book([[*head, "身份证号"], ["周小芳", "", "1-1-101", p.document]])
    roster = enter(compound, both, "b.xlsx")
    assert counts(roster) == {"changed": 1}
    person = Person.objects.get(path__within=compound.path)
    assert person.id_index is not None
    assert person.birth_date == p.born
