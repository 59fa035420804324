"""One cell at a time: what it means, or a sentence that says why it cannot be read.

Every reader takes what a workbook may hold (text, number, date, None) and returns its value;
an empty cell gives the empty value. ``Unreadable`` carries a message id in Chinese and its
parameters, as ``wanli.kernel.errors.Refused`` does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import mul
from typing import Any

from wanli.kernel import clock

DITTO = frozenset({"同上", "〃", "″", '"', "''", "”", "同", "上同"})
OLDEST = 125


class Unreadable(ValueError):
    """A cell that cannot mean what its column says."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


def noop(message: str) -> str:
    """Marks a message id that is shown, translated, later."""
    return message


def text(value: Any) -> str:
    """What a cell says, in plain characters: full-width digits and letters made narrow.

    >>> text("１２号　楼 ")
    '12号 楼'
    >>> text(301.0)
    '301'
    """
    if isinstance(value, str):
        return _plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    return _plain(str(value))


@lru_cache(maxsize=100_000)
def _plain(said: str) -> str:
    """A roster says the same few things a hundred thousand times."""
    if not unicodedata.is_normalized("NFKC", said):
        said = unicodedata.normalize("NFKC", said)
    if said.isalnum():
        return said
    said = said.replace("\x00", "")
    return " ".join(said.split()).lstrip("'’`").strip()


def is_ditto(value: Any) -> bool:
    """Whether a cell only points at the one above it: 同上, 〃."""
    return value is not None and str(value).strip() in DITTO


PLAIN_NAME = re.compile(r"[\u3400-\u9fff]{2,6}")


def name(value: Any) -> str:
    """A person's name: spaces inside Chinese names dropped, a minority's dot made one dot.

    >>> name("王 小 明"), name("阿依古丽•买买提"), name("John  Smith")
    ('王小明', '阿依古丽·买买提', 'John Smith')
    """
    said = text(value)
    if not said or PLAIN_NAME.fullmatch(said):
        return said
    if not said.isascii():
        said = re.sub(r"\s*[·•・‧.．∙]\s*", "·", said)
    if re.search(r"[\u3400-\u9fff]", said):
        said = said.replace(" ", "")
    if len(said) > 80 or re.search(r"\d", said) or not re.search(r"[^\W\d_]", said):
        raise Unreadable("姓名“{value}”不像姓名,请核对。", value=said[:40])
    return said


SEXES = {"男": "m", "女": "f", "m": "m", "f": "f", "male": "m", "female": "f", "1": "m", "2": "f"}


def sex(value: Any) -> str:
    """``m``, ``f`` or empty."""
    said = text(value).lower().removesuffix("性")
    if said in ("", "不详", "未知", "-", "0", "9"):
        return ""
    if said not in SEXES:
        raise Unreadable("性别“{value}”看不懂,请写男或女。", value=said[:20])
    return SEXES[said]


@dataclass(frozen=True, slots=True)
class Document:
    """An identity document; a resident ID says birth date and sex itself."""

    kind: str
    number: str
    birth_date: date | None = None
    sex: str = ""


