"""The day's work, from first screen to last."""

from __future__ import annotations

import io
import re

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests import rosters
from tests.journeys.conftest import Site, wanli


def test_a_visit_at_a_door_shows_on_the_open_wall(site: Site) -> None:
    wall = site.page("leading_group_head", viewport={"width": 1440, "height": 900})
    wall.goto("/wall/")
    expect(wall.locator("[data-live]")).to_have_text("实时")
    row = wall.locator("[data-own] tr", has_text="已排摸户").locator("td").nth(1)
    before = int(row.inner_text().replace(",", ""))
    worker = site.page("committee_worker")
    worker.get_by_role("link", name="逐户排摸").first.click()
    worker.locator("a.room").first.click()
    worker.get_by_text("见到人", exact=True).click()
    worker.get_by_role("button", name="保存,去下一户").click()
    expect(worker.locator(".messages")).to_contain_text("见到人")
    expect(row).to_have_text(f"{before + 1:,}")
    assert wall.errors == worker.errors == []  # type: ignore[attr-defined]


def test_a_visit_typed_in_without_network_is_sent_once(site: Site) -> None:
    page = site.page("cadre")
    page.goto("/canvass/")
    page.get_by_role("link", name="逐户排摸").first.click()
    title = page.locator(".titles p")
    done = int(re.findall(r"\d+", title.inner_text())[0])
    page.locator("a.room").first.click()
    page.wait_for_load_state()
    door = page.url
    page.get_by_text("电话联系上", exact=True).click()
    page.locator("[name=note]").fill("下周回来")
    page.context.set_offline(True)
    page.get_by_role("button", name="保存,去下一户").click()
    expect(page.locator("[data-outbox]")).to_contain_text("等网络")
    page.context.set_offline(False)
    expect(page.locator("[data-outbox]")).to_contain_text("已发出")
    page.goto(door)
    expect(page.get_by_text("电话联系上 · 下周回来")).to_have_count(1)
    page.goto("/canvass/")
    page.get_by_role("link", name="逐户排摸").first.click()
    assert int(re.findall(r"\d+", title.inner_text())[0]) == done + 1


def test_what_was_typed_survives_a_closed_browser(site: Site) -> None:
    page = site.page("grid_worker")
    page.goto("/canvass/")
    page.get_by_role("link", name="逐户排摸").first.click()
    page.locator("a.room").first.click()
    page.locator("[name=note]").fill("门上贴了条")
    kept = page.context.storage_state()
    again = site.page("grid_worker", storage_state=kept)
    again.goto(page.url)
    expect(again.locator("[name=note]")).to_have_value("门上贴了条")


def test_wrong_input_at_the_door_says_what_to_do_and_loses_nothing(site: Site) -> None:
    page = site.page("grid_worker")
    page.goto("/canvass/")
    page.get_by_role("link", name="逐户排摸").first.click()
    page.locator("a.room").nth(2).click()
    page.get_by_text("见到人", exact=True).click()
    page.get_by_text("添一个人").click()
    page.locator("[name=new_name]").fill("周小芳")
    page.locator("[name=new_phone]").fill("138123")
    page.get_by_role("button", name="保存,去下一户").click()
    expect(page.get_by_role("alert")).to_contain_text("手机 11 位")
    expect(page.locator("[name=new_name]")).to_have_value("周小芳")


def test_a_roster_goes_in_by_the_browser_and_what_was_refused_comes_back(site: Site) -> None:
    page = site.page("committee_secretary", viewport={"width": 1440, "height": 900})
    page.goto("/imports/")
    page.locator("[name=file]").set_input_files(rosters.DATA / "faults.xlsx")
    page.locator("[name=label]").select_option(index=1)
    page.get_by_label("缺的楼和房间一并建立").check()
    page.get_by_role("button", name="读取,先看一遍").click()
    expect(page.locator(".counts dd").first).to_have_text("3")
    expect(page.locator("main")).to_contain_text("校验位不对")
    page.get_by_role("button", name=re.compile(r"写入 3 人")).click()
    expect(page.get_by_text("导入完成")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载没导入的行").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert book.worksheets[0].max_row == 11
    page.goto("/imports/")
    page.locator("[name=file]").set_input_files(
        {"name": "roster.xlsx", "mimeType": "application/zip", "buffer": b"PK\x03\x04no"}
    )
    page.get_by_role("button", name="读取,先看一遍").click()
    expect(page.get_by_role("alert")).to_contain_text("文件不完整")


def test_a_stairwell_leader_sees_her_stairwell_and_nothing_else(site: Site) -> None:
    page = site.page("stairwell_leader")
    page.goto("/people/")
    addresses = page.locator("tbody tr td:first-child").all_inner_texts()
    assert addresses
    assert {re.sub(r" \d+$", "", address) for address in addresses} == {"松风苑 1号楼 1单元"}


def test_a_name_is_opened_with_a_reason_and_the_opening_shows(site: Site) -> None:
    page = site.page("committee_worker", viewport={"width": 1440, "height": 900})
    page.goto("/people/")
    page.locator("tbody a").first.click()
    page.wait_for_load_state()
    assert "*" in page.locator("h1").inner_text()
    page.locator("[name=reason]").fill("核对住址")
    page.get_by_role("button", name="看原文").click()
    expect(page.locator("main")).to_contain_text("核对住址")
    officer = site.page("privacy_officer", viewport={"width": 1440, "height": 900})
    officer.goto("/audit/")
    expect(officer.locator("main")).to_contain_text("核对住址")


def test_the_wall_goes_down_to_a_stairwell_and_back_by_keyboard(site: Site) -> None:
    page = site.page("committee_worker", viewport={"width": 1440, "height": 900})
    page.goto("/wall/")
    for _ in range(3):
        first = page.locator("[data-children] button").first
        name = first.inner_text()
        first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-place]")).to_have_text(name)
    page.keyboard.press("Escape")
    expect(page.locator("[data-place]")).not_to_have_text(name)
    assert page.errors == []  # type: ignore[attr-defined]


