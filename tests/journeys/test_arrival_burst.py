"""The Sunday after the holiday: everybody comes at once, by one Wi-Fi, and presses send twice.

A test of correctness, not of time: none is lost, none is there twice, nobody is turned away.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.arrivals import document
from tests.journeys.conftest import Site
from wanli.kernel import clock
from wanli.kernel.ids import uuid7

HANDS, FAMILIES, TWICE, BY_TWO = 8, 160, 4, 10
"""Phones at the same moment; families; one in so many sends twice at once; one in so many is told
of by somebody else too."""
OWED = re.compile(r"(\d[\d,]*) 家返沪登记等您核实")
OPEN = re.compile(r"待核实 (\d[\d,]*)")


def _worker(site: Site) -> httpx.Client:
    """Of the other committee, so that nobody else's day is disturbed."""
    client = httpx.Client(base_url=site.url, follow_redirects=True, timeout=60,
        headers={"accept-language": "zh-CN"})  # fmt: skip
    client.get(site.links["other_worker"])
    return client


def _counted(client: httpx.Client) -> tuple[int, int]:
    """Families to be verified, as Today says and as the list does."""
    found = [OWED.search(client.get("/").text), OPEN.search(client.get("/arrivals/").text)]
    return tuple(int(one[1].replace(",", "")) if one else 0 for one in found)  # type: ignore[return-value]


def _family(building: str, n: int, number: str) -> dict[str, str]:
    return {
        "building": building, "room": f"1单元{n % 6 + 1}0{n % 4 + 1}", "entry": str(uuid7()),
        "arrives_on": clock.today().isoformat(), "transport": "train", "number": "G7302",
        "s1-where": "湖北武汉武昌", "health": "no", "p1-name": _name(n), "p1-document": number,
        "p1-phone": f"1541{n:07d}",
    }  # fmt: skip


def _name(n: int) -> str:
    """Another one each time: whoever is called the same behind the same door is the same family."""
    return (
        "王李张刘陈杨赵黄周吴"[n % 10] + "伟芳娜敏静丽强磊军洋"[n // 10 % 10] + "海明"[n // 100 % 2]
    )


def _phone(site: Site, address: str) -> tuple[httpx.Client, str]:
    phone = httpx.Client(base_url=site.url, timeout=60)
    phone.get(address)
    return phone, phone.cookies["csrftoken"]


def _tell(site: Site, address: str, said: dict[str, str], times: int) -> list[str]:
    """Where each answer leads; a phone of its own, its hands as many as it is sent ``times``."""
    phone, token = _phone(site, address)
    data = {"csrfmiddlewaretoken": token, **said}

    def send(_time: int) -> str:
        answer = phone.post(address, data=data, headers={"Referer": site.url})
        assert answer.status_code == 302, re.findall(r"role=.alert.[^<]*<?[^<]*", answer.text)
        return answer.headers["location"]

    try:
        with ThreadPoolExecutor(times) as hands:
            return list(hands.map(send, range(times)))
    finally:
        phone.close()


def test_a_coach_full_of_families_by_one_network(site: Site) -> None:
    desk = _worker(site)
    hotline = desk.get("/arrivals/hotline/").text
    label = re.search(r"/arrivals/form/([\w-]+)/", hotline)
    assert label is not None
    page = desk.get(f"/arrivals/form/{label[1]}/")
    address = page.url.path
    buildings = re.findall(r'<option value="(\w{8})"', page.text.partition("</select>")[0])
    before = _counted(desk)
    numbers = [document(900 - n) for n in range(FAMILIES)]

    def come(n: int) -> list[str]:
        building = buildings[n % len(buildings)]
        found = _tell(site, address, _family(building, n, numbers[n]), 2 if n % TWICE == 0 else 1)
        if n % BY_TWO == 0:
            # Her daughter, far away, tells of the same.
            found += _tell(site, address, _family(building, n, numbers[n]), 1)
        return found

    with ThreadPoolExecutor(HANDS) as phones:
        led_to = list(phones.map(come, range(FAMILIES)))
    tellings = FAMILIES + -(-FAMILIES // BY_TWO)
    assert len({one for family in led_to for one in family}) == tellings
    assert all(len(set(family)) == (2 if n % BY_TWO == 0 else 1) for n, family in enumerate(led_to))
    after = _counted(desk)
    assert [b - a for a, b in zip(before, after, strict=True)] == [FAMILIES, FAMILIES]
    desk.close()
