"""The network goes while a picture is on its way: it comes back, and one picture is there."""

from __future__ import annotations

import json
import os
import signal
from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.journeys.conftest import DATA, Site
from tests.journeys.homes import link


def _photo() -> FilePayload:
    """About a megabyte, as a phone's."""
    drawn = BytesIO()
    Image.effect_noise((1100, 1100), 90).convert("RGB").save(drawn, "JPEG", quality=95)
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}


class Cut:
    """A network that carries so many pieces and then none, until it is mended."""

    def __init__(self, page: Page, after: int) -> None:
        self.carried: list[int] = []
        self.after, self.whole = after, False
        page.context.route("**/uploads/*/", self._carry)

    def _carry(self, route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
        elif self.whole or len(self.carried) < self.after:
            self.carried.append(int(route.request.headers["upload-offset"]))
            route.continue_()
        else:
            route.abort("connectionreset")


def _check(site: Site) -> Page:
    """A routine that was done, and of which there is no picture yet."""
    page = site.page("property_manager")
    page.goto("/routines/?which=done")
    links = page.locator("a.whole[href^='/routines/']")
    for address in links.evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        page.goto(address)
        if not page.locator(".pictures img").count():
            return page
    raise AssertionError("each has a picture")


def test_a_cut_in_the_middle_goes_on_where_it_was(site: Site) -> None:
    page = _check(site)
    cut = Cut(page, after=2)
    page.locator("input[type=file]").set_input_files(_photo())
    page.get_by_role("button", name="传照片").click()
    expect(page.locator(".sending")).to_contain_text("网络一好就接着传", timeout=15_000)
    expect(page.locator(".sending progress")).to_be_visible()
    cut.whole = True
    expect(page.locator(".pictures img")).to_have_count(1, timeout=15_000)
    # Nothing was carried twice.
    assert len(cut.carried) >= 3
    assert cut.carried == sorted(set(cut.carried))
    assert cut.carried[0] == 0
    page.reload()
    expect(page.locator(".pictures img")).to_have_count(1, timeout=15_000)
    assert page.errors == []  # type: ignore[attr-defined]


def test_the_server_ends_in_the_middle_and_the_picture_arrives_once(site: Site) -> None:
    page = _check(site)
    cut = Cut(page, after=2)
    page.locator("input[type=file]").set_input_files(_photo())
    page.get_by_role("button", name="传照片").click()
    expect(page.locator(".sending")).to_contain_text("网络一好就接着传", timeout=15_000)
    children = json.loads((DATA / "run" / "up.json").read_text())["children"]
    for name, process in children.items():
        if name.startswith("web"):
            os.kill(process, signal.SIGKILL)
    cut.whole = True
    expect(page.locator(".pictures img")).to_have_count(1, timeout=30_000)
    page.reload()
    expect(page.locator(".pictures img")).to_have_count(1, timeout=15_000)


def test_a_page_that_was_closed_meanwhile_goes_on_when_it_is_open_again(site: Site) -> None:
    page = _check(site)
    address = page.url
    cut = Cut(page, after=1)
    page.locator("input[type=file]").set_input_files(_photo())
    page.get_by_role("button", name="传照片").click()
    expect(page.locator(".sending")).to_contain_text("网络一好就接着传", timeout=15_000)
    other = page.context.new_page()
    page.close()
    cut.whole = True
    other.goto(address)
    expect(other.locator(".pictures img")).to_have_count(1, timeout=15_000)
    assert cut.carried == sorted(set(cut.carried))
    other.reload()
    expect(other.locator(".pictures img")).to_have_count(1, timeout=15_000)


def test_the_last_answer_is_lost_and_the_picture_is_there_once(site: Site) -> None:
    page = _check(site)
    lost: list[str] = []

    def carry(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().text())
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/routines/*/photo/", carry)
    page.locator("input[type=file]").set_input_files(_photo())
    page.get_by_role("button", name="传照片").click()
    expect(page.locator(".pictures img")).to_have_count(1, timeout=15_000)
    assert "next" in lost[0]


def test_what_is_no_picture_is_said_beside_the_form(site: Site) -> None:
    page = _check(site)
    pdf: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7 " * 40}
    page.locator("input[type=file]").set_input_files(pdf)
    page.get_by_role("button", name="传照片").click()
    expect(page.locator(".sending [role=alert]")).to_contain_text("PDF")
    expect(page.get_by_role("button", name="传照片")).to_be_enabled()


def test_a_home_sends_its_prescription_through_a_cut(site: Site) -> None:
    phone = link(site, 2).opened()
    phone.get_by_role("link", name="请人买东西、办事").click()
    cut = Cut(phone, after=1)
    phone.fill("#items", "蜜炼川贝 1 瓶")
    phone.locator("input[type=file]").set_input_files(_photo())
    phone.get_by_role("button", name="提上去").click()
    expect(phone.locator(".sending")).to_contain_text("网络一好就接着传", timeout=15_000)
    cut.whole = True
    expect(phone.get_by_text("蜜炼川贝 1瓶")).to_be_visible(timeout=15_000)
    expect(phone.get_by_text("蜜炼川贝 1瓶")).to_have_count(1)
    assert cut.carried == sorted(set(cut.carried))
    assert phone.errors == []  # type: ignore[attr-defined]
