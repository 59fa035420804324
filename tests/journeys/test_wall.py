"""The wall in a real browser: down and up, cut and mended, with and without a third dimension."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site

DESK = {"width": 1440, "height": 900}


def opened(site: Site, persona: str = "leading_group_head", path: str = "/wall/") -> Page:
    page = site.page(persona, viewport=DESK)
    page.goto(path)
    expect(page.locator("[data-live]")).to_have_text("实时")
    return page


def test_down_by_touch_and_click_and_up_by_path_key_and_browser(site: Site) -> None:
    page = opened(site)
    expect(page.locator("[data-ready=yes]")).to_be_visible()
    page.locator("[data-choose]").select_option("homes_to_canvass")
    expect(page.locator("[data-own] tr[aria-current]")).to_contain_text("待排摸户")
    street = page.locator("[data-place]").inner_text()
    page.locator(".lamp:visible").first.click()
    expect(page.locator("[data-crumbs] li")).to_have_count(2)
    area = page.locator("[data-place]").inner_text()
    page.locator("[data-children] button").first.click()
    expect(page.locator("[data-crumbs] li")).to_have_count(3)
    assert "measure=homes_to_canvass" in page.url
    page.go_back()
    expect(page.locator("[data-place]")).to_have_text(area)
    page.reload()
    expect(page.locator("[data-place]")).to_have_text(area)
    expect(page.locator("[data-choose]")).to_have_value("homes_to_canvass")
    expect(page.locator("[data-crumbs] li")).to_have_count(2)
    page.locator("[data-map]").focus()
    page.keyboard.press("Escape")
    expect(page.locator("[data-place]")).to_have_text(street)
    assert page.errors == []  # type: ignore[attr-defined]


def test_a_figure_opens_its_list_and_a_measure_its_map(site: Site) -> None:
    page = opened(site, "committee_worker")
    page.get_by_role("button", name="人户分离").click()
    expect(page.locator("[data-own] tr[aria-current]")).to_contain_text("人户分离")
    number = page.locator("[data-own] tr[aria-current] td a")
    said = number.inner_text().replace(",", "")
    number.click()
    expect(page.locator(".titles p")).to_contain_text(f"{said} 人")
    assert "registered=elsewhere" in page.url


def test_a_cut_network_is_told_and_what_was_missed_is_caught_up(site: Site) -> None:
    wall = opened(site, path="/wall/big/")
    row = wall.locator("[data-own] tr", has_text="已排摸户").locator("td").nth(1)
    before = int(row.inner_text().replace(",", ""))
    wall.context.set_offline(True)
    expect(wall.locator("[data-live]")).to_have_text("连接断了,正在重连")
    worker = site.page("grid_worker")
    worker.goto("/canvass/")
    worker.get_by_role("link", name="逐户排摸").first.click()
    worker.locator("a.room").first.click()
    worker.get_by_text("见到人", exact=True).click()
    worker.get_by_role("button", name="保存,去下一户").click()
    expect(worker.locator(".messages")).to_contain_text("见到人")
    wall.context.set_offline(False)
    expect(wall.locator("[data-live]")).to_have_text("实时")
    expect(row).to_have_text(f"{before + 1:,}")
    assert wall.errors == []  # type: ignore[attr-defined]


def test_without_webgl_the_table_has_the_same_figures(site: Site) -> None:
    drawn = opened(site)
    page = site.page("leading_group_head", viewport=DESK)
    page.context.add_init_script(
        """const real = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return kind.startsWith("webgl") ? null : real.call(this, kind, ...rest);
        };"""
    )
    page.goto("/wall/")
    expect(page.locator("[data-note]")).to_contain_text("画不出立体图")
    assert page.locator("[data-own]").inner_text() == drawn.locator("[data-own]").inner_text()
    page.locator("[data-children] button").first.click()
    expect(page.locator("[data-crumbs] li")).to_have_count(2)


def test_a_past_day_is_told_and_today_comes_back(site: Site) -> None:
    page = opened(site)
    page.locator("[data-day]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-live]")).to_have_text("过去的一天")
    assert re.search(r"day=\d{4}-\d\d-\d\d", page.url)
    page.reload()
    expect(page.locator("[data-live]")).to_have_text("过去的一天")
    page.locator("[data-day]").focus()
    page.keyboard.press("End")
    expect(page.locator("[data-live]")).to_have_text("实时")


def test_a_day_before_there_was_anybody_says_so(site: Site) -> None:
    page = opened(site)
    first = page.locator("[data-day]").get_attribute("min")
    page.locator("[data-day]").fill(str(first))
    expect(page.locator("[data-note]")).to_have_text("这里现在一处也没有。", timeout=15_000)


def test_a_map_comes_in_by_the_browser(site: Site) -> None:
    page = site.page("committee_secretary", viewport=DESK)
    page.goto("/maps/")
    corners = [[122.9, 30.6], [122.901, 30.6], [122.901, 30.601], [122.9, 30.601], [122.9, 30.6]]
    shape = {"type": "Polygon", "coordinates": [corners]}
    features = [
        {"type": "Feature", "geometry": shape, "properties": {"name": "松风苑一号楼"}},
        {"type": "Feature", "geometry": shape, "properties": {"name": "老房子"}},
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    page.locator("[name=file]").set_input_files(
        {"name": "楼.geojson", "mimeType": "application/geo+json", "buffer": content}
    )
    page.get_by_role("button", name="读取,先看一遍").click()
    expect(page.locator(".counts dd").first).to_have_text("1")
    page.locator("[data-outline='2']").dispatch_event("click")
    field = page.locator("[name=place-2]")
    expect(field).to_be_focused()
    field.fill("松风苑 2号楼")
    page.get_by_role("button", name="按这样再看一遍").click()
    expect(page.locator(".counts dd").first).to_have_text("2")
    page.get_by_role("button", name="画到挂图上").click()
    expect(page.locator(".messages")).to_contain_text("画上了 2 处")
    page.get_by_role("button", name="撤回").click()
    expect(page.locator(".titles p")).to_contain_text("已撤回")
    assert page.errors == []  # type: ignore[attr-defined]