def test_the_second_demo_on_the_same_folder_says_the_same_address(site: Site) -> None:
    assert site.url in wanli("demo", "--detach", "--json", "--port", "0")


def test_more_walls_than_database_connections_may_be_open(site: Site) -> None:
    page = site.page("committee_worker")
    page.goto("/account/mine/")
    page.evaluate(
        """() => { window.walls = Array.from({length: 5}, () => new EventSource("/live/wall")); }"""
    )
    others = [site.page("leading_group_head") for _ in range(6)]
    for other in others:
        other.goto("/account/mine/")
        other.evaluate(
            """() => Promise.all(Array.from({length: 5}, () => new Promise((open, failed) => {
                const wall = new EventSource("/live/wall");
                wall.addEventListener("hello", open);
                wall.addEventListener("error", failed);
            })))"""
        )
    page.goto("/people/")
    expect(page.locator("tbody tr").first).to_be_visible()
    for other in others:
        other.context.close()


def test_a_messy_workbook_is_corrected_entered_mended_and_undone(site: Site) -> None:
    page = site.page("other_worker")
    page.goto("/places/")
    before = _stock(page)
    _hand_in(page, "messy.xlsx", rosters.messy())
    expect(page.locator(".counts dd").first).to_have_text("0")
    page.get_by_label("认作 户籍地址").first.select_option("address")
    page.get_by_label("认作 户籍地址").last.select_option("address")
    page.get_by_role("button", name="按这样再看一遍").click()
    good = len(rosters.people(14, 8)) - 1
    expect(page.locator(".counts dd").first).to_have_text(str(good))
    page.get_by_role("button", name=f"写入 {good} 人").click()
    expect(page.get_by_text("导入完成")).to_be_visible()
    first = page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="下载没导入的行").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    (sheet,) = book.worksheets
    assert "校验位不对" in str(sheet[2][4].value)
    sheet[2][1].value = rosters.people(14, 8)[0].document
    stream = io.BytesIO()
    book.save(stream)
    _hand_in(page, "mended.xlsx", stream.getvalue())
    expect(page.locator(".counts dd").first).to_have_text("1")
    page.get_by_role("button", name="写入 1 人").click()
    expect(page.get_by_text("导入完成")).to_be_visible()
    for address in (page.url, first):
        page.goto(address)
        page.get_by_text("导错了?").click()
        page.get_by_role("button", name="撤回这次导入").click()
        page.get_by_role("link", name="回去看看").click()
        expect(page.locator("main")).to_contain_text("都已还原")
    page.goto("/places/")
    assert _stock(page) == before
    assert page.errors == []  # type: ignore[attr-defined]


def _stock(page: Page) -> str:
    """What stands on a page of figures, without what came and went today."""
    return re.sub(r"\n[+−].*", "", page.locator("main").inner_text())


def _hand_in(page: Page, name: str, content: bytes) -> None:
    page.goto("/imports/")
    page.locator("[name=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.locator("[name=label]").select_option(index=1)
    page.get_by_label("缺的楼和房间一并建立").check()
    page.get_by_role("button", name="读取,先看一遍").click()
    expect(page.locator(".counts")).to_be_visible()


def test_a_person_is_corrected_merged_with_her_double_and_told_apart_again(site: Site) -> None:
    page = site.page("committee_worker")
    page.goto("/homes/")
    page.locator(".row a").first.click()
    home = page.url
    for name in ("钱多多", "钱朵朵"):
        page.goto(home)
        page.get_by_role("link", name="登记一个人").click()
        page.locator("[name=name]").fill(name)
        page.locator("[name=birth_date]").fill("1950-01-02")
        page.get_by_role("button", name="登记").click()
        expect(page.locator(".messages")).to_contain_text("登记好了")
    page.goto("/people/duplicates/")
    row = page.locator(".row", has_text="住同一户,姓名同音").first
    one, other = (row.locator("a.whole").nth(n).get_attribute("href") or "" for n in (0, 1))
    page.goto(other + "correct/")
    page.locator("[name=document]").fill("110105194912310021")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("校验位不对")
    page.locator("[name=document]").fill("E12345678")
    page.locator("[name=id_kind]").select_option("passport")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("改了证件")
    page.goto("/people/duplicates/")
    row.get_by_role("link", name="同一个人,合并").click()
    page.get_by_text("第二条:护照").click()
    page.get_by_role("button", name="合并").click()
    expect(page.locator(".facts")).to_contain_text("护照")
    page.goto(other)
    assert page.url.endswith(one)
    page.get_by_role("button", name="撤回合并").click()
    expect(page.locator(".messages")).to_contain_text("恢复原样")
    page.goto(other)
    expect(page.locator(".facts")).to_contain_text("护照")
    assert page.errors == []  # type: ignore[attr-defined]
