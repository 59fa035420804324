"""An identity document of a kind that somebody chose: does the number fit it?"""

from __future__ import annotations

import re
from typing import Any

from wanli.reading.values import Document, Unreadable, document

NUMBERS = {
    "passport": re.compile(r"(?=.*\d)[A-Z0-9]{5,9}"),
    "hk_macau": re.compile(r"[HM]\d{8}(\d{2})?"),
    "taiwan": re.compile(r"\d{8}|\d{10}[A-Z]?"),
    "foreign_permanent": re.compile(r"[A-Z]{3}\d{12}|9\d{16}[\dX]"),
    "other": re.compile(r"[A-Z0-9]{3,20}"),
}


def noop(message: str) -> str:
    """Marks a sentence for the catalogue; it is translated where it is shown."""
    return message


WRONG = {
    "resident": noop("居民身份证号是 18 位(旧证 15 位),请核对,或另选证件种类。"),
    "passport": noop("护照号是 5 到 9 位字母和数字,请核对,或另选证件种类。"),
    "hk_macau": noop("港澳居民来往内地通行证号是 H 或 M 加 8 位(或 10 位)数字,请核对。"),
    "taiwan": noop("台湾居民来往大陆通行证号是 8 位数字,请核对。"),
    "foreign_permanent": noop(
        "外国人永久居留身份证号是 3 个字母加 12 位数字,或 9 开头的 18 位,请核对。"
    ),
    "other": noop("证件号只能是 3 到 20 位字母和数字,请核对。"),
}


def document_of(kind: str, said: Any) -> Document | None:
    """The document, when its number is one of this kind; without a kind, of whichever it fits.

    ``Unreadable`` says what a number of this kind looks like. A resident ID says birth date and
    sex itself (GB 11643-1999), as does the foreign permanent residence card of 2023.
    """
    if not kind or kind == "resident":
        found = document(said)
        if found and kind and found.kind != kind:
            raise Unreadable(WRONG[kind])
        return found
    plain = re.sub(r"[\s\-—_.()]", "", str(said)).upper()
    if not plain:
        return None
    if not NUMBERS[kind].fullmatch(plain):
        raise Unreadable(WRONG[kind])
    if kind == "foreign_permanent" and plain[0] == "9":
        return document(plain)
    return Document(kind, plain)