OTHER_DOCUMENTS = (
    ("hk_macau", re.compile(r"[HM]\d{8}(\d{2})?")),
    # The card of 2017: state, where it was issued, birth date in six digits, and a check digit
    # whose rule no source that we know of gives. Taken as it is: a guessed rule would turn people
    # away.
    ("foreign_permanent", re.compile(r"[A-Z]{3}\d{12}")),
    ("passport", re.compile(r"(?=.*\d)[A-Z]{1,2}\d{7,8}|[A-Z]\d{5,9}|\d{9}")),
    ("taiwan", re.compile(r"\d{8}|\d{10}[A-Z]?")),
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ZEROS = ord("0") * sum(WEIGHTS)
"""What the digits weigh too much when their codes are weighed."""


def document(value: Any, *, today: date | None = None) -> Document | None:
    """An identity document of any kind in use, its check digit verified (GB 11643-1999).

    Fifteen-digit resident IDs are made eighteen. A number kept as a float has lost its last
    digits and is refused.
    """
    said = text(value)
    if not said.isalnum():
        said = re.sub(r"[\s\-—_.()]", "", said)
    said = said.upper()
    if said in ("", "无", "不详", "暂无", "未办"):
        return None
    if re.fullmatch(r"\d\.?\d*E\+?\d+", said) or (isinstance(value, float) and value > 1e15):
        raise Unreadable("证件号被表格软件改成了科学计数法,后几位已经丢失,请重新填写。")
    if re.fullmatch(r"\d{15}", said):
        said = _eighteen(said)
    if re.fullmatch(r"\d{17}[\dX]", said):
        return _resident(said, today or clock.today())
    if re.fullmatch(r"\d{16,17}|\d{19,}", said):
        raise Unreadable("身份证号有 {n} 位,应为 18 位。", n=len(said))
    for kind, pattern in OTHER_DOCUMENTS:
        if pattern.fullmatch(said):
            return Document(kind, said)
    if re.fullmatch(r"[A-Z0-9]{5,20}", said) and re.search(r"\d", said):
        return Document("other", said)
    raise Unreadable("证件号看不懂,请核对。")


def _resident(number: str, today: date) -> Document:
    if _check_digit(number) != number[-1]:
        raise Unreadable(
            "身份证号校验位不对,应为 {digit},请核对每一位。", digit=_check_digit(number)
        )
    if number[0] == "9":
        # The foreign permanent residence card of 2023: 9, where it was issued and of which state
        # the holder is, then as GB 11643 has it; MOD 11-2 included (National Immigration
        # Administration, rules for reading the 2023 card, no. 3).
        return Document("foreign_permanent", number, _born(number, today), _sex_of(number))
    if number[0] == "0":
        # Which counties there are is not held against it: abolished ones stay on old cards.
        raise Unreadable("身份证号的地区码不对,请核对。")
    return Document("resident", number, _born(number, today), _sex_of(number))


def _born(number: str, today: date) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Unreadable("身份证号里的出生日期不存在,请核对。") from None
    if born > today or today.year - born.year > OLDEST:
        raise Unreadable("身份证号里的出生日期不可能,请核对。")
    return born


def _sex_of(number: str) -> str:
    return "m" if int(number[16]) % 2 else "f"


def _check_digit(number: str) -> str:
    return "10X98765432"[(sum(map(mul, number[:17].encode(), WEIGHTS)) - ZEROS) % 11]


def _eighteen(number: str) -> str:
    longer = f"{number[:6]}19{number[6:]}"
    return longer + _check_digit(longer)


MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(0\d{2,3})?[2-9]\d{6,7}")
FOREIGN = re.compile(r"\+\d{7,14}")


def phones(value: Any) -> tuple[str, ...]:
    """All numbers in a cell, each once: ``+86 138-1234-5678 / 021-62345678``."""
    said = text(value)
    if said in ("", "无", "不详", "-"):
        return ()
    if MOBILE.fullmatch(said):
        return (said,)
    parts = re.split(r"[,;、;,/\\|或和\n]|\s{2,}", said)
    found: list[str] = []
    for part in parts:
        found += _numbers(part)
    return tuple(dict.fromkeys(found))


def _numbers(part: str) -> list[str]:
    bare = re.sub(r"[^\d+]", "", part)
    if not bare:
        return []
    bare = re.sub(r"^(\+86|0086|86(?=1[3-9]\d{9}$))", "", bare)
    if MOBILE.fullmatch(bare) or LANDLINE.fullmatch(bare) or FOREIGN.fullmatch(bare):
        return [bare]
    words = part.split()
    if len(words) > 1:
        one_by_one = [re.sub(r"[^\d+]", "", word) for word in words]
        if all(MOBILE.fullmatch(w) or LANDLINE.fullmatch(w) for w in one_by_one):
            return one_by_one
    if len(bare) == 22 and MOBILE.fullmatch(bare[:11]) and MOBILE.fullmatch(bare[11:]):
        return [bare[:11], bare[11:]]
    raise Unreadable("电话“{value}”位数不对:手机 11 位,座机 7 或 8 位。", value=_masked(bare))


def _masked(digits: str) -> str:
    return digits[:3] + "…" + digits[-2:] if len(digits) > 5 else digits


EXCEL_EPOCH = date(1899, 12, 30)


def day(value: Any, *, today: date | None = None) -> date | None:
    """A date, however it was typed; a year left out is this year's, or last year's if ahead.

    >>> day("2020.2.3"), day("20200203"), day(43864)
    (datetime.date(2020, 2, 3), datetime.date(2020, 2, 3), datetime.date(2020, 2, 3))
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    said = text(value)
    if said in ("", "不详", "-", "无"):
        return None
    today = today or clock.today()
    said = said.split(" ")[0] if re.match(r"\d{4}\D\d", said) else said
    parts = [int(part) for part in re.findall(r"\d+", said)]
    try:
        if re.fullmatch(r"(19|20)\d{6}", said):
            return date(int(said[:4]), int(said[4:6]), int(said[6:]))
        if re.fullmatch(r"\d{5}", said) and 3_000 < int(said) < 80_000:
            return EXCEL_EPOCH + timedelta(days=int(said))
        if re.fullmatch(r"\d{4}\D\d{1,2}\D\d{1,2}\D?", said):
            return date(*parts)
        if re.fullmatch(r"(19|20)\d{4}|\d{4}\D\d{1,2}\D?", said):
            whole = re.sub(r"\D", "", said)
            return date(int(whole[:4]), int(whole[4:]), 1)
        if re.fullmatch(r"\d{2}\D\d{1,2}\D\d{1,2}\D?", said):
            year = parts[0] + (2000 if parts[0] <= today.year % 100 else 1900)
            return date(year, parts[1], parts[2])
        if re.fullmatch(r"\d{1,2}[月./-]\d{1,2}日?", said):
            found = date(today.year, *parts)
            return found if found <= today else found.replace(year=today.year - 1)
    except (ValueError, TypeError):
        raise Unreadable("日期“{value}”不存在。", value=said[:30]) from None
    raise Unreadable("日期“{value}”看不懂,请写成 2020-02-03。", value=said[:30])


@dataclass(frozen=True, slots=True)
class Door:
    """An address inside a compound. ``stairwell`` and ``lane`` may be unsaid."""

    building: int
    room: str
    stairwell: int | None = None
    lane: int | None = None
    compound: str = ""
    """What stood before the numbers: 松风苑."""


CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
DOORS = (
    re.compile(
        r"(?:(?P<lane>\d+)弄)?(?P<building>\d+)(?:号楼|号|栋|幢|座|#楼?|楼)-?"
        r"(?:(?P<stairwell>\d+)(?:单元|门|梯)-?)?(?P<room>\d{3,4})室?"
    ),
    re.compile(r"(?P<building>\d+)-(?:(?P<stairwell>\d+)-)?(?P<room>\d{3,4})室?"),
)


def door(value: Any) -> Door | None:
    """A door: 12号301室, 12-301, 12号楼1单元301, 6弄12号301, 松风苑12号楼1单元301."""
    said = text(value).replace(" ", "").replace("—", "-").replace("–", "-").replace("－", "-")
    if not said:
        return None
    said = re.sub(r"[一二三四五六七八九十]+(?=号楼|号|栋|幢|单元)", _digits, said)
    for pattern in DOORS:
        match = pattern.search(said)
        if match and match.end() == len(said):
            groups = match.groupdict()
            return Door(
                building=int(groups["building"]),
                room=str(int(groups["room"])),
                stairwell=int(groups["stairwell"]) if groups["stairwell"] else None,
                lane=int(groups["lane"]) if groups.get("lane") else None,
                compound=said[: match.start()],
            )
    raise Unreadable("地址“{value}”看不懂,请写成 12号楼1单元301。", value=said[:40])


def spelt(value: Any) -> str:
    """The text with a Chinese number before its counting word, or alone, in digits.

    >>> spelt("十二号楼"), spelt("松风苑 三单元"), spelt("二十")
    ('12号楼', '松风苑 3单元', '20')
    """
    said = text(value)
    counted = re.sub(r"[一二三四五六七八九十]+(?=号楼|号|栋|幢|座|单元|门|梯)", _digits, said)
    return re.sub(r"^[一二三四五六七八九十]+$", _digits, counted)


def number(value: Any) -> int | None:
    """The number in 12, 12号楼, 十二号, 2单元."""
    said = text(value).replace(" ", "")
    if not said:
        return None
    said = re.sub(r"^[一二三四五六七八九十]+", _digits, said)
    match = re.fullmatch(r"第?(\d{1,4})(号楼|号|栋|幢|座|#|楼|单元|门|梯)*", said)
    if match is None:
        raise Unreadable("“{value}”应该是一个数字。", value=said[:20])
    return int(match[1])


def room(value: Any) -> str:
    """A room's number: 301, 301室, 0301, 3-01."""
    said = text(value).replace(" ", "").removesuffix("室").replace("-", "")
    if not said:
        return ""
    if not re.fullmatch(r"\d{3,4}", said):
        raise Unreadable("室号“{value}”看不懂,请写成 301。", value=said[:20])
    return str(int(said))


def _digits(match: re.Match[str]) -> str:
    said = match[0]
    if "十" not in said:
        return "".join(str(CHINESE_DIGITS[c]) for c in said)
    tens, _ten, ones = said.partition("十")
    return str((CHINESE_DIGITS[tens] if tens else 1) * 10 + (CHINESE_DIGITS[ones] if ones else 0))


MARK_WORDS = (
    ("elderly_alone", ("独居", "孤老", "空巢")),
    ("disabled", ("残疾", "残障")),
    ("pregnant", ("孕", "待产")),
    ("chronic", ("慢病", "慢性", "高血压", "糖尿病")),
    ("infant", ("婴", "幼儿")),
    ("hardship", ("困难", "低保", "特困")),
)


def marks(value: Any) -> tuple[str, ...]:
    """Marks of key persons named in a remark; words that name none are left alone."""
    said = text(value)
    return tuple(kind for kind, words in MARK_WORDS if any(word in said for word in words))


def home_use(value: Any) -> str:
    """``lived_in``, ``let``, ``empty``, ``unknown``, or nothing."""
    said = text(value)
    for use, words in (
        ("empty", ("空",)),
        ("let", ("租",)),
        ("lived_in", ("自住", "自有", "常住", "产权")),
        ("unknown", ("不详",)),
    ):
        if any(word in said for word in words):
            return use
    return ""
