"""From the address on a poster to the answered remark, on a phone without script."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.test_screens import faults_of

SAID, ANSWER = "四楼的灯坏了三天,晚上看不见台阶。", "今天下午换了新灯,请您看看亮不亮。"


def _poster(site: Site) -> str:
    """The address behind the code of a notice, as a worker finds it."""
    leader = site.page("stairwell_leader")
    leader.goto("/places/")
    label = leader.url
    leader.context.close()
    worker = site.page("committee_worker")
    worker.goto(f"/postings/{label.rstrip('/').rsplit('/', 1)[-1]}/")
    address = worker.get_by_role("link", name="打开这个楼道的公示").get_attribute("href") or ""
    worker.context.close()
    assert address.startswith("/n/")
    return address


def _neighbour(site: Site, **options: object) -> Page:
    options = {"locale": "zh-CN", "viewport": {"width": 360, "height": 640}} | options
    context = site.browser.new_context(base_url=site.url, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def test_a_remark_is_left_answered_and_read(site: Site) -> None:
    address = _poster(site)
    phone = _neighbour(site, java_script_enabled=False)
    phone.goto(address)
    phone.get_by_role("link", name="提意见").click()
    phone.get_by_role("button", name="送出").click()
    expect(phone.get_by_label("您的意见")).to_be_visible()
    phone.get_by_label("您的意见").fill(SAID)
    phone.get_by_role("button", name="送出").click()
    secret = phone.locator("p.code").inner_text()

    worker = site.page("committee_worker")
    worker.get_by_role("link", name="去答复").click()
    worker.get_by_role("link", name=SAID).click()
    worker.get_by_label("答复", exact=True).fill(ANSWER)
    worker.locator("form button.main").click()
    expect(worker.get_by_role("link", name=SAID)).to_have_count(0)
    assert worker.errors == []  # type: ignore[attr-defined]

    other = _neighbour(site, java_script_enabled=False)
    other.goto(address)
    expect(other.get_by_text(ANSWER)).to_have_count(0)
    other.get_by_role("link", name="看答复").click()
    other.get_by_label("查询码").fill(secret.upper())
    other.get_by_role("button", name="看答复").click()
    expect(other.locator(".answer")).to_have_text(ANSWER)


def test_the_pages_of_a_notice_shut_nobody_out(site: Site) -> None:
    address, faults = _poster(site), []
    for locale, scheme, width in (("zh-CN", "light", 360), ("en-US", "dark", 1440)):
        page = _neighbour(
            site, locale=locale, color_scheme=scheme, bypass_csp=True,
            viewport={"width": width, "height": 800},
        )  # fmt: skip
        for at in (address, f"{address}say/", f"{address}answer/", "/n/zzzzzzzzzz/"):
            page.goto(at)
            faults += faults_of(page)
        page.goto(f"{address}answer/")
        page.fill("[name=secret]", "00000000")
        page.click("button.main")
        faults += faults_of(page)
        page.goto(f"{address}say/")
        page.fill("[name=said]", SAID)
        page.fill("[name=phone]", "12")
        page.click("button.main")
        faults += faults_of(page)
        page.fill("[name=phone]", "")
        page.click("button.main")
        page.wait_for_selector("p.code")
        faults += faults_of(page)
        page.context.close()
    assert faults == []
