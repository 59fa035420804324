"""Taps and keystrokes of a committee worker who observes homes (build/bench/burden.json)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.burden import Burden, counted
from tests.journeys.conftest import Site
from tests.journeys.homes import begin
from wanli.kernel import clock

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(site: Site) -> Page:
    """The worker's phone."""
    return site.page("committee_worker", viewport=PHONE)


def _opened(page: Page, *, since: date | None = None, burden: Burden | None = None) -> str:
    return begin(page, since=since, tap=(burden or Burden()).tap)


def _checked(page: Page, burden: Burden, celsius: str) -> None:
    """From the page of a check: dial, type, note it."""
    dial = page.locator(".dial a")
    if dial.count():
        # The telephone itself is not tried.
        dial.first.evaluate("link => link.removeAttribute('href')")
        burden.tap(dial.first)
    burden.type(page.locator("[name=celsius]"), celsius)
    burden.tap(page.get_by_role("button", name="记下,打下一个"))
    page.wait_for_load_state()
    expect(page.locator("form.check .error")).to_have_count(0)


def test_an_observation_begins_without_a_key(page: Page) -> None:
    with counted("open a case") as burden:
        _opened(page, burden=burden)
    assert burden.keys == 0


def test_a_check_by_phone_takes_three_taps_and_the_temperature(page: Page) -> None:
    cases = [_opened(page) for _ in range(2)]
    with counted("check by phone", times=len(cases)) as burden:
        for case in cases:
            page.goto(case)
            burden.tap(page.locator(f"a[href='{case}check/']").first)
            page.wait_for_url("**/check/")
            _checked(page, burden, "36.5")
            page.goto(case)
            expect(page.locator("main")).to_contain_text("36.5")
    assert burden.taps <= 3 * burden.times
    assert burden.keys == 4 * burden.times


def test_a_fever_is_followed_to_its_outcome(page: Page) -> None:
    _opened(page)
    with counted("fever, to its outcome") as burden:
        _checked(page, burden, "38.6")
        page.wait_for_url("**/observation/episodes/*/")
        episode = page.url
        burden.tap(page.get_by_role("button", name="我来处理"))
        burden.tap(page.get_by_role("link", name="记复测的体温"))
        _checked(page, burden, "38.4")
        page.goto(episode)
        burden.taps += 1  # The red bar leads back to it.
        for deed in ("叫了车", "已离家", "已到医院"):
            burden.tap(page.get_by_role("button", name=deed))
        burden.tap(page.get_by_text("住院了", exact=True))
        burden.tap(page.get_by_role("button", name="有结果了,解除报警"))
        expect(page.locator("main")).to_contain_text("住院了")
        expect(page.get_by_role("button", name="有结果了,解除报警")).to_have_count(0)
    assert burden.keys == 8


def test_a_release_is_prepared_without_a_key(site: Site, page: Page) -> None:
    """The first check of the last day is in; nothing else is asked."""
    case = _opened(page, since=clock.today() - timedelta(days=14))
    _checked(page, Burden(), "36.4")
    secretary = site.page("committee_secretary", viewport=PHONE)
    with counted("release, and a second person where the plan wants one") as burden:
        page.goto(case)
        burden.tap(page.get_by_role("button", name="备好解除"))
        secretary.goto(case)
        agree = secretary.get_by_role("button", name="我同意解除")
        if agree.count():  # Where the plan in force wants two.
            burden.tap(agree)
        expect(secretary.locator("main")).to_contain_text("期满那一刻自动解除")
    assert burden.keys == 0
