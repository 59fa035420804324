"""Answers go into the sender's own workbook, and nothing else of it changes."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from openpyxl import load_workbook
from tests.biff import xls

from wanli.reading import answered, asked, workbook
from wanli.reading.asked import Words, words_for
from wanli.reading.values import Unreadable

HEAD = ["姓名", "电话", "是否在管", "备注"]


def _book() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("名单 & 表")
    red = book.add_format({"bg_color": "#FF0000"})
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, ["王小明", "15400000001"])
    page.write_blank(1, 2, None, red)
    page.write_row(2, 0, ["李芳", "15400000002"])
    page.write_formula(2, 2, '=IF(1=1,"","")', None, "")
    page.data_validation("C2:C9", {"validate": "list", "source": ["是", "否"]})
    other = book.add_worksheet("统计")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=统计!$A$1:$A$2"})
    other.insert_chart("C2", chart)
    book.close()
    return stream.getvalue()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_only_the_sheet_with_answers_changes_and_only_its_cells() -> None:
    before = _book()
    cells = {(1, 2): "是", (1, 3): "<&>", (2, 2): "是", (2, 3): "=1+1", (0, 5): "核查结果"}
    after, ending = answered.filled(before, "a.xlsx", {"名单 & 表": cells})
    assert ending == "xlsx"
    was, now = _parts(before), _parts(after)
    assert was.keys() == now.keys()
    assert [n for n in was if was[n] != now[n]] == ["xl/worksheets/sheet1.xml"]
    page = load_workbook(io.BytesIO(after)).worksheets[0]
    assert page["C2"].value == "是"
    assert page["C2"].fill.fgColor.rgb == "FFFF0000"
    assert page["D2"].value == "<&>"
    assert (page["D3"].data_type, page["D3"].value) == ("s", "=1+1")
    assert page["C3"].data_type == "f", "a formula of theirs stays"
    assert page["F1"].value == "核查结果"
    assert [c.value for c in page[2]][:2] == ["王小明", "15400000001"]
    assert b"dataValidation" in now["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    "rows",
    [
        b'<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row><x:row r="2"/>',
        b"<x:row><x:c/></x:row><x:row><x:c t='n'><x:v>1</x:v></x:c><x:c/><x:c/></x:row>",
        b'<x:row r="2" spans="1:2"><x:c r="B2" s="3"/><x:c r="D2"><x:v>4</x:v></x:c></x:row>',
    ],
)
def test_however_the_xml_is_put_together(rows: bytes) -> None:
    xml = b'<?xml version="1.0"?><x:worksheet xmlns:x="u"><x:sheetData>' + rows
    xml += b"</x:sheetData></x:worksheet>"
    made = answered._written(xml, {(1, 1): "答", (1, 2): "二"})
    from xml.etree import ElementTree

    cells = [
        (one.get("r", ""), "".join(one.itertext()))
        for one in ElementTree.fromstring(made).iter("{u}c")
    ]
    assert ("B2", "答") in cells
    assert ("C2", "二") in cells
    places = [r for r, _text in cells if r.endswith("2")]
    assert places == sorted(places), "in the order of the columns"


def test_a_csv_keeps_its_encoding_and_delimiter() -> None:
    content = "姓名;电话;备注\r\n王小明;15400000001;\r\n".encode("gb18030")
    after, ending = answered.filled(content, "a.csv", {"a": {(1, 2): "=1+1"}})
    assert ending == "csv"
    assert after.decode("gb18030") == "姓名;电话;备注\r\n王小明;15400000001;'=1+1\r\n"


def test_an_old_xls_comes_back_as_a_new_workbook() -> None:
    content = xls([HEAD, ["王小明", "15400000001", "", ""]])
    name = workbook.read(content, "a.xls")[0].name
    after, ending = answered.filled(content, "a.xls", {name: {(1, 2): "是"}})
    assert ending == "xlsx"
    page = load_workbook(io.BytesIO(after)).worksheets[0]
    assert [c.value for c in page[2]][:3] == ["王小明", "15400000001", "是"]


def test_a_document_type_is_not_followed() -> None:
    xml = b'<!DOCTYPE a [<!ENTITY e "x">]><worksheet><sheetData/></worksheet>'
    with pytest.raises(answered.Strange):
        answered._written(xml, {(0, 0): "a"})


def test_what_is_empty_asks_and_what_is_filled_says_who() -> None:
    lines = ["姓名,现住址,户籍地址,是否在管,核酸结果,自定问题,序号", "王小明,1-1-101,,,,,1"]
    (sheet,), (found,) = asked.read("\n".join(lines).encode(), "a.csv")
    assert asked.who(found) == {0: "name", 1: "address"}
    assert asked.questions(found) == {
        2: "registered", 3: "managed", 4: "test", 5: "free",
    }  # fmt: skip
    assert sheet.rows[1][0] == "王小明"


@pytest.mark.parametrize(
    ("heading", "fact", "words"),
    [
        ("是否在管", "managed", Words()),
        ("在管情况", "managed", Words("在管", "不在管")),
        ("联系情况", "reached", Words("已联系上", "未联系上")),
        ("核查结果", "result", Words("在本辖区", "不在本辖区")),
    ],
)
def test_words_fit_the_heading(heading: str, fact: str, words: Words) -> None:
    assert words_for(heading, fact) == words


def test_a_sheet_that_asks_about_nobody_is_refused() -> None:
    with pytest.raises(Unreadable):
        asked.read("姓名,身份证号,电话\n,,\n,,\n".encode(), "a.csv")
