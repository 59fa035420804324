"""A list of contacts handed in, looked at, opened, and what was refused taken back."""

from __future__ import annotations

import io
from datetime import timedelta

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.contact_lists import FILE
from tests.journeys.conftest import Site
from tests.journeys.test_screens import AXE
from wanli.kernel import clock


def test_a_list_is_read_looked_at_and_opened(site: Site) -> None:
    page = site.page("committee_worker")
    page.goto("/observation/lists/")
    page.locator(".rows a.whole", has_text="区疾控转来的密接名单").click()
    before = page.locator(".counts dd").first.inner_text()
    assert int(before) > 0
    page.get_by_role("button", name="人开始观察").click()
    page.wait_for_url("**/jobs/**")
    page.goto("/observation/lists/")
    link = page.locator(".rows .row", has_text="区疾控转来的密接名单")
    for _ in range(40):
        if "办好了" in link.inner_text():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(link).to_contain_text("办好了")
    link.locator("a").click()
    expect(page.get_by_text(f"{before} 人开始观察。")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载没办成的行").click()
    content = download.value.path().read_bytes()
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.cell(1, sheet.max_column).value == "错误"
    assert page.errors == []  # type: ignore[attr-defined]


def test_a_file_of_another_layout_is_understood_and_shuts_nobody_out(site: Site) -> None:
    faults: list[str] = []
    for locale, scheme, width in (("zh-CN", "light", 360), ("en-US", "dark", 1440)):
        page = site.page(
            "committee_worker", locale=locale, color_scheme=scheme, bypass_csp=True,
            viewport={"width": width, "height": 800},
        )  # fmt: skip
        page.goto("/observation/lists/")
        page.set_input_files("#id_file", str(FILE))
        page.fill("#id_since", (clock.today() - timedelta(days=1)).isoformat())
        page.locator("button.main").last.click()
        page.wait_for_url("**/lists/*-*/")
        expect(page.locator(".counts")).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.evaluate(AXE)
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then((r) => r.violations)")
        faults += [f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
        page.context.close()
    assert faults == []
