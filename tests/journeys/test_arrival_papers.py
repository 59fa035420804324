"""A paper form: photographed at the gate over a bad network, typed in by keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.arrivals import document
from tests.journeys.burden import counted
from tests.journeys.conftest import Site
from tests.journeys.test_screens import AXE
from tests.journeys.test_uploads import Cut, _photo

PHONE = {"width": 390, "height": 844}


def _printed(site: Site) -> None:
    """A pile of blank forms for each gate of the committee."""
    page = site.page("committee_secretary")
    page.goto("/arrivals/hotline/")
    form = page.locator(".section .row a.whole").first.get_attribute("href") or ""
    label = form.split("/")[3]
    page.goto(f"/arrivals/posters/{label}/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post(
        f"{site.url}/arrivals/posters/{label}/",
        form={"csrfmiddlewaretoken": token, "copies": "3"},
        headers={"referer": site.url},
    )
    assert answer.headers["content-type"] == "application/pdf"


def _at_the_gate(site: Site) -> str:
    """The guard's page of a pile of her gate."""
    page = site.page("gate_guard", viewport=PHONE)
    page.goto("/arrivals/gate/")
    page.get_by_role("link", name="拍写好的纸质表").click()
    page.locator(".row a.whole").first.click()
    page.wait_for_url(re.compile(r"/papers/\d{9}/$"))
    cut = Cut(page, after=2)
    page.locator("input[type=file]").set_input_files(_photo())
    page.get_by_role("button", name="传照片").click()
    expect(page.locator(".sending")).to_contain_text("网络一好就接着传", timeout=15_000)
    cut.whole = True
    expect(page.locator(".messages")).to_contain_text("照片收到了", timeout=20_000)
    assert cut.carried == sorted(set(cut.carried))
    assert not page.locator("[data-paper]").count()
    return page.url


def _type(page: Page, keys: list[str]) -> int:
    """Each followed by Enter; how many keys that were."""
    for said in keys:
        page.keyboard.type(said, delay=5)
        page.keyboard.press("Enter")
    return sum(len(said) + 1 for said in keys)


def test_a_sheet_goes_from_the_gate_to_the_committee_by_keyboard(site: Site) -> None:
    _printed(site)
    address = _at_the_gate(site)
    page = site.page("committee_worker", viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page.goto(address)
    expect(page.locator("[data-photo]")).to_be_visible()
    expect(page.locator("#building")).to_be_focused()
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then((r) => r.violations)")
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
    with counted("a paper form typed in") as burden:
        burden.keys = _type(page, [
            "1", "1单元502", "今天", "1", "G7302", "5", "12A",
            "湖北武汉武昌", "", "", "", "", "1",
            "周晓枫", "15400077001", document(), "", "", "",
        ])  # fmt: skip
        # Nobody in the second row: nobody follows, and Enter keeps the sheet.
        page.keyboard.press("Enter")
        expect(page.locator(".messages")).to_contain_text("录好了,1 个人", timeout=15_000)
        burden.keys += 1
    assert burden.taps == 0
    assert burden.keys < 110
    expect(page.locator("[data-photo]")).to_have_count(0)
    expect(page.locator("#building")).to_be_focused()
    page.goto("/arrivals/?which=open")
    page.locator(".row", has_text="周**").last.get_by_role("link").first.click()
    expect(page.get_by_role("link", name="看纸质表的照片")).to_be_visible()
    assert page.errors == []  # type: ignore[attr-defined]


def test_what_is_wrong_is_where_one_goes_on(site: Site) -> None:
    _printed(site)
    page = site.page("committee_worker", viewport={"width": 1280, "height": 900})
    page.goto("/arrivals/papers/")
    page.locator(".row a.whole").first.click()
    expect(page.locator("#building")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.keyboard.type("1单元502")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#arrives_on_e")).to_be_visible()
    expect(page.locator("#arrives_on")).to_be_focused()
    expect(page.locator("#room")).to_have_value("1单元502")
