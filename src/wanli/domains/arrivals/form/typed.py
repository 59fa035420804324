"""The form as it was typed, read field by field; whatever is wrong is said at its field.

The names of the fields are those of the page: ``p2-name`` is the second person's name. The same
reading serves the page, the guard, the hotline and the paper form typed back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from wanli.domains.arrivals.form.told import Home, PersonTold, StayTold, Told
from wanli.reading import journeys, regions, values
from wanli.reading.documents import document_of
from wanli.reading.plain import one_line
from wanli.reading.values import Unreadable

MOST_PEOPLE, MOST_STAYS = 12, 8
VACCINATION = ("none", "partial", "full")
TEST = ("none", "negative", "positive")
"""What may be chosen, in order; ``none`` of a test: not tested."""
Value = TypeVar("Value")


def noop(message: str) -> str:
    """Marks a sentence for the catalogue; it is translated where it is shown."""
    return message


MESSAGES = {
    "building": noop("请选楼栋。找不到的,选最后一项,再写明住在哪里。"),
    "words": noop("请写明住在哪里,例如:暂住 12 号楼亲戚家。"),
    "room": noop("请写室号,例如 301,或 2单元301。"),
    "arrives_on": noop("请填到达日期,例如 2020-02-14。"),
    "long_ago": noop("这个日期已经过去 {days} 天,超过 {most} 天的不用登记。写错了请改。"),
    "far_ahead": noop("这个日期还有 {days} 天,最多提前 {most} 天登记。写错了请改。"),
    "transport": noop("请选怎么来的。"),
    "train": noop("请写车次,例如 G7302。车票上有。"),
    "flight": noop("请写航班号,例如 MU5101。登机牌上有。"),
    "plate": noop("请写车牌,例如 沪A12345。"),
    "stay": noop("请写这些天住过的地方,写到区县,例如:湖北武汉武昌区。一直在上海的,写上海。"),
    "stay_open": noop("有几个地方叫这个名字,请选一个,或在前面写上省市。"),
    "stay_unknown": noop("没有找到这个地方。请写到省、市、区县;在国外的,请勾“在国外”。"),
    "stay_days": noop("离开的日子早于来的日子,请核对。"),
    "stay_after": noop("这一天在到达以后,请核对。"),
    "name": noop("请写姓名。"),
    "document": noop("请写证件号。没有证件的小孩,在证件种类里选“还没有证件”,填出生日期。"),
    "born": noop("请填出生日期,例如 2019-08-01。"),
    "born_later": noop("出生日期在今天以后,请核对。"),
    "phone": noop("请至少给一个人留电话:居委会要打电话核实。"),
    "one_phone": noop("一格只写一个号码,请核对。"),
    "health": noop("请选有没有;有的,在下面勾是谁。"),
    "who": noop("您选了“有”,请在下面勾是谁。"),
    "celsius": noop("体温请写成 36.5 这样。"),
    "celsius_odd": noop("体温 {value} 不像真的,请再量一次。"),
    "twice": noop("和第 {n} 个人的证件号一样,请核对。"),
    "answer": noop("这个问题请从列出的里面选,或者空着。"),
    "too_long": noop("太长了,最多 {most} 个字。"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a field; a message id with its blanks."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


class Faulty(Exception):
    """What was typed cannot be kept as it stands. ``choices``: by field, codes to choose from."""

    def __init__(
        self,
        faults: Mapping[str, Fault],
        choices: Mapping[str, Sequence[regions.Region]] | None = None,
    ) -> None:
        super().__init__(", ".join(faults))
        self.faults = dict(faults)
        self.choices = dict(choices or {})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the plan adds."""

    key: str
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version of the form allows and asks."""

    today: date
    days_before: int
    back_days: int
    ahead_days: int
    symptoms: frozenset[str]
    questions: tuple[Asked, ...] = ()
    vaccination: bool = False
    test: bool = False
    """Whether either is asked."""


def understood(typed: Mapping[str, str], terms: Terms) -> Told:
    """What was told. Raises ``Faulty`` with everything that is wrong, not only the first."""
    return _Reading(typed, terms).told()


def rows_of(typed: Mapping[str, str], prefix: str, most: int) -> list[int]:
    """The numbers of the rows of which anything was typed, the first one always."""
    rows = {1}
    for name, value in typed.items():
        match = re.fullmatch(rf"{prefix}(\d{{1,2}})-\w+", name)
        if match and 1 <= int(match[1]) <= most and value.strip() and _says(name):
            rows.add(int(match[1]))
    return sorted(rows)


def _says(name: str) -> bool:
    """Whether a field by itself says that somebody is there: a kind chosen does not."""
    return not name.endswith(("-kind", "-sex", "-vaccination", "-test"))


class _Reading:
    def __init__(self, typed: Mapping[str, str], terms: Terms) -> None:
        self.typed, self.terms = typed, terms
        self.faults: dict[str, Fault] = {}
        self.choices: dict[str, Sequence[regions.Region]] = {}

    def told(self) -> Told:
        arrives_on = self._arrives_on()
        home, transport = self._home(), self._transport()
        stays = self._stays(arrives_on)
        people = self._people()
        answers = self._answers()
        at = self._cell("arrives_at", _clock, None)
        if self.faults:
            raise Faulty(self.faults, self.choices)
        return Told(
            home=home,
            arrives_on=arrives_on,
            arrives_at=at,
            stays=tuple(stays),
            people=tuple(people),
            answers=answers,
            **transport,
        )

    def _said(self, name: str, most: int = 60) -> str:
        said = one_line(self.typed.get(name, ""))
        if len(said) > most:
            self._wrong(name, "too_long", most=most)
            return ""
        return said

    def _wrong(self, name: str, message: str, **params: object) -> None:
        self.faults.setdefault(name, Fault(MESSAGES.get(message, message), params))

    def _cell(self, name: str, read: Callable[[str], Value], empty: Value, most: int = 60) -> Value:
        said = self._said(name, most)
        if not said:
            return empty
        try:
            return read(said)
        except Unreadable as wrong:
            self.faults.setdefault(name, Fault(str(wrong.message), wrong.params))
            return empty

    def _home(self) -> Home:
        label = self._said("building", 12)
        words = self._said("words")
        room = self._said("room")
        if not label:
            self._wrong("building", "building")
        if self.typed.get("nowhere") or label.startswith("-"):
            if len(words) < 2:
                self._wrong("words", "words")
            return Home(label.lstrip("-"), words=words)
        stairwell, number = _room(room)
        if label and not number:
            self._wrong("room", "room")
        return Home(label, stairwell, number, words=room)

    def _arrives_on(self) -> date:
        today = self.terms.today
        # A year left out is the nearest one, whichever side of the new year it lies.
        found = self._cell("arrives_on", lambda said: _near(said, today), None)
        if found is None:
            self._wrong("arrives_on", "arrives_on")
            return today
        days = (found - today).days
        if days < -self.terms.back_days:
            self._wrong("arrives_on", "long_ago", days=-days, most=self.terms.back_days)
        if days > self.terms.ahead_days:
            self._wrong("arrives_on", "far_ahead", days=days, most=self.terms.ahead_days)
        return found

    def _transport(self) -> dict[str, str]:
        how = self._said("transport", 8)
        if how not in ("train", "flight", "coach", "car", "ship", "other"):
            self._wrong("transport", "transport")
        found = {"transport": how, "number": "", "carriage": "", "seat": "", "plate": ""}
        if how in ("train", "flight"):
            read = journeys.train if how == "train" else journeys.flight
            found["number"] = self._cell("number", read, "")
            if not found["number"] and "number" not in self.faults:
                self._wrong("number", how)
        elif how in ("coach", "ship"):
            found["number"] = self._said("number", 12)
        if how in ("train", "flight", "coach", "ship"):
            found["carriage"] = journeys.compact(self._said("carriage", 8))[:6]
            found["seat"] = journeys.compact(self._said("seat", 8))[:6]
        if how == "car":
            found["plate"] = self._cell("plate", journeys.plate, "")
            if not found["plate"] and "plate" not in self.faults:
                self._wrong("plate", "plate")
        return found

    def _stays(self, arrives_on: date) -> list[StayTold]:
        found = []
        first = arrives_on - timedelta(days=self.terms.days_before)
        for n in rows_of(self.typed, "s", MOST_STAYS):
            words = self._said(f"s{n}-where")
            since = self._cell(f"s{n}-since", lambda said: _near(said, self.terms.today), None)
            until = self._cell(f"s{n}-until", lambda said: _near(said, self.terms.today), None)
            if not words:
                self._wrong(f"s{n}-where", "stay")
                continue
            abroad = bool(self.typed.get(f"s{n}-abroad"))
            county = "" if abroad else self._county(f"s{n}-where", words, n)
            since, until = since or first, until or max(arrives_on, since or first)
            if since > until:
                self._wrong(f"s{n}-since", "stay_days")
            elif since > arrives_on:
                self._wrong(f"s{n}-since", "stay_after")
            passed = bool(self.typed.get(f"s{n}-passed"))
            found.append(StayTold(words, county, since, until, passed, abroad))
        return found

    def _county(self, name: str, words: str, n: int) -> str:
        known = regions.found_in(words)
        chosen = self.typed.get(f"s{n}-code", "")
        if chosen in {region.code for region in known}:
            return chosen
        if len(known) == 1:
            return known[0].code
        if known:
            self._wrong(name, "stay_open")
            self.choices[name] = known[:12]
        else:
            self._wrong(name, "stay_unknown")
        return ""

    def _people(self) -> list[PersonTold]:
        rows = rows_of(self.typed, "p", MOST_PEOPLE)
        people = [self._person(n) for n in rows]
        numbers: dict[str, int] = {}
        for n, one in zip(rows, people, strict=True):
            if one.document:
                first = numbers.setdefault(one.document.number, n)
                if first != n:
                    self._wrong(f"p{n}-document", "twice", n=first)
        if not any(one.phone for one in people) and not any("-phone" in f for f in self.faults):
            self._wrong(f"p{rows[0]}-phone", "phone")
        said = self.typed.get("health", "")
        if said not in ("no", "yes"):
            self._wrong("health", "health")
        if said == "yes" and not any(one.contact or one.symptoms for one in people):
            self._wrong("health", "who")
        return people

    def _person(self, n: int) -> PersonTold:
        name = self._cell(f"p{n}-name", values.name, "", most=80)
        if not name:
            self._wrong(f"p{n}-name", "name")
        kind = self._said(f"p{n}-kind", 20)
        document, born = None, None
        sex = self._said(f"p{n}-sex", 1)
        if kind == "none":
            born = self._cell(f"p{n}-born", values.day, None)
            if born is None:
                self._wrong(f"p{n}-born", "born")
            elif born > self.terms.today:
                self._wrong(f"p{n}-born", "born_later")
        else:
            document = self._cell(f"p{n}-document", lambda said: document_of(kind, said), None)
            if document is None:
                self._wrong(f"p{n}-document", "document")
            else:
                born, sex = document.birth_date, document.sex or sex
        none = self.typed.get("health") == "no"
        symptoms = tuple(
            sorted(key for key in self.terms.symptoms if self.typed.get(f"p{n}-s-{key}"))
        )
        return PersonTold(
            name=name,
            document=document,
            birth_date=born,
            sex=sex if sex in ("f", "m") else "",
            phone=self._cell(f"p{n}-phone", _one_phone, ""),
            contact=False if none else bool(self.typed.get(f"p{n}-contact")),
            symptoms=() if none else symptoms,
            celsius=self._cell(f"p{n}-celsius", celsius_said, None),
            vaccination=self._chosen(f"p{n}-vaccination", VACCINATION, self.terms.vaccination),
            test=self._chosen(f"p{n}-test", TEST, self.terms.test).replace("none", ""),
        )

    def _chosen(self, name: str, values_: Sequence[str], asked: bool) -> str:
        """One of a closed list; nothing where it is not asked, or was left open."""
        said = self._said(name, 20) if asked else ""
        if said and said not in values_:
            self._wrong(name, "answer")
            return ""
        return said

    def _answers(self) -> dict[str, str]:
        found = {}
        for question in self.terms.questions:
            name = f"q-{question.key}"
            said = self._said(name, 200)
            if said and question.kind == "choice" and said not in question.choices:
                self._wrong(name, "answer")
            elif said and question.kind == "number":
                self._cell(name, values.number, None)
            elif said and question.kind == "date":
                self._cell(name, values.day, None)
            if said:
                found[question.key] = said
        return found


def _room(said: str) -> tuple[str, str]:
    """Stairwell and room, as far as they can be told: 2单元301, 2-301, 301, A座B室."""
    plain = re.sub(r"\s", "", values.spelt(said)).upper().removesuffix("室")
    match = re.fullmatch(r"(?:(\d{1,2})(?:单元|门|梯|-))?(\d{1,5}[A-Z]?|[A-Z]\d{0,4})", plain)
    if match:
        return match[1] or "", match[2]
    return "", plain[:12]


def _one_phone(said: str) -> str:
    found = values.phones(said)
    if len(found) != 1:
        raise Unreadable(MESSAGES["one_phone"])
    return found[0]


def _near(said: str, today: date) -> date | None:
    """A date; without a year the nearest one, before or after today. Also 2/14, 2月14日, 今天."""
    if said in ("今天", "today"):
        return today
    if said in ("明天", "tomorrow"):
        return today + timedelta(days=1)
    match = re.fullmatch(r"(\d{1,2})[月./-](\d{1,2})[日号]?", said)
    if match is None:
        return values.day(said, today=today)
    month, day = int(match[1]), int(match[2])
    possible = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            possible.append(date(year, month, day))
        except ValueError:
            continue
    if not possible:
        raise Unreadable(noop("日期“{value}”不存在。"), value=said[:30])
    return min(possible, key=lambda one: abs((one - today).days))


def _clock(said: str) -> time:
    match = re.fullmatch(r"(\d{1,2})[::.点时]?(\d{2})?分?", said)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise Unreadable(noop("时间“{value}”看不懂,请写成 14:30。"), value=said[:20])
    return time(int(match[1]), int(match[2] or 0))


def celsius_said(said: str) -> Decimal:
    """A temperature: 36.5, 36,5, 36.5度. Raises ``Unreadable``."""
    plain = said.replace(",", ".").replace("。", ".").removesuffix("度").removesuffix("℃").strip()
    if not re.fullmatch(r"\d{2}(\.\d{1,2})?", plain):
        raise Unreadable(MESSAGES["celsius"])
    found = Decimal(plain)
    if not Decimal("34") <= found <= Decimal("43"):
        raise Unreadable(MESSAGES["celsius_odd"], value=plain)
    return found.quantize(Decimal("0.1"))


def as_typed(told: Told) -> dict[str, Any]:
    """The reverse: the fields of a form that say the same."""
    some = any(one.contact or one.symptoms for one in told.people)
    typed: dict[str, Any] = {
        "building": told.home.label,
        "room": told.home.words if told.home.room else "",
        "words": "" if told.home.room else told.home.words,
        "arrives_on": told.arrives_on.isoformat(),
        "arrives_at": told.arrives_at.strftime("%H:%M") if told.arrives_at else "",
        "transport": told.transport,
        "number": told.number,
        "carriage": told.carriage,
        "seat": told.seat,
        "plate": told.plate,
        "health": "yes" if some else "no",
    }
    if not told.home.room:
        typed["nowhere"] = "1"
        typed["building"] = f"-{told.home.label}"
    for n, stay in enumerate(told.stays, 1):
        typed |= {
            f"s{n}-where": stay.words,
            f"s{n}-code": stay.county,
            f"s{n}-since": stay.since.isoformat(),
            f"s{n}-until": stay.until.isoformat(),
            f"s{n}-passed": "1" if stay.passed else "",
            f"s{n}-abroad": "1" if stay.abroad else "",
        }
    for n, one in enumerate(told.people, 1):
        typed |= {
            f"p{n}-name": one.name,
            f"p{n}-kind": one.document.kind if one.document else "none",
            f"p{n}-document": one.document.number if one.document else "",
            f"p{n}-born": one.birth_date.isoformat() if one.birth_date else "",
            f"p{n}-sex": one.sex,
            f"p{n}-phone": one.phone,
            f"p{n}-contact": "1" if one.contact else "",
            f"p{n}-celsius": "" if one.celsius is None else str(one.celsius),
            f"p{n}-vaccination": one.vaccination,
            f"p{n}-test": one.test,
            **{f"p{n}-s-{key}": "1" for key in one.symptoms},
        }
    typed |= {f"q-{key}": said for key, said in told.answers.items()}
    return typed
