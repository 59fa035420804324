"""An errand from the wish on an old phone to an account that is even, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.errands import picture
from tests.journeys.conftest import Site
from tests.journeys.homes import link


def test_asked_by_link_taken_delivered_and_settled(site: Site) -> None:
    home = link(site, 0)
    phone = home.opened(java_script_enabled=False)
    phone.get_by_role("link", name="请人买东西、办事").click()
    phone.fill("#items", "琥珀核桃 2 袋(要脆的)")
    phone.fill("#shop", "转角小店")
    phone.get_by_role("button", name="提上去").click()
    expect(phone.get_by_text("琥珀核桃 2袋(要脆的)")).to_be_visible()
    before = _owed(phone)

    runner = site.page("committee_worker")
    runner.goto("/errands/plan/")
    group = runner.locator("section.group", has_text="转角小店")
    group.get_by_role("button", name="勾的排成一趟").click()
    runner.get_by_role("button", name="我来跑这一趟").click()
    stop = runner.locator("article.stop", has_text="琥珀核桃")
    stop.get_by_text("没有这一样,问能不能换").click()
    stop.locator("input[name=instead]").fill("蜂蜜核桃")
    stop.get_by_role("button", name="问住户").click()
    expect(stop).to_contain_text("换成:蜂蜜核桃")

    phone.reload()
    expect(phone.get_by_text("店里有:蜂蜜核桃。可以换吗?")).to_be_visible()
    phone.get_by_role("button", name="可以换").click()

    runner.reload()
    stop = runner.locator("article.stop", has_text="琥珀核桃")
    stop.locator("input[name^=price-]").fill("25.80")
    stop.locator("select[name^=got-]").select_option("yes")
    stop.get_by_role("button", name="这一户买好了").click()
    expect(runner.locator("article.stop")).to_contain_text("这一户花了 25.80 元")
    phone.reload()
    expect(phone.get_by_text("25.80 元").first).to_be_visible()
    assert _owed(phone) == before + 2580
    stop = runner.locator("article.stop").first
    stop.locator("input[name=photo]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    stop.get_by_role("button", name="送到了").click()
    expect(runner.locator("article.stop.over")).to_have_count(1, timeout=15_000)
    stop = runner.locator("article.stop").first
    stop.get_by_text("住户付钱、找零").click()
    stop.get_by_role("button", name="住户付了").click()
    expect(runner.locator("header .ok, .messages .success")).not_to_have_count(0)
    runner.get_by_role("button", name="这一趟跑完了").click()
    expect(runner.locator("header .ok")).to_have_text("跑完了")
    runner.locator("article.stop a", has_text="详细").click()
    expect(runner.locator(".photos img")).to_have_count(1)
    phone.reload()
    expect(phone.get_by_text("送到了").first).to_be_visible()
    assert _owed(phone) == before
    assert runner.errors == []  # type: ignore[attr-defined]


def _owed(phone: Page) -> int:
    """What the home's page says that it owes, in fen; below nought what it has paid ahead."""
    said = phone.locator("main").inner_text()
    found = re.search(r"(还要付|预付了) (\d+)\.(\d\d) 元", said)
    if found is None:
        return 0
    fen = int(found[2]) * 100 + int(found[3])
    return fen if found[1] == "还要付" else -fen


def test_a_round_is_run_in_a_basement_and_told_once_when_the_network_is_back(site: Site) -> None:
    home = link(site, 3)
    phone = home.opened(java_script_enabled=False)
    phone.get_by_role("link", name="请人买东西、办事").click()
    phone.fill("#items", "碧螺春 1 盒")
    phone.fill("#shop", "地下一层超市")
    phone.get_by_role("button", name="提上去").click()
    runner = site.page("committee_worker")
    runner.goto("/errands/plan/")
    group = runner.locator("section.group", has_text="地下一层超市")
    group.get_by_role("button", name="勾的排成一趟").click()
    runner.get_by_role("button", name="我来跑这一趟").click()
    stop = runner.locator("article.stop", has_text="碧螺春")
    expect(stop).to_be_visible()
    address = runner.url
    for _ in range(150):
        if runner.evaluate("async (url) => Boolean(await caches.match(url))", address):
            break
        runner.wait_for_timeout(100)

    runner.context.set_offline(True)
    runner.goto(address)
    expect(runner.get_by_text("购物单(按货架)")).to_be_visible()
    stop.locator("input[name^=price-]").fill("68.00")
    stop.locator("select[name^=got-]").select_option("yes")
    stop.get_by_role("button", name="这一户买好了").click()
    expect(stop.locator(".sending").first).to_contain_text("网络一好就自动发出")
    stop.locator("input[name=photo]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    stop.get_by_role("button", name="送到了").click()
    expect(stop.locator(".sending", has_text="不用重拍")).to_be_visible(timeout=15_000)
    # The page is closed and opened again: what waits is still there.
    runner.goto("/runs/")
    expect(runner.locator(".outbox li")).to_have_count(2)
    runner.goto(address)
    expect(stop.locator("input[name^=price-]")).to_have_value("68.00")
    runner.context.set_offline(False)
    expect(runner.locator("article.stop.over")).to_have_count(1, timeout=15_000)
    runner.goto(address)
    expect(runner.locator("article.stop.over")).to_have_count(1, timeout=15_000)
    runner.locator("article.stop a", has_text="详细").click()
    expect(runner.locator(".photos img")).to_have_count(1)
    phone.reload()
    expect(phone.get_by_text("您家还要付 68.00 元。")).to_be_visible()
    assert runner.errors == []  # type: ignore[attr-defined]
