"""An old leader's round in two taps a home, and a visit from the alarm to the door."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Site


def test_two_taps_a_home_a_slip_taken_back_and_a_wish_becomes_an_errand(site: Site) -> None:
    page = site.page("stairwell_leader", java_script_enabled=False)
    page.goto("/contacts/")
    homes = page.locator(".home")
    before = homes.count()
    assert before >= 2
    room = homes.first.locator("h2 b").inner_text()

    homes.first.get_by_text("微信", exact=True).click()
    homes.first.get_by_role("button", name="都好").click()
    expect(homes).to_have_count(before - 1)
    # The way stays as it was tapped: the next home takes one tap.
    expect(homes.first.locator("input[value=chat]")).to_be_checked()

    expect(page.locator(".last")).to_contain_text(room)
    page.get_by_role("button", name="点错了,撤回").click()
    expect(homes).to_have_count(before)

    home = page.locator(".home", has_text=room)
    home.get_by_text("记一句").click()
    home.locator("input[name=note]").fill("想买十个鸡蛋")
    home.get_by_role("button", name="有需要").click()
    expect(page).to_have_url(re.compile(r"/errands/ask/"))
    expect(page.locator("[name=note]")).to_have_value("想买十个鸡蛋")


def test_a_round_in_a_basement_waits_on_the_phone_and_goes_out_once(site: Site) -> None:
    page = site.page("stairwell_leader")
    page.goto("/contacts/")
    for _ in range(150):
        if page.evaluate("async () => Boolean(await caches.match('/contacts/?kept=1'))"):
            break
        page.wait_for_timeout(100)
    homes = page.locator(".home")
    before = homes.count()
    page.context.set_offline(True)
    page.goto("/contacts/")
    rooms = [homes.nth(n).locator("h2 b").inner_text() for n in range(2)]
    homes.nth(0).get_by_role("button", name="都好").click()
    expect(homes.nth(0).locator(".sending")).to_contain_text("网络一好就自动发出")
    homes.nth(1).get_by_text("记一句").click()
    homes.nth(1).locator("input[name=note]").fill("敲门没人应")
    homes.nth(1).get_by_role("button", name="没联系上").click()
    expect(page.locator(".outbox li")).to_have_count(2)
    # Closed and opened again: what waits is still there, and cannot be tapped twice.
    page.goto("/contacts/")
    expect(page.locator(".outbox li")).to_have_count(2)
    expect(homes.nth(0).get_by_role("button", name="都好")).to_be_disabled()
    page.context.set_offline(False)
    expect(homes).to_have_count(before - 1, timeout=20_000)
    expect(page.locator(".home", has_text=rooms[0])).to_have_count(0)
    expect(page.locator(".home", has_text=rooms[1])).to_contain_text("敲门没人应")
    assert page.errors == []  # type: ignore[attr-defined]


def test_a_forgotten_visit_is_seen_by_the_committee_and_done_at_the_door(site: Site) -> None:
    worker = site.page("committee_worker")
    worker.goto("/")
    expect(worker.get_by_text("位要探望的人过时没人去")).to_be_visible()

    leader = site.page("stairwell_leader")
    leader.goto("/")
    leader.get_by_role("link", name="去探望").click()
    late = leader.locator(".home.late").first
    expect(late).to_contain_text("已报警")
    name = late.locator("h2").inner_text()
    late.locator("h2 a").click()
    leader.get_by_role("link", name=re.compile("看钥匙和电话")).or_(
        leader.get_by_text("还没有记。")
    ).first.wait_for()
    leader.fill("#note", "在阳台晒太阳,药还有五天")
    leader.get_by_role("button", name="看到了,都好").click()
    expect(leader.locator(".home.late", has_text=name)).to_have_count(0)

    worker.goto("/care/visits/?which=done")
    expect(worker.locator(".row", has_text=name).first).to_contain_text("本人说去过")
    worker.locator(".row a.whole", has_text=name).first.click()
    expect(worker.locator(".lately")).to_contain_text("在阳台晒太阳,药还有五天")


def test_a_list_is_handed_over_and_taken(site: Site) -> None:
    worker = site.page("committee_worker")
    worker.goto("/contacts/offers/")
    asked = worker.locator("section", has_text="请您接手").locator(".row")
    expect(asked.first).to_contain_text("发烧")
    worker.get_by_role("button", name="勾的我接手").click()
    expect(worker.get_by_text(re.compile("接手了 [0-9]+ 个"))).to_be_visible()
    worker.goto("/care/?which=all&mine")
    expect(worker.locator(".home")).not_to_have_count(0)


def test_a_round_on_paper_is_typed_back_with_two_keys_a_row(site: Site) -> None:
    page = site.page("committee_worker", viewport={"width": 1280, "height": 900})
    page.goto("/contacts/sheets/")
    page.select_option("#id_label", index=0)
    page.get_by_role("button", name="印出来").click()
    page.wait_for_url("**/jobs/**")
    made = page.get_by_role("link", name=re.compile("PDF"))
    expect(made).to_be_visible(timeout=30_000)
    answer = page.request.get(made.get_attribute("href") or "")
    assert answer.body().startswith(b"%PDF")
    # By the evening few homes are left to reach in some stairwells.
    page.goto("/contacts/sheets/")
    sheets = page.locator("a.whole[href*='/contacts/sheets/']")
    for address in sheets.evaluate_all("found => found.map((one) => one.href)"):
        page.goto(address)
        if page.locator("[data-row]").count() > 1:
            break
    expect(page.locator("#result")).to_be_focused()
    page.select_option("#way", "door")
    page.locator("#result").focus()
    first = page.locator("#row").input_value()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    line = page.locator(f"[data-row='{first}']")
    expect(line).to_have_attribute("data-state", "sent")
    expect(line.locator("[data-what]")).to_have_text("都好")

    second = page.locator("#row").input_value()
    assert second != first
    page.context.set_offline(True)
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    line = page.locator(f"[data-row='{second}']")
    expect(line).to_have_attribute("data-state", "waiting")
    page.context.set_offline(False)
    expect(line).to_have_attribute("data-state", "sent")
    page.keyboard.press("Control+z")
    expect(line).not_to_have_attribute("data-state", "sent")
    page.reload()
    expect(page.locator(f"[data-row='{first}'] [data-what]")).to_have_text("都好")
    expect(page.locator("#row")).to_have_value(second)
    assert page.errors == []  # type: ignore[attr-defined]
