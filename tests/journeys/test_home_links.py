"""A home reports for itself in a real browser: without script, with it, and without a network."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.homes import link


def _typed(page: Page, celsius: str) -> None:
    box = page.locator("[name=p0-celsius]")
    if not box.is_visible():
        page.locator("details", has=box).locator("summary").first.click()
    box.fill(celsius)


def _send(page: Page) -> None:
    page.locator("form[data-report] button.main:visible:not([name])").last.click()


def test_without_script_a_home_opens_signs_and_reports(site: Site) -> None:
    page = link(site).opened(java_script_enabled=False)
    page.locator(".sign a").click()
    page.fill("[name=name]", "王秀英")
    page.click("button.main")
    expect(page.locator(".band")).to_be_visible()
    expect(page.locator(".sign")).to_have_count(0)
    _typed(page, "36.5")
    _send(page)
    expect(page.locator("li b").first).to_have_text("36.5")


def test_an_impossible_temperature_is_asked_about_and_one_press_mends_it(site: Site) -> None:
    page = link(site, 1).opened()
    _typed(page, "365")
    _send(page)
    page.get_by_role("button", name="是 36.5℃").click()
    expect(page.locator("li b").first).to_have_text("36.5")
    assert page.errors == []  # type: ignore[attr-defined]


def test_what_is_typed_without_a_network_goes_out_once_when_there_is_one(site: Site) -> None:
    page = link(site, 2).opened()
    before = page.locator("li b", has_text="36.7").count()
    page.context.set_offline(True)
    _typed(page, "36.7")
    _send(page)
    expect(page.locator("[data-kept]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("li b").first).to_have_text("36.7")
    page.reload()
    expect(page.locator("li b", has_text="36.7")).to_have_count(before + 1)
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert page.errors == []  # type: ignore[attr-defined]


def test_what_got_lost_on_the_way_goes_out_when_the_page_is_next_open(site: Site) -> None:
    home = link(site, 3)
    page = home.opened()
    page.route("**/report/", lambda route: route.abort())
    _typed(page, "36.8")
    _send(page)
    page.wait_for_timeout(300)
    page.unroute("**/report/")
    page.goto(home.url)
    expect(page.locator("li b").first).to_have_text("36.8")


def test_a_name_drawn_with_a_finger_reaches_the_committee(site: Site) -> None:
    home = link(site)
    page = home.opened()
    page.locator(".sign a").click()
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    for step in range(8):
        page.mouse.move(box["x"] + 30 + 25 * step, box["y"] + 20 + 10 * (step % 3))
    page.mouse.up()
    page.click("button.main")
    expect(page.locator(".band")).to_be_visible()
    expect(page.locator(".sign")).to_have_count(0)
    worker = site.page("committee_worker")
    worker.goto(home.case)
    expect(worker.locator(".signature polyline")).to_have_count(1)


def test_it_offers_to_read_itself_out_where_the_phone_can_speak(site: Site) -> None:
    home = link(site)
    page = home.phone()
    can = page.evaluate("Boolean(window.speechSynthesis)")
    assert page.locator("[data-aloud]").is_visible() == can
    page = home.phone(java_script_enabled=False)
    assert not page.locator("[data-aloud]").is_visible()
