"""A link given to a home as a worker gives it, and a phone that comes by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

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


def link(site: Site, at: int = 0) -> Link:
    """A new link for one of those under observation; ``at``: the how manieth."""
    worker = site.page("committee_worker")
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
