"""Every screen, in both languages, light and dark, from a small phone up: usable by all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import rosters
from tests.journeys.conftest import Site
from tests.journeys.homes import link
from tests.journeys.test_canvass_paths import print_sheets
from tests.test_maps import square

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text()
SCREENS = {
    "committee_worker": (
        "/", "/wall/", "/places/", "/people/", "/people/duplicates/",
        "/homes/", "/observation/", "/observation/?which=cases", "/observation/?which=ending",
        "/observation/?which=told", "/observation/?which=missed", "/observation/curves/",
        "/observation/episodes/", "/observation/offers/", "/observation/releases/",
        "/observation/certificates/", "/observation/starts/",
        "/observation/diaries/", "/observation/lists/", "/observation/links/",
        "/postings/remarks/", "/postings/remarks/?which=answered",
        "/errands/", "/errands/?which=done", "/errands/plan/", "/errands/money/", "/runs/",
        "/runs/?which=over", "/routines/", "/routines/?which=done", "/routines/?which=missed",
        "/waste/", "/waste/?which=collected", "/routes/", "/sensors/", "/sensors/questions/",
        "/sensors/questions/?which=answered",
        "/contacts/", "/contacts/?which=reached", "/contacts/coverage/", "/contacts/forgotten/",
        "/contacts/offers/", "/contacts/sheets/", "/care/", "/care/?which=all",
        "/care/visits/?which=done", "/lists/answered/",
        "/care/lacking/", "/canvass/", "/canvass/start/",
        "/lists/", "/list-calls/", "/leads/", "/leads/?which=cleared",
        "/canvass/coverage/", "/imports/", "/maps/", "/posts/", "/posts/roles/", "/search/?q=wang",
        "/account/mine/", "/account/sessions/", "/account/password/change/",
        "/account/2fa/", "/account/2fa/webauthn/", "/account/logout/", "/nowhere/",
        "/plan/", "/plan/personal/", "/notices/", "/notices/mine/",
        "/arrivals/", "/arrivals/?which=late", "/arrivals/?which=verified", "/arrivals/offers/",
        "/arrivals/groups/", "/arrivals/hotline/", "/classes/", "/classes/?class=key_area",
        "/classes/overview/", "/classes/overview/?by=origin", "/classes/near/", "/areas/",
        "/classes/moved/", "/arrivals/papers/",
    ),
    "leading_group_head": ("/classes/", "/classes/again/", "/areas/"),
    "system_administrator": ("/notices/channels/",),
    "property_manager": ("/", "/runs/", "/errands/money/"),
    "gate_guard": ("/", "/gate/", "/arrivals/gate/", "/leads/"),
    "counsellor": ("/", "/counsel/"),
    "committee_secretary": (
        "/classes/unasked/", "/observation/leaves/", "/posts/", "/posts/?vacant=1",
    ),
    "grid_worker": ("/canvass/sheets/", "/canvass/no-network/"),
    "stairwell_leader": (
        "/", "/wall/big/", "/people/", "/contacts/", "/contacts/coverage/", "/contacts/offers/",
        "/care/?mine",
    ),
    "privacy_officer": ("/audit/", "/audit/seals/", "/privacy/"),
    "residential_head": ("/plan/", "/tonight/", "/areas/notices/"),
}  # fmt: skip
LOOKS = (("zh-CN", "light", 360), ("en-US", "dark", 1440))


@pytest.mark.parametrize(("locale", "scheme", "width"), LOOKS)
@pytest.mark.parametrize("persona", SCREENS)
def test_no_screen_shuts_anybody_out(
    site: Site, persona: str, locale: str, scheme: str, width: int
) -> None:
    page = site.page(
        persona,
        locale=locale,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        bypass_csp=True,
    )
    # Given to the browser once; handed over page by page, half a megabyte takes as long as a page.
    page.add_init_script(AXE)
    addresses = list(SCREENS[persona])
    if persona == "committee_worker":
        for at, link in (("/people/", "tbody a"), ("/homes/", ".row a"), ("/places/", ".row a")):
            page.goto(at)
            addresses.append(page.locator(link).first.get_attribute("href") or "")
        person, home = (a for a in addresses[-3:] if a.startswith(("/people/", "/homes/")))
        addresses += [person + "correct/", person + "lives/?q=1-101", person + "registered/"]
        addresses += [home + "add/", home + "move-in/?q=w"]
        addresses.append("/observation/open/" + home.split("/")[2] + "/")
        page.goto("/places/")
        label = page.url.rstrip("/").rsplit("/", 1)[-1]
        page.goto(f"/postings/{label}/")
        addresses.append(page.url)
        page.goto("/observation/?which=cases")
        case = page.locator("a.room").first.get_attribute("href") or ""
        addresses += [case, case + "check/", case + "link/", case + "start/", case + "start/sign/"]
        page.goto(case)
        addresses.append(page.locator("a.fix").first.get_attribute("href") or "")
        addresses.append("/errands/ask/" + home.split("/")[2] + "/")
        addresses.append("/errands/money/home/" + home.split("/")[2] + "/")
        page.goto("/waste/")
        addresses.append(
            page.locator("a[href*='/waste/rounds/']").first.get_attribute("href") or ""
        )
        page.goto("/waste/?which=collected")
        addresses.append(page.locator(".row a.whole").first.get_attribute("href") or "")
        for at in ("/sensors/", "/sensors/questions/?which=answered", "/sensors/questions/"):
            page.goto(at)
            if page.locator(".row a.whole").count():
                addresses.append(page.locator(".row a.whole").first.get_attribute("href") or "")
        for at in ("/contacts/", "/care/?which=all"):
            page.goto(at)
            addresses.append(page.locator(".home h2 a").first.get_attribute("href") or "")
        addresses.append(addresses[-1] + "edit/")
        for at in ("/lists/", "/list-calls/", "/leads/"):
            page.goto(at)
            addresses.append(page.locator(".row a.whole").first.get_attribute("href") or "")
        for at in ("/errands/", "/errands/?which=done", "/runs/", "/runs/?which=over"):
            page.goto(at)
            if page.locator(".row a.whole").count():
                addresses.append(page.locator(".row a.whole").first.get_attribute("href") or "")
        for at in ("/arrivals/", "/arrivals/?which=verified", "/classes/?class=key_area"):
            page.goto(at)
            addresses.append(page.locator(".row a.whole").first.get_attribute("href") or "")
        page.goto("/observation/episodes/")
        addresses.append(page.locator("a.room").first.get_attribute("href") or "")
        page.goto("/canvass/")
        page.goto(page.locator(".row a.btn").first.get_attribute("href") or "")
        addresses += [
            page.url,
            page.locator(".row a.room, .row a.whole").first.get_attribute("href") or "",
        ]
    if persona == "committee_secretary":
        addresses += _seats_and_cards(page)
        addresses += _handed_in(page)
        addresses += _merges(page)
    if persona == "grid_worker":
        page.goto("/canvass/")
        page.goto(page.locator(".row a.btn").first.get_attribute("href") or "")
        for part in ("together", "print"):
            addresses.append(page.locator(f"a[href*={part}]").get_attribute("href") or "")
        print_sheets(page)
        addresses.append(page.url)
        page.goto("/canvass/sheets/")
        addresses.append(page.locator(".row a").first.get_attribute("href") or "")
    if persona == "residential_head":
        addresses += _of_a_draft(page)
        page.goto("/areas/notices/")
        notices = page.locator(".row a.whole")
        addresses += [one.get_attribute("href") or "" for one in notices.all()[:2]]
    faults = []
    for address in addresses:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{address}: wider than the screen")
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then((r) => r.violations)")
        faults += [
            f"{address}: {v['id']} {v['nodes'][0]['html'][:120]}"
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
    assert faults == []
    assert page.errors == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [720, 820])
def test_a_tablet_holds_the_bar_and_what_opens_from_it(site: Site, width: int) -> None:
    page = site.page("committee_worker", locale="en-US", viewport={"width": width, "height": 1100})
    for address in ("/", "/people/", "/waste/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for menu in page.locator(".nav .menu").all():
            menu.hover()
            opened = menu.locator(".under").bounding_box()
            assert opened is not None
            assert opened["x"] >= 0
            assert opened["x"] + opened["width"] <= width


@pytest.mark.parametrize(("locale", "scheme", "width"), LOOKS)
def test_a_homes_own_pages_shut_nobody_out(
    site: Site, locale: str, scheme: str, width: int
) -> None:
    home = link(site)
    page = home.phone(
        locale=locale,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        bypass_csp=True,
    )
    faults = faults_of(page)
    page.fill("#code", "19000101")
    page.click("button.main")
    faults += faults_of(page)
    page.fill("#code", home.pin)
    page.click("button.main")
    faults += faults_of(page)
    for celsius in ("365", "36.5"):
        box = page.locator("[name=p0-celsius]")
        if not box.is_visible():
            page.locator("details", has=box).locator("summary").first.click()
        box.fill(celsius)
        page.locator("form[data-report] button.main:visible:not([name])").last.click()
        faults += faults_of(page)
    mend = page.locator("li .btn").first.get_attribute("href") or ""
    for address in (
        mend,
        home.url + "notice/",
        home.url + "errands/",
        site.url + "/r/neverGiven123456/",
    ):
        page.goto(address)
        faults += faults_of(page)
    assert faults == []
    assert page.errors == []  # type: ignore[attr-defined]


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is open."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('.btn, summary, header a, .pick span')]"
        ".filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44)"
        ".map((e) => e.textContent)"
    )
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((r) => r.violations)")
    return [
        *([f"{page.url}: wider than the screen"] if wide else []),
        *(f"{page.url}: too small to touch: {one}" for one in small),
        *(f"{page.url}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in found),
    ]


def _seats_and_cards(page: Page) -> list[str]:
    """A vacant seat with somebody looked for, one that is held, its holder's account, the cards."""
    page.goto("/places/")
    label = page.url.rstrip("/").rsplit("/", 1)[-1]
    if label == "places":
        label = (page.locator(".acts a").first.get_attribute("href") or "").split("/")[2]
    found = [f"/posts/at/{label}/new/", f"/users/cards/{label}/"]
    page.goto("/posts/?vacant=1")
    found.append(f"{page.locator('tbody a').first.get_attribute('href')}?q=zhou")
    page.goto("/posts/")
    page.goto(page.locator("tbody tr", has_text="网格员").or_(
        page.locator("tbody tr", has_text="Grid worker")
    ).first.locator("a").get_attribute("href") or "")  # fmt: skip
    found.append(page.url)
    found.append(page.locator(".row .acts a").first.get_attribute("href") or "")
    return found


