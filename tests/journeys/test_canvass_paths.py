"""The canvass on paper, at the keyboard, and without a network."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site


def _list_of(page: Page) -> str:
    page.goto("/canvass/")
    page.get_by_role("link", name="逐户排摸").first.click()
    page.wait_for_load_state()
    return page.url


def _kept(page: Page) -> None:
    """The phone has kept the doors: up to sixty pages, fetched one after the other."""
    expect(page.locator("[data-kept]")).to_contain_text("没有网络也能打开", timeout=30_000)


def print_sheets(page: Page, **more: str) -> None:
    """From the list of a canvass. A browser shows the PDF; here it only has to be one."""
    page.locator("a[href*=print]").click()
    form = page.locator("form", has=page.locator("[name=label]"))
    last = form.locator("option").last.get_attribute("value") or ""
    form.locator("[name=label]").select_option(last)
    for name in more:
        form.locator(f"[name={name}]").check()
    form.locator("button.main").click()
    page.wait_for_url("**/jobs/*/")
    made = page.get_by_role("link", name=re.compile("PDF"))
    expect(made).to_be_visible(timeout=30_000)
    answer = page.request.get(made.get_attribute("href") or "")
    assert answer.body().startswith(b"%PDF")


def test_a_sheet_is_typed_back_by_keys_alone(site: Site) -> None:
    page = site.page("committee_worker", viewport={"width": 1440, "height": 900})
    _list_of(page)
    print_sheets(page, only_left="on")
    page.goto("/canvass/sheets/")
    rows = page.locator("[data-row]")
    for code in re.findall(r"\d{3} \d{3} \d{3}", page.locator("main").inner_text()):
        page.locator("[name=code]").fill(code)
        page.keyboard.press("Enter")
        page.wait_for_url("**/canvass/sheets/*/")
        if rows.count() > 1:
            break
        page.goto("/canvass/sheets/")
    expect(page.locator("[name=result]")).to_be_focused()
    page.keyboard.type("8")
    expect(page.locator("[data-wrong]")).to_contain_text("没有“8”这个键")
    for row in rows.all():
        page.keyboard.type("112")
        page.keyboard.press("Enter")
        expect(row.locator("[data-what]")).to_have_text("见到人 · A 没有 · B 有")
    expect(page.locator("[data-row][data-state=sent]")).to_have_count(rows.count())
    expect(page.locator("[data-wrong]")).to_contain_text("都录完了")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-wrong]")).to_contain_text("已撤销")
    page.keyboard.type("5锁着门")
    page.keyboard.press("Enter")
    expect(rows.last.locator("[data-what]")).to_have_text("空关 · 锁着门")
    # Once more, differently: it asks.
    rows.first.click()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.locator("[data-wrong]")).to_contain_text("再按回车改")
    page.keyboard.press("Escape")
    expect(page.locator("[data-row][data-state=sent]")).to_have_count(rows.count())
    page.reload()
    expect(rows.first.locator("[data-what]")).to_have_text("见到人 · A 没有 · B 有")
    expect(rows.last.locator("[data-what]")).to_have_text("空关 · 锁着门")
    assert page.errors == []  # type: ignore[attr-defined]


def test_rows_typed_while_the_network_is_away_go_out_when_it_is_back(site: Site) -> None:
    page = site.page("committee_secretary", viewport={"width": 1440, "height": 900})
    _list_of(page)
    print_sheets(page)
    page.goto("/canvass/sheets/")
    page.locator(".row", has_text="3号楼").locator("a").first.click()
    page.wait_for_load_state()
    page.context.set_offline(True)
    row = page.locator("[data-row][data-current]")
    number = row.get_attribute("data-row")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    typed = page.locator(f'[data-row="{number}"]')
    expect(typed).to_have_attribute("data-state", "waiting")
    page.context.set_offline(False)
    expect(typed).to_have_attribute("data-state", "sent")


def test_the_doors_open_without_a_network_after_the_page_was_closed(site: Site) -> None:
    page = site.page("stairwell_leader")
    context = page.context
    doors = _list_of(page)
    _kept(page)
    context.set_offline(True)
    page.close()
    page = context.new_page()
    page.goto("/canvass/")
    expect(page.locator("h1")).to_have_text("排摸")
    page.goto(doors + "?which=all")
    page.locator("a.room").first.click()
    expect(page.locator("form[data-door]")).to_be_visible()
    title = page.locator("form[data-door]").get_attribute("data-title") or ""
    door = page.locator("form[data-door]").get_attribute("data-door")
    page.get_by_text("电话联系上", exact=True).click()
    page.get_by_role("button", name="保存,去下一户").click()
    page.wait_for_timeout(300)
    page.close()
    page = context.new_page()
    page.goto(doors)
    entry = page.locator("[data-outbox] li", has_text=title)
    expect(entry).to_contain_text("等网络")
    context.set_offline(False)
    expect(entry).to_contain_text("已发出")
    page.goto(doors + "?which=done")
    expect(page.locator(f'[data-door-row="{door}"]')).to_contain_text("电话联系上")


def test_a_page_that_was_not_kept_says_so(site: Site) -> None:
    page = site.page("stairwell_leader")
    _list_of(page)
    _kept(page)
    page.context.set_offline(True)
    page.goto("/canvass/coverage/")
    expect(page.locator("h1")).to_have_text("没有网络")


def test_today_opens_without_a_network_and_says_from_when_it_is(site: Site) -> None:
    page = site.page("stairwell_leader")
    _kept(page)
    page.context.set_offline(True)
    page.goto("/")
    expect(page.locator("[data-offline]")).to_contain_text(re.compile(r"看到的是 \d\d:\d\d 的内容"))
    expect(page.locator(".group .row").first).to_be_visible()
    page.context.set_offline(False)
    page.goto("/")
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.goto("/account/logout/")
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/account/login/**")
    page.context.set_offline(True)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("没有网络")
    assert page.errors == []  # type: ignore[attr-defined]


def test_what_is_refused_later_stays_and_says_what_to_do(site: Site) -> None:
    page = site.page("grid_worker")
    doors = _list_of(page)
    page.locator("a.room").first.click()
    page.wait_for_load_state()
    page.evaluate(
        """async () => {
            const form = document.querySelector("form[data-door]");
            const user = document.querySelector("script[data-user]").dataset.user;
            await wanliOutbox.put({ id: wanliOutbox.newId(), kind: "door", user, at: Date.now(),
                url: location.pathname, page: location.pathname, door: form.dataset.door,
                title: form.dataset.title, state: "waiting",
                fields: [["result", "nonsense"], ["note", "写了很久"]] });
        }"""
    )
    page.goto(doors)
    entry = page.locator("[data-outbox] li").first
    expect(entry).to_contain_text("请从列出的结果里点一个")
    entry.get_by_role("link", name="打开再改").click()
    expect(page.locator("[name=note]")).to_have_value("写了很久")


def test_a_new_worker_takes_over_and_keeps_the_doors(site: Site) -> None:
    page = site.page("committee_worker")
    doors = _list_of(page)
    _kept(page)
    page.evaluate(
        """async () => {
            const address = "/canvass/worker.js?next";
            const next = await navigator.serviceWorker.register(address, { scope: "/canvass/" });
            const worker = next.installing ?? next.waiting ?? next.active;
            const tick = () => new Promise((go) => setTimeout(go, 50));
            while (worker.state !== "activated") await tick();
        }"""
    )
    assert page.evaluate("navigator.serviceWorker.controller.scriptURL").endswith("?next")
    page.context.set_offline(True)
    page.goto(doors)
    expect(page.locator(".tabs")).to_be_visible()


def test_the_next_user_of_the_phone_finds_nothing(site: Site) -> None:
    page = site.page("stairwell_leader")
    doors = _list_of(page)
    _kept(page)
    page.goto("/account/logout/")
    page.get_by_role("button").last.click()
    page.wait_for_load_state()
    expect(page).to_have_url(re.compile("/account/login/|/$"))
    assert not [n for n in page.evaluate("caches.keys()") if n.startswith("wanli-pages-")]
    page.context.set_offline(True)
    page.goto(doors)
    expect(page.locator("h1")).to_have_text("没有网络")


def test_an_empty_stairwell_is_done_in_four_taps(site: Site) -> None:
    page = site.page("cadre")
    _list_of(page)
    page.get_by_role("link", name="空关的几户一起记").click()
    group = page.locator("[data-group]").filter(has=page.locator("[data-all]:visible")).first
    rooms = group.locator("[type=checkbox]").count()
    page.locator(".results").get_by_text("空关", exact=True).click()
    group.get_by_role("button", name="全勾").click()
    page.get_by_role("button", name="一起记下").click()
    expect(page.locator(".messages")).to_contain_text(f"{rooms} 户记好了")
    assert page.errors == []  # type: ignore[attr-defined]


def test_what_was_begun_long_ago_is_gone_from_the_phone(site: Site) -> None:
    page = site.page("stairwell_leader")
    url = _list_of(page)
    key = "wanli.draft.anybody.any-door"
    page.evaluate("key => localStorage.setItem(key, JSON.stringify({at: 0, fields: []}))", key)
    page.goto(url)
    page.wait_for_function("key => localStorage.getItem(key) === null", arg=key)
