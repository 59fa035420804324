"""Files that are no roster, and rows that cannot be entered: each with a sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests import rosters
from tests.biff import container, xls
from tests.importing import book, counts, enter, residents, sentences, take
from tests.world import World
from wanli.domains.people.models import Roster
from wanli.domains.people.operations import import_roster
from wanli.domains.people.operations.import_roster import refuse_large_file
from wanli.domains.places.models import Place
from wanli.kernel.errors import Refused


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
    return stream.getvalue()


def _with_row(number: int, column: str = "A") -> bytes:
    """A small workbook with one cell far away: room for all between would take all memory."""
    made = io.BytesIO(book([["姓名", "手机", "地址"], ["周小芳", "", "1-1-101"]]))
    stream = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                far = f'<row r="{number + 2}"><c r="{column}{number + 2}"><v>1</v></c></row>'
                content = content.replace(b"</sheetData>", far.encode() + b"</sheetData>")
            new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空的"),
        (b"%PDF-1.7 \x00\x01", "不是能读的表格"),
        (b"PK\x03\x04 broken", "不完整"),
        (bomb(), "不合理"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "不是能读的表格"),
        (book([["甲", "乙"], ["1", "2"]]), "找不到表头"),
        (book([[""]]), "没有内容"),
        (_with_row(1_048_574), "第 200000 行"),
        (_with_row(1, "XFD"), "第 702 列"),
        (container({"EncryptionInfo": b"", "EncryptedPackage": b""}), "加了密码"),
        (xls([["姓名"]], locked=True), "加了密码"),
        (("姓名,手机,地址\n" + "周小芳,,1-1-101\n" * 200_001).encode(), "一次最多"),
    ],
    ids=["empty", "pdf", "broken", "bomb", "ole", "headless", "blank"]
    + ["last-row", "last-column", "locked-xlsx", "locked-xls", "too-long"],
)
def test_what_is_not_a_roster_is_refused_with_a_sentence(
    compound: Place, content: bytes, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        take(compound, content, "given.xlsx")
    assert not Roster.objects.exists()


def test_a_file_of_half_a_gigabyte_is_refused_before_it_is_read(
    tmp_path: Path, compound: Place
) -> None:
    file = tmp_path / "huge.xlsx"
    with file.open("wb") as stream:
        stream.truncate(500_000_000)
    with pytest.raises(Refused, match="500 MB"):
        refuse_large_file(file.stat().st_size)


def test_a_file_too_large_is_refused_on_the_web(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wanli.reading import workbook

    monkeypatch.setattr(workbook, "MOST_BYTES", 1000)
    label = world.post("committee_worker").place.label
    content = io.BytesIO(b"x" * 5000)
    content.name = "huge.xlsx"
    answer = world.client("committee_worker").post("/imports/", {"file": content, "label": label})
    assert answer.status_code == 422
    assert "一次最多" in answer.content.decode()


ADDRESS = "1-1-101"
P = rosters.people(9, 1)[0]
WRONG_DIGIT = P.document[:-1] + ("0" if P.document[-1] != "0" else "1")


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["周小芳", WRONG_DIGIT, "", "", ADDRESS], "校验位不对"),
        (["周小芳", 4.1e17, "", "", ADDRESS], "科学计数法"),
        (["周小芳", "", "1381234", "", ADDRESS], "手机 11 位"),
        (["周小芳", "", "", "2020.2.30", ADDRESS], "不存在"),
        (["周小芳", "", "", "", "九号楼那边"], "看不懂"),
        (["周小芳", "", "", "", ""], "没有写住在哪一户"),
        (["", "", "15400000001", "", ADDRESS], "没有姓名"),
        (["张3", "", "", "", ADDRESS], "不像姓名"),
    ],
    ids=["digit", "float", "phone", "date", "address", "homeless", "nameless", "name"],
)
def test_a_row_that_cannot_be_entered_says_why(
    compound: Place, cells: list[object], says: str
) -> None:
    head = ["姓名", "身份证号", "电话", "出生日期", "住址"]
    roster = take(compound, book([head, cells]), "a.xlsx")
    assert counts(roster) == {"refused": 1}
    assert says in sentences(roster)


def test_two_people_with_one_document_are_told_apart_by_row(compound: Place) -> None:
    head = ["姓名", "身份证号", "住址"]
    rows = [[P.name, P.document, ADDRESS], ["冒名者", P.document, ADDRESS]]
    roster = take(compound, book([head, *rows, [P.name, P.document, ADDRESS]]), "a.xlsx")
    assert counts(roster) == {"new": 1, "refused": 2}
    assert "和第 2 行是同一个证件号" in sentences(roster)
    assert "和第 2 行是同一个人" in sentences(roster)


def test_a_formula_is_read_as_what_it_shows(compound: Place) -> None:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["姓名", "手机", "住址"])
        page.write_formula(1, 0, '="周"&"小芳"', None, "周小芳")
        page.write_row(1, 1, ["15400000001", ADDRESS])
    roster = take(compound, stream.getvalue(), "a.xlsx")
    assert counts(roster) == {"new": 1}


def test_places_that_never_stand_still_end_a_run_with_a_sentence(
    compound: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_roster, "all_stand", lambda _places: False)
    with pytest.raises(Refused, match="一直在变"):
        enter(compound, (rosters.DATA / "plain.xlsx").read_bytes(), "plain.xlsx")
    assert residents(compound) == 0
