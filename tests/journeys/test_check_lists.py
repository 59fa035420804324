"""A list from above: handed in, its columns looked at, answered by telephone, taken back filled;
and again next week, without a keystroke. A lead from the gate to its end."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.check_lists import workbook
from tests.journeys.burden import counted
from tests.journeys.conftest import Site
from tests.journeys.test_screens import AXE

HEAD = ["姓名", "手机号码", "是否在管", "来自何地", "备注"]
REPEATED = "list from above, the second time"
STRANGER = ["覃查无", "15400000099", "", "", ""]


def _faults(page: Page) -> list[str]:
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((r) => r.violations)")
    return [f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in found]


def test_a_list_is_answered_and_costs_nothing_the_next_time(site: Site, tmp_path: Path) -> None:
    page = site.page("committee_worker", bypass_csp=True, viewport={"width": 390, "height": 800})
    file = tmp_path / "协查.xlsx"
    file.write_bytes(workbook([STRANGER], HEAD))
    page.goto("/lists/")
    page.set_input_files("#id_file", str(file))
    page.select_option("#id_sender", "")
    page.fill("#id_other", "市场监管所")
    page.get_by_role("button", name="读取名单").click()
    faults = _faults(page)
    page.locator("input[name='0-2-none']").fill("无此人")
    page.get_by_role("button", name="对,开始对人").click()
    expect(page.get_by_text("一个电话也不用打")).to_be_visible()
    faults += _faults(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载填好的表").click()
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet[3]] == [*STRANGER[:2], None, None, "查无此人"]
    assert "查无" not in download.value.suggested_filename
    page.get_by_role("button", name="已经交回了").click()

    # Next week.
    with counted(REPEATED) as burden:
        page.goto("/lists/")
        page.set_input_files("#id_file", str(file))
        burden.taps += 1
        burden.tap(page.get_by_role("button", name="读取名单"))
        with page.expect_download():
            burden.tap(page.get_by_role("link", name="下载填好的表"))
    assert (burden.taps, burden.keys) == (3, 0)
    assert faults == []
    assert page.errors == []  # type: ignore[attr-defined]


def test_somebody_is_called_and_what_she_says_goes_into_the_list(site: Site) -> None:
    page = site.page("committee_worker", bypass_csp=True)
    page.goto("/list-calls/")
    faults = _faults(page)
    page.locator(".row a.whole", has_text="交通委").or_(page.locator(".row a.whole")).first.click()
    faults += _faults(page)
    page.get_by_role("link", name="看电话,打过去").click()
    expect(page.locator(".dial")).to_be_visible()
    page.get_by_label("来自何地").fill("河南信阳")
    page.get_by_role("button", name="问到了,填进名单").click()
    expect(page.get_by_text("答好了,已填进名单")).to_be_visible()
    assert faults == []
    assert page.errors == []  # type: ignore[attr-defined]


def test_a_lead_goes_from_the_gate_to_its_end(site: Site) -> None:
    guard = site.page("gate_guard", bypass_csp=True, viewport={"width": 390, "height": 800})
    guard.goto("/leads/")
    guard.get_by_label("是什么事").fill("一辆外地面包车进来,没登记")
    guard.get_by_label("外地车牌").check()
    guard.get_by_role("button", name="记下").click()
    expect(guard.get_by_text("居委会的“今日”里看得到")).to_be_visible()
    faults = _faults(guard)
    worker = site.page("committee_worker", bypass_csp=True)
    worker.goto("/leads/")
    worker.get_by_role("link", name="一辆外地面包车进来").click()
    faults += _faults(worker)
    worker.get_by_label("来过,已经走了").check()
    worker.get_by_role("button", name="查清了").click()
    expect(worker.get_by_role("link", name="一辆外地面包车进来")).to_have_count(0)
    assert faults == []
    assert worker.errors == []  # type: ignore[attr-defined]
