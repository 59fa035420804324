"""QR codes that are drawn by the thousand say what those drawn one by one say."""

from __future__ import annotations

from random import Random

import pytest

from wanli.ground.codes import AlikeCodes, qr_of
from wanli.kernel.ids import LABEL_ALPHABET


@pytest.mark.parametrize("head", ["http://localhost/n/", "https://wanli.example.org:8443/a/"])
def test_alike_codes_are_those_of_one_address_at_a_time(head: str) -> None:
    random, alike = Random(3), AlikeCodes()
    for _ in range(40):
        address = head + "".join(random.choices(LABEL_ALPHABET, k=random.choice((7, 8)))) + "/"
        assert alike.qr_of(address) == qr_of(address)


def test_addresses_need_not_be_alike() -> None:
    alike = AlikeCodes()
    for address in ("https://a.cn/n/01/", "https://b.cn/a/zz?", "HTTPS://C.CN/N/02/", "0123456789"):
        assert alike.qr_of(address) == qr_of(address)
