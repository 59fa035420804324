"""Passkeys, codes and sessions as a browser and its authenticator do them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, wanli


@pytest.fixture
def authenticated(site: Site) -> tuple[Page, dict[str, Any]]:
    """Somebody of the console, signed in by password, on a phone with a fingerprint reader."""
    label = json.loads(wanli("user", "roles", "--json")) and _compound(site)
    name = f"passkey{len(site.browser.contexts)}"
    made = json.loads(
        wanli("user", "add", name, "王小明", "--role", "property_manager", "--at", label, "--json")
    )
    page = _phone(site)
    _password(page, name, made["password"])
    return page, made | {"username": name}


def _compound(site: Site) -> str:
    page = site.page("committee_worker")
    page.goto("/places/")
    return (page.locator(".row a").first.get_attribute("href") or "").strip("/").rsplit("/", 1)[-1]


def _phone(site: Site) -> Page:
    # Passkeys belong to a name, not to a number: localhost, not 127.0.0.1.
    context = site.browser.new_context(
        base_url=site.url.replace("127.0.0.1", "localhost"),
        locale="zh-CN",
        viewport={"width": 390, "height": 844},
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return page


def _password(page: Page, name: str, password: str) -> None:
    page.goto("/account/login/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/")


def test_a_passkey_is_added_and_signs_in_without_a_password(
    authenticated: tuple[Page, dict[str, Any]],
) -> None:
    page, _made = authenticated
    page.goto("/account/mine/")
    page.get_by_role("link", name="两步验证与通行密钥").click()
    page.get_by_role("link", name="添加通行密钥").click()
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto("/account/2fa/webauthn/")
    expect(page.locator(".row")).to_contain_text("可以代替密码")
    page.goto("/account/logout/")
    page.locator("main form button").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/")
    expect(page.locator("h1")).to_contain_text("今日")
