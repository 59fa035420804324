"""Provinces, cities and counties by GB/T 2260, found in what people say.

The codes and names are those that python-stdnum brings, with the years in which each was in use:
a county that was abolished is still found, after those that stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from stdnum import numdb

PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水"
    "|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒"
    "|鄂温克|德昂|保安|裕固|京|独龙|鄂伦春|门巴|珞巴|基诺|各"
)
SUFFIXES = re.compile(
    rf"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|(?:(?:{PEOPLES})族?)*自治[州县旗]"
    r"|地区|林区|新区|[省市县区盟旗州])$"
)
PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖县级"}
CITIES = ("11", "12", "31", "50")
"""Municipalities: no city stands between them and their districts."""


@dataclass(frozen=True, slots=True)
class Region:
    """A province, city or county. ``name`` is from the province down: 湖北省武汉市武昌区."""

    code: str
    name: str
    own: str
    """Its own name alone."""
    stands: bool

    @property
    def level(self) -> int:
        """1 province, 2 city, 3 county."""
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3


def by_code(code: str) -> Region | None:
    """The region with this code of six digits."""
    return _all().get(code)


def above(code: str) -> tuple[str, ...]:
    """The code and those of the city and the province above it, the narrowest first."""
    return tuple(dict.fromkeys((code, f"{code[:4]}00", f"{code[:2]}0000")))


@lru_cache(maxsize=20_000)
def found_in(said: str) -> tuple[Region, ...]:
    """The regions that words may mean, as deep as the words go, the likeliest first.

    One: sure. Several: to be asked (鼓楼区 is in five cities). None: abroad, or no such place.

    >>> [region.code for region in found_in("湖北武汉武昌")]
    ['420106']
    """
    plain = re.sub(r"[\s,,、/·\-—]", "", unicodedata.normalize("NFKC", said))
    if re.fullmatch(r"\d{6}", plain):
        region = by_code(plain)
        return (region,) if region else ()
    best: dict[Region, tuple[int, int]] = {}
    for start in range(1, 4):
        for region, level, used in _walk(plain, start):
            reach = (used, -level)
            if reach > best.get(region, (0, -9)):
                best[region] = reach
    if not best:
        return ()
    longest = max(used for used, _level in best.values())
    left = [region for region, (used, _level) in best.items() if used == longest]
    standing = [region for region in left if region.stands] or left
    top = min(region.level for region in standing)
    # 吉林 is a province before it is a city; 北京朝阳 is no city in Liaoning.
    return tuple(sorted((r for r in standing if r.level == top), key=lambda r: r.code))


def suggested(said: str, *, at_most: int = 12) -> list[Region]:
    """What somebody who has typed so much may be about to say."""
    plain = re.sub(r"\s", "", said)
    if not plain:
        return []
    exact = list(found_in(plain))
    begun = [
        region
        for region in _all().values()
        if region.stands and region not in exact and region.own.startswith(plain)
    ]
    return [*exact, *sorted(begun, key=lambda r: (r.level, r.code))][:at_most]


def _walk(plain: str, level: int, inside: str = "") -> Iterator[tuple[Region, int, int]]:
    """Regions of this level whose name begins the words, and what lies deeper in them; how many
    characters that uses."""
    for word, region in _heads(level).get(plain[:2], ()):
        if not region.code.startswith(inside) or not plain.startswith(word):
            continue
        yield region, level, len(word)
        rest = plain[len(word) :]
        head = region.code[: level * 2]
        for deeper in range(level + 1, 4):
            for found, at, used in _walk(rest, deeper, head) if rest else ():
                yield found, at, len(word) + used


@cache
def _heads(level: int) -> dict[str, list[tuple[str, Region]]]:
    """Ways to say each region of a level, whole and without what kind of place it is, by the first
    two characters."""
    found: dict[str, list[tuple[str, Region]]] = {}
    for region in _all().values():
        if region.level == level:
            for word in {region.own, SUFFIXES.sub("", region.own)}:
                if len(word) >= 2:
                    found.setdefault(word[:2], []).append((word, region))
    return found


@cache
def _all() -> dict[str, Region]:
    found: dict[str, Region] = {}
    for province, props, below in _branches(numdb.get("cn/loc").prefixes):
        head = _simple(props["province"])
        rows = [
            (province + tail, *_now(_simple(inner["county"])))
            for tail, inner, _below in _branches(below)
        ]
        own = {code: name for code, name, _stands in rows}
        for code, name, stands in rows:
            if name in PLACEHOLDERS or "直辖" in name:
                continue
            city = own.get(f"{code[:4]}00", "")
            parts = [head]
            if not code.endswith("0000"):
                if not code.endswith("00") and city not in PLACEHOLDERS and "直辖" not in city:
                    parts.append(city)
                parts.append(name)
            found[code] = Region(code, "".join(parts), name, stands)
    return found


def _branches(prefixes: list[Any]) -> Iterator[tuple[str, dict[str, str], list[Any]]]:
    for _length, low, _high, props, below in prefixes:
        yield low, props, below


def _simple(said: str) -> str:
    """The source writes the two at the coast in traditional characters."""
    return said.translate(str.maketrans("別區灣龍門澳", "别区湾龙门澳"))


def _now(said: str) -> tuple[str, bool]:
    """The latest name of a code, and whether it is in use: ``[1983-1998]A市`` is not."""
    best, stands = "", False
    for part in said.split(","):
        match = re.fullmatch(r"(?:\[(\d*)-(\d*)\])?(.+)", part.strip())
        if match and (not stands or not match[2]):
            best, stands = match[3], not match[2]
    return best, stands
