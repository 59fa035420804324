"""From a release to the gate: the paper, its code, the page that anybody may open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.codes import codes_on
from tests.journeys.conftest import Site
from tests.journeys.homes import Link, link
from tests.journeys.test_screens import LOOKS, faults_of
from wanli.kernel import clock


@pytest.fixture(scope="module")
def home(site: Site) -> Link:
    """Somebody who is to be released, whose phone was let in before."""
    return link(site, since=clock.today() - timedelta(days=5))


def _release(secretary: Page, case: str) -> None:
    secretary.goto(case)
    secretary.locator("summary", has_text="另定观察到哪天").click()
    yesterday = clock.today() - timedelta(days=1)
    secretary.fill("#decide_last", yesterday.isoformat())
    secretary.fill("#decide_why", "按新的规定")
    secretary.get_by_role("button", name="改期").click()
    secretary.get_by_role("button", name="备好解除").click()
    expect(secretary.get_by_role("heading", name="解除证明")).to_be_visible()


def _printed(secretary: Page, case: str) -> bytes:
    """What the button gives, as a browser gets it."""
    form = secretary.locator(f"form[action='{case}certificate/']")
    token = form.locator("[name=csrfmiddlewaretoken]").input_value()
    answer = secretary.request.post(
        f"{case}certificate/",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": secretary.url},
    )
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def test_from_the_release_to_the_gate_and_back(site: Site, home: Link) -> None:
    phone = home.opened()
    secretary = site.page("committee_secretary")
    _release(secretary, home.case)
    (address,) = codes_on(_printed(secretary, home.case))

    phone.reload()
    own = phone.get_by_role("link", name="取解除证明(PDF)")
    fetched = phone.request.get(own.get_attribute("href") or "")
    (same,) = codes_on(fetched.body())
    assert same.split("/c/")[1][20:80] == address.split("/c/")[1][20:80]

    gate = site.browser.new_context(
        base_url=site.url, locale="zh-CN", java_script_enabled=False,
        viewport={"width": 360, "height": 640},
    ).new_page()  # fmt: skip
    for good in (address, same):
        gate.goto(good)
        expect(gate.locator(".band h1")).to_have_text("✓ 有效")
        expect(gate.locator("h2")).to_contain_text("*")
    at = address.index("/c/") + 100
    gate.goto(address[:at] + ("A" if address[at] != "A" else "B") + address[at + 1 :])
    expect(gate.locator(".band h1")).to_have_text("✗ 无效")

    faults = []
    for locale, scheme, width in LOOKS:
        shown = site.browser.new_context(
            base_url=site.url, locale=locale, color_scheme=scheme, bypass_csp=True,
            viewport={"width": width, "height": 800},
        ).new_page()  # fmt: skip
        for one in (address, address[:-9] + "/"):
            shown.goto(one)
            faults += faults_of(shown)
        over = home.phone(
            locale=locale, color_scheme=scheme, bypass_csp=True,
            viewport={"width": width, "height": 800},
        )  # fmt: skip
        faults += faults_of(over)
        over.fill("#code", home.pin)
        over.click("button.main")
        expect(over.locator("a.main")).to_be_visible()
        faults += faults_of(over)
    assert faults == []

    secretary.goto(home.case)
    secretary.locator("summary", has_text="收回解除").click()
    secretary.fill("#take_back_why", "看错了日期")
    secretary.get_by_role("button", name="收回解除").click()
    gate.goto(address)
    expect(gate.locator(".band h1")).to_have_text("✗ 无效")
    assert phone.errors == []  # type: ignore[attr-defined]
    assert secretary.errors == []  # type: ignore[attr-defined]


def test_a_start_is_walked_through_at_the_door(site: Site, home: Link) -> None:
    worker = site.page("committee_worker", viewport={"width": 360, "height": 640}, has_touch=True)
    worker.goto("/observation/starts/")
    waiting = worker.locator("a.room")
    if not waiting.count():
        worker.goto("/observation/?which=cases")
        waiting = worker.locator("a.room")
    case = (waiting.first.get_attribute("href") or "").removesuffix("start/")
    worker.goto(case + "start/sign/")
    if worker.locator("#name").count():
        worker.fill("#name", "王秀英")
        worker.get_by_role("button", name="看过了,签名").click()
    worker.goto(case + "start/")
    changes = worker.locator("details:not([open]) summary")
    for _one in range(changes.count()):
        changes.first.click()
    worker.get_by_role("button", name="记下发的物品").click()
    worker.goto(case + "start/")
    if worker.locator("#asked_medicine").is_hidden():
        worker.locator("details", has=worker.locator("#asked_medicine")).locator("summary").click()
    worker.fill("#asked_medicine", "降压药")
    worker.get_by_role("button", name="记下需要").click()
    if worker.get_by_role("button", name="贴好了").count():
        worker.get_by_role("button", name="贴好了").click()
    page = worker.locator("#main").inner_text()
    for missing in ("告知书没有签", "物品没有发", "家里的需要没有问", "门牌没有贴"):
        assert missing not in page
    assert worker.errors == []  # type: ignore[attr-defined]
