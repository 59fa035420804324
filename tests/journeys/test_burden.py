"""Taps and keystrokes of a committee worker who observes homes (build/bench/burden.json)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.burden import CHECK, ERRAND, FEVER, RELEASE, Burden, counted
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
    with counted(CHECK, times=len(cases)) as burden:
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
    with counted(FEVER) as burden:
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
    with counted(RELEASE) as burden:
        page.goto(case)
        burden.tap(page.get_by_role("button", name="备好解除"))
        secretary.goto(case)
        agree = secretary.get_by_role("button", name="我同意解除")
        if agree.count():  # Where the plan in force wants two.
            burden.tap(agree)
        expect(secretary.locator("main")).to_contain_text("期满那一刻自动解除")
    assert burden.keys == 0


def test_two_errands_from_the_telephone_to_the_money(page: Page) -> None:
    """Somebody calls, twice: the one wants shopping, the other a parcel. Nothing is typed twice."""
    cases = [_opened(page) for _ in range(2)]
    wanted = (("购物", "茉莉花茶 1 盒"), ("快递", "三号柜 4411"))
    with counted(ERRAND, times=2) as burden:
        for case, (kind, text) in zip(cases, wanted, strict=True):
            page.goto(case)
            burden.tap(page.get_by_role("link", name="代办:买东西、办事"))
            page.wait_for_url("**/errands/ask/**")
            if kind == "快递":
                page.locator("[name=kind]").select_option(label="取快递、外卖")
                burden.taps += 2
            burden.type(page.locator("[name=items]"), text)
            burden.tap(page.get_by_role("button", name="记下"))
            expect(page.locator("main")).to_contain_text(text[:4])
        for _kind, text in wanted:
            page.goto("/errands/plan/")
            burden.taps += 2  # From Today, by its card.
            group = page.locator("section.group", has_text=text[:4])
            others = group.locator("li", has_not_text=text[:4]).locator("input:checked")
            while others.count():
                others.first.uncheck()  # What other journeys wait for is not ours.
            burden.tap(group.get_by_role("button", name="勾的排成一趟"))
            page.wait_for_url("**/runs/*/")
            burden.tap(page.get_by_role("button", name="我来跑这一趟"))
            stop = page.locator("article.stop")
            if stop.locator("input[name^=price-]").is_visible():
                burden.type(stop.locator("input[name^=price-]"), "38")
                burden.tap(stop.get_by_role("button", name="这一户买好了"))
                expect(stop).to_contain_text("38.00", timeout=15_000)
            burden.tap(stop.get_by_role("button", name="送到了"))
            expect(page.locator("article.stop.over")).to_have_count(1, timeout=15_000)
            if page.get_by_text("住户付钱、找零").count():
                burden.tap(page.get_by_text("住户付钱、找零"))
                burden.tap(page.get_by_role("button", name="住户付了"))
                expect(page.locator("dl.facts", has_text="住户付了")).to_contain_text(
                    "38.00", timeout=15_000
                )
            burden.tap(page.get_by_role("button", name="这一趟跑完了"))
            expect(page.locator("header .ok")).to_have_text("跑完了", timeout=15_000)
    # What is wanted and what it cost: no more is typed.
    assert burden.keys == sum(len(text) for _kind, text in wanted) + 2