def _handed_in(page: Page) -> list[str]:
    """A roster of many rows, and a map of which some outlines are not matched."""
    outlines = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [square(121.4 + n / 1000, 31.2)]},
        }
        for n, name in enumerate(("1号楼", "不认得的楼", ""))
    ]
    drawn = json.dumps({"type": "FeatureCollection", "features": outlines}).encode()
    found = []
    for at, name, content in (
        ("/imports/", "messy.xlsx", rosters.messy()),
        ("/maps/", "map.geojson", drawn),
    ):
        page.goto(at)
        form = page.locator("form[enctype]")
        form.locator("[name=file]").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )
        form.locator("[name=label]").select_option(index=1)
        if form.locator("select[name=datum]").count():
            form.locator("[name=datum]").select_option(index=1)
        form.locator("button").click()
        page.wait_for_url(f"**{at}*-*/")
        found.append(page.url)
    return found


def _merges(page: Page) -> list[str]:
    """Two of one household side by side, and a compound with what merging it would touch."""
    page.goto("/people/")
    one, other = (
        page.locator("tbody a[href^='/people/']").nth(n).get_attribute("href") or ""
        for n in range(2)
    )
    page.goto("/places/")
    compound = page.locator(".row a[href^='/places/']").first.get_attribute("href")
    return [f"{one}merge/{other.split('/')[2]}/", f"{compound}merge/?q=a"]


def _of_a_draft(page: Page) -> list[str]:
    """The pages of the plan's draft: each section, one thing out of a list, a new one."""
    page.goto("/plan/")
    begin = page.locator("form[action='/plan/begin/'] button")
    if begin.count():
        begin.click()
    else:
        page.locator(".row a.btn.main").first.click()
    page.wait_for_load_state()
    draft = page.url
    if page.locator("form[action$='take-back/']").count():
        page.locator("form[action$='take-back/'] button").click()
        page.wait_for_load_state()
    sections = ("watch", "symptoms", "doors", "passes", "masks", "terms", "terms/home_14",
                "question_sets/return", "classes/new", "retention")  # fmt: skip
    return [draft, *(f"{draft}edit/{section}/" for section in sections)]
