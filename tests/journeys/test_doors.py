"""A door sensor is hung, its device reports, and a question that it raised is answered."""

from __future__ import annotations

import json
import urllib.request

from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.homes import begin


def _report(url: str, secret: str, event: str) -> dict[str, int]:
    """As the device does it."""
    sent = urllib.request.Request(
        url,
        json.dumps({"events": [{"id": event, "kind": "open"}]}).encode(),
        {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(sent, timeout=10) as answer:
        return json.load(answer)  # type: ignore[no-any-return]


def test_a_sensor_is_hung_and_what_it_hears_is_shown(site: Site) -> None:
    worker = site.page("committee_worker")
    worker.goto(begin(worker, tap=lambda what: what.click()))
    worker.locator("a[href*='/sensors/at/']").first.click()
    worker.fill("input[name=mark]", "MC-3301")
    worker.get_by_role("button", name="装上,看密钥").click()
    secret = worker.locator("code.secret").inner_text()
    url = worker.locator("dd code").first.inner_text()
    assert _report(url, secret, "1") == {"kept": 1, "known": 0, "ignored": 0, "refused": []}
    assert _report(url, secret, "1")["known"] == 1
    worker.get_by_role("link", name="装好了,回这一户").click()
    expect(worker.locator("main")).to_contain_text("MC-3301")
    expect(worker.locator(".rows .row", has_text="开门")).to_have_count(1)
    assert secret not in worker.content()
    worker.get_by_role("button", name="拆下").click()
    expect(worker.get_by_role("button", name="装上,看密钥")).to_be_visible()
    assert worker.errors == []  # type: ignore[attr-defined]


def test_an_opening_is_asked_about_and_settled(site: Site) -> None:
    worker = site.page("committee_worker")
    worker.goto("/")
    worker.locator("a[href='/sensors/questions/']").first.click()
    before = worker.locator(".row a.whole").count()
    worker.locator(".row a.whole").first.click()
    page = worker.url
    worker.get_by_role("link", name="看电话号码").click()
    expect(worker.locator(".dial a, .dial .muted").first).to_be_visible()
    calling = worker.locator("form[action$='/call/']")
    calling.locator("label").first.click()
    calling.get_by_role("button", name="记下这个电话").click()
    answering = worker.locator("form[action$='/answer/']")
    answering.locator("label").first.click()
    answering.get_by_role("button", name="问清了,记下").click()
    worker.goto(page)
    expect(worker.get_by_role("button", name="改答复")).to_be_visible()
    worker.goto("/sensors/questions/")
    expect(worker.locator(".row a.whole")).to_have_count(before - 1)
    assert worker.errors == []  # type: ignore[attr-defined]
