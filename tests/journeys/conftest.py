"""A demo installation for each test process, and a browser."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import command

ROOT = Path(__file__).parents[2]
DATA = ROOT / "build" / f"journeys-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def wanli(*words: str) -> str:
    """Run the one command on the journeys' data folder; it must succeed."""
    return command.said(command.wanli(DATA, *words))


@dataclass
class Site:
    """A running demo."""

    url: str
    links: dict[str, str]
    browser: Browser

    def page(self, persona: str, **options: Any) -> Page:
        """A window in which this persona is signed in; what its script says wrongly fails."""
        options.setdefault("locale", "zh-CN")
        options.setdefault("viewport", {"width": 390, "height": 844})
        page = self.browser.new_context(base_url=self.url, **options).new_page()
        page.set_default_timeout(15_000)
        page.errors = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
        page.goto(self.links[persona])
        return page


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """Closed before the tests that follow: none of Django's may run in playwright's event loop."""
    if DATA.exists():
        command.wanli(DATA, "stop")
        shutil.rmtree(DATA)
    said = json.loads(wanli("demo", "--detach", "--json", "--scale", "small", "--port", "0"))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
                args=["--no-sandbox", "--enable-unsafe-swiftshader"],
            )
            links = {persona["key"]: persona["link"] for persona in said["personas"]}
            yield Site(said["url"], links, browser)
            browser.close()
        assert json.loads(wanli("reconcile", "--json"))["differences"] == []
    finally:
        wanli("stop")


@pytest.fixture(autouse=True)
def _windows_closed(request: pytest.FixtureRequest) -> Iterator[None]:
    """A wall that is left open draws on, and takes its share of every test that follows."""
    yield
    if "site" in request.fixturenames:
        for window in request.getfixturevalue("site").browser.contexts:
            window.close()
