"""Trains, flights and plates as travellers write them."""

from __future__ import annotations

import re
import unicodedata

from wanli.reading.values import Unreadable


def noop(message: str) -> str:
    """Marks a sentence for the catalogue; it is translated where it is shown."""
    return message


TRAIN = re.compile(r"[GDCZTKYSL]?[1-9]\d{0,3}")
FLIGHT = re.compile(r"(?:[A-Z][A-Z0-9]|[0-9][A-Z])[0-9]{2,4}[A-Z]?")
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SEVEN = "[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]"
_ENERGY = "[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]"
PLATE = re.compile(f"[{_PROVINCE}][A-HJ-Z](?:{_SEVEN}|{_ENERGY})")
EMBASSY = re.compile(r"[0-9]{6}使|使[0-9]{6}")

WRONG_TRAIN = noop("车次“{value}”看不懂,请写成 G7302 这样。")
WRONG_FLIGHT = noop("航班号“{value}”看不懂,请写成 MU5101 这样。")
WRONG_PLATE = noop("车牌“{value}”不对:普通车 7 位,新能源车 8 位,例如 沪A12345、沪AD12345。")


def compact(said: str) -> str:
    """Without blanks and dots, letters large, in half width."""
    return re.sub(r"[\s·•.\-—_]", "", unicodedata.normalize("NFKC", said)).upper()


def train(said: str) -> str:
    """A train's number: ``G7302``; of a coach of two numbers the one that was said."""
    number = compact(said).removesuffix("次")
    if number and not TRAIN.fullmatch(number):
        raise Unreadable(WRONG_TRAIN, value=said[:20])
    return number


def flight(said: str) -> str:
    """A flight's number by IATA: two characters of the airline, up to four digits."""
    number = compact(said)
    if number and not FLIGHT.fullmatch(number):
        raise Unreadable(WRONG_FLIGHT, value=said[:20])
    return number


def plate(said: str) -> str:
    """A plate by GA 36: seven characters, or eight of a new-energy car, small (the letter first)
    or large (the letter last); no I or O but in the second place."""
    number = compact(said)
    if number and not (PLATE.fullmatch(number) or EMBASSY.fullmatch(number)):
        raise Unreadable(WRONG_PLATE, value=said[:20])
    return number
