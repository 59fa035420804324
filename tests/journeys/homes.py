"""A link given to a home as a worker gives it, and a phone that comes by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page

from tests.journeys.conftest import Site


@dataclass
class Link:
    """As it stands on the sheet, with the six digits beside it."""

    site: Site
    url: str
    pin: str
    case: str

    def phone(self, **options: Any) -> Page:
        """A phone that has not been here yet; what its script says wrongly is noted."""
        options = {
            "locale": "zh-CN",
            "viewport": {"width": 360, "height": 640},
            "has_touch": True,
        } | options
        page = self.site.browser.new_context(base_url=self.site.url, **options).new_page()
        page.set_default_timeout(15_000)
        page.errors = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
        page.goto(self.url)
        return page

    def opened(self, **options: Any) -> Page:
        """A phone on which it was opened."""
        page = self.phone(**options)
        page.fill("#code", self.pin)
        page.click("button.main")
        page.wait_for_selector(".band")
        return page


def begin(page: Page, *, since: date | None = None, tap: Callable[[Locator], None]) -> str:
    """Put somebody under observation in whose home nobody is; the address of her case. The page
    is that of the first temperature then."""
    page.goto("/homes/")
    links = page.locator("main a[href^='/homes/']").evaluate_all(
        "links => links.map(one => one.getAttribute('href')).filter(one => !one.includes('?'))"
    )
    # The last first: other journeys begin at the top.
    for one in reversed(links):
        page.goto(one)
        start = page.get_by_role("link", name="开始居家观察")
        if start.count() and not page.get_by_text("正在居家观察").count():
            break
    tap(start)
    page.wait_for_url("**/observation/open/*/")
    if since:
        page.locator("[name=since]").fill(str(since))
    tap(page.get_by_text("密切接触者", exact=True))
    tap(page.get_by_role("button", name="开始观察,记第一次体温"))
    page.wait_for_url(re.compile("/observation/[0-9a-f-]{36}/check/"))
    return re.sub("^https?://[^/]+|check/.*$", "", page.url)


def link(site: Site, at: int | None = None, *, since: date | None = None) -> Link:
    """A new link for one of those under observation; ``at``: the how manieth, or somebody for
    whom it begins now, counted from the day ``since``."""
    worker = site.page("committee_worker")
    if at is None:
        case = begin(worker, since=since, tap=lambda what: what.click())
    else:
        worker.goto("/observation/?which=cases")
        case = worker.locator("a.room").nth(at).get_attribute("href") or ""
    worker.goto(case + "link/")
    boxes = worker.locator("input[name=people]")
    for other in range(1, boxes.count()):
        boxes.nth(other).uncheck()
    worker.fill("input[name=call]", "021-65432100")
    worker.check("input[name=with_pin]")
    worker.locator("button.main").click()
    url = worker.locator(".home-link .address").inner_text().strip()
    pin = worker.locator(".secret").inner_text()
    worker.context.close()
    return Link(site, url, pin, case)
