"""A paper diary typed back with the keyboard alone, with and without a network."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.test_screens import AXE


def _opened(site: Site, **options: object) -> Page:
    """The diary of which most is still to be typed."""
    page = site.page("committee_worker", **options)
    page.goto("/observation/?which=cases")
    page.locator("a.room").first.click()
    page.locator("button[form=print_diary]").click()
    page.wait_for_url("**/jobs/**")
    page.goto("/observation/diaries/")
    code = page.locator("a.whole[href*='/diaries/']").first
    number = re.sub(r"\D", "", (code.get_attribute("href") or "").rsplit("/", 2)[-2])
    page.fill("#code", f"{number[:3]} {number[3:6]} {number[6:]}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/diaries/*/")
    return page


def _keys(page: Page, text: str) -> None:
    page.keyboard.type(text, delay=15)


def test_rows_are_typed_doubted_and_sent_when_there_is_a_network_again(site: Site) -> None:
    page = _opened(site, viewport={"width": 1280, "height": 900})
    expect(page.locator("#celsius")).to_be_focused()
    first = page.locator("#row").input_value()
    _keys(page, "736")
    page.keyboard.press("Enter")
    expect(page.locator("[data-wrong]")).to_contain_text("不像体温")
    expect(page.locator(f"[data-row='{first}']")).not_to_have_attribute("data-state", "sent")
    page.locator("#celsius").fill("")
    _keys(page, "364")
    expect(page.locator("#celsius")).to_have_value("36.4")
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-row='{first}']")).to_have_attribute("data-state", "sent")

    second = page.locator("#row").input_value()
    assert second != first
    page.context.set_offline(True)
    _keys(page, "366c2")
    page.keyboard.press("Enter")
    line = page.locator(f"[data-row='{second}']")
    expect(line).to_have_attribute("data-state", "waiting")
    expect(line.locator("[data-what]")).to_contain_text("36.6℃")
    page.context.set_offline(False)
    expect(line).to_have_attribute("data-state", "sent")
    page.reload()
    expect(page.locator(f"[data-row='{second}'] [data-what]")).to_contain_text("36.6℃")
    expect(page.locator(f"[data-row='{second}']")).to_have_attribute("data-state", "sent")
    assert page.errors == []  # type: ignore[attr-defined]


def test_the_diary_shuts_nobody_out(site: Site) -> None:
    faults: list[str] = []
    for locale, scheme, width in (("zh-CN", "light", 360), ("en-US", "dark", 1440)):
        page = _opened(
            site, locale=locale, color_scheme=scheme, bypass_csp=True,
            viewport={"width": width, "height": 800},
        )  # fmt: skip
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.evaluate(AXE)
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then((r) => r.violations)")
        faults += [f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
        page.context.close()
    assert faults == []
