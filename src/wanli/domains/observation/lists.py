"""Hold a list of contacts against what is known: who is to be observed, who is already, who
cannot be found and why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wanli.domains.observation.models import STANDING, Case, CaseList, Reason
from wanli.domains.observation.operations.open_case import OLDEST
from wanli.domains.observation.planned import term_of
from wanli.domains.observation.rules.terms import last_day
from wanli.domains.people.queries import taken
from wanli.domains.people.rosters import (
    Known,
    Reading,
    Verdict,
    doors_below,
    known_below,
    read_file,
)
from wanli.domains.people.vault import PHONE, keyring
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.content import Term
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.masking import mask_name
from wanli.reading import values
from wanli.reading.roster import Entry, Problem
from wanli.reading.values import Unreadable

NEW, OBSERVED, LATER = "new", "observed", "later"
UNKNOWN, DOUBTFUL, REFUSED = "unknown", "doubtful", "refused"
KINDS = (NEW, OBSERVED, LATER, UNKNOWN, DOUBTFUL, REFUSED)
LEFT_OUT = (UNKNOWN, DOUBTFUL, REFUSED)
"""These open no case; they come back as a workbook to be mended."""
MORE: dict[str, tuple[str, ...]] = {
    "last_contact": (
        "最后接触日期", "最后接触时间", "末次接触日期", "末次接触时间", "最后一次接触", "接触日期",
        "接触时间", "末次暴露时间", "末次暴露日期", "最后一次接触日期", "最后一次接触时间",
        "lastcontact",
    ),
    "arrival": (
        "抵沪日期", "抵沪时间", "到沪日期", "到沪时间", "返沪日期", "返沪时间", "到达日期",
        "到达时间", "来沪日期", "来沪时间", "入境日期", "arrival", "arrivaldate",
    ),
    "onset": ("发病日期", "发病时间", "出现症状日期", "onset"),
    "reason": ("观察原因", "管控类别", "管控原因", "接触类型", "人员性质", "reason"),
    "apart": ("单独居住", "是否单独居住", "单独一间", "是否单间", "apart"),
}  # fmt: skip
"""What a list says besides who somebody is, by its headings."""
FIELDS = ("name", "document", "phones", "birth_date", "sex", "address", "compound", "building",
    "stairwell", "room", "last_contact", "arrival", "onset", "reason", "apart")  # fmt: skip
DOOR = ("address", "compound", "building", "stairwell", "room")
SAID: Mapping[str, tuple[str, ...]] = {
    Reason.SECONDARY: ("次密", "密接的密接", "二密"),
    Reason.CONTACT: ("密接", "密切接触", "contact"),
    Reason.ARRIVAL: ("返沪", "来沪", "入境", "重点地区", "arrival"),
    Reason.DISCHARGED: ("出院", "解除隔离", "出观察点"),
}
"""What rosters call the reasons; the first that fits holds."""


@dataclass(slots=True)
class Found(Verdict):
    """What is to be done with one row."""

    since: date | None = None
    last: date | None = None
    reason: str = ""
    apart: bool = False
    case: UUID | None = None
    """By which she is observed already."""


def list_for(access: Access, list_id: UUID) -> CaseList:
    """The list; ``Hidden`` when missing or not open to ``access``."""
    found = CaseList.objects.select_related("place", "by").filter(pk=list_id).first()
    if found is None or not access.can("observation.manage", found.path):
        raise Hidden
    return found


def lists(paths: tuple[str, ...]) -> list[CaseList]:
    """The latest lists below these places."""
    found = CaseList.objects.filter(below(paths)).defer("content", "refused_rows")
    return list(found.select_related("place", "by").order_by("-created_at")[:30])


def read_list(content: bytes, name: str) -> Reading:
    """The file with its columns; ``Unreadable`` when no sheet has a heading of persons."""
    return read_file(content, name, {}, MORE)


def judge(found: CaseList, reading: Reading) -> Iterator[Found]:
    """A verdict on each row, in order. A fixed number of queries."""
    return _Court(found, reading).verdicts()


class _Court:
    """What all rows of a list are held against."""

    def __init__(self, found: CaseList, reading: Reading) -> None:
        self.list, self.reading = found, reading
        self.term = term_of(plan_in_force(found.path).plan, found.term)
        self.ring = keyring()
        self.hidden = taken(reading.indexes.values())
        self.doors = doors_below(found.path)
        people = known_below(found.path)
        self.by_index = {one.index: one for one in people if one.index}
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        for one in people:
            self.by_name[one.name].append(one)
        cases = Case.objects.filter(below([found.path]), state__in=STANDING)
        self.cases = {
            person: (case, since)
            for person, case, since in cases.values_list("person", "pk", "since")
        }
        self.seen: dict[UUID, Entry] = {}

    def verdicts(self) -> Iterator[Found]:
        return map(self.judge, self.reading.entries)

    def judge(self, entry: Entry) -> Found:
        columns = self.reading.layouts[entry.sheet].mapping()
        # An address that cannot be read stands in nobody's way who is known otherwise.
        problems = [one for one in entry.problems if not _of_a_door(one, columns)]
        found = Found(entry, NEW, problems=problems)
        self._facts(found)
        if found.problems:
            found.kind = REFUSED
            return found
        person = self._person(found)
        if person is None:
            return found
        found.known = person
        if other := self.seen.get(person.id):
            found.refuse(REFUSED, "和第 {row} 行是同一个人,重复了。", row=other.row + 1)
            return found
        self.seen[person.id] = entry
        if person.id in self.cases:
            found.case, since = self.cases[person.id]
            found.kind = LATER if found.since and found.since > since else OBSERVED
        return found

    # ---- why and from when
    def _facts(self, found: Found) -> None:
        cells = self._cells(found.entry)
        found.reason = _reason(cells.get("reason")) or self.list.reason
        found.apart = _yes(cells.get("apart"), self.list.apart)
        if self.term is None:
            found.refuse(REFUSED, "这个观察期不在现在的预案里,请另选一个。")
            return
        column = self._column(found.entry, self.term.counts_from)
        try:
            found.since = values.day(cells.get(self.term.counts_from)) or self.list.since
        except Unreadable as wrong:
            found.problems.append(Problem(column, wrong.message, wrong.params))
            return
        self._in_bounds(found, self.term, column)

    def _in_bounds(self, found: Found, term: Term, column: int | None) -> None:
        today = clock.today()
        if found.since is None:
            found.problems.append(Problem(column, "没有写从哪天算起,也没有统一填一天。"))
            return
        found.last = last_day(found.since, term.days)
        if found.since > today:
            found.problems.append(Problem(column, "这一天还没到,请核对。"))
        elif found.since < today - OLDEST:
            found.problems.append(
                Problem(column, "这一天太早了,最多 {n} 天以前。", {"n": OLDEST.days})
            )
        elif found.last < today:
            said = "从这一天算起,观察到 {day} 就满了,不用再开始。请核对日期。"
            found.problems.append(Problem(column, said, {"day": found.last.isoformat()}))

    def _cells(self, entry: Entry) -> dict[str, Any]:
        row = self.reading.sheets[entry.sheet].rows[entry.row]
        mapping = self.reading.layouts[entry.sheet].mapping()
        return {name: row[at] for at, name in mapping.items() if name in MORE and at < len(row)}

    def _column(self, entry: Entry, name: str) -> int | None:
        mapping = self.reading.layouts[entry.sheet].mapping()
        return next((at for at, field in mapping.items() if field == name), None)

    # ---- who
    def _person(self, found: Found) -> Known | None:
        entry = found.entry
        index = self.reading.indexes[entry.document.number] if entry.document else None
        if index and (known := self.by_index.get(index)):
            if known.name == entry.name:
                return known
            found.known = known
            found.refuse(
                DOUBTFUL,
                "这个证件号登记的是“{name}”,和表里的姓名不同。请核对。",
                name=mask_name(known.name),
            )
            return None
        namesakes = self.by_name.get(entry.name, [])
        able = [one for one in namesakes if not (index and one.index)]
        phones = {self.ring.index(PHONE, number) for number in entry.phones}
        door = self._door(entry)
        for fits in (
            [one for one in able if phones & one.phones],
            [one for one in able if door and one.path == door],
            [one for one in able if entry.birth_date and one.birth_date == entry.birth_date],
        ):
            if len(fits) == 1:
                return fits[0]
        if index in self.hidden:
            found.refuse(UNKNOWN, "这个证件号登记在别的居民区。请联系那边,或先办迁入。")
        elif not namesakes:
            found.refuse(UNKNOWN, "这里的名册里没有这个人。请先登记现住哪一户,再导。")
        elif not able:
            found.refuse(DOUBTFUL, "有同名的人,证件号不同。请核对是不是同一个人。")
        else:
            found.refuse(
                DOUBTFUL,
                "有 {n} 个同名的人,电话、住址、出生日期没有一样对得上。请补证件号或住址。",
                n=len(able),
            )
        return None

    def _door(self, entry: Entry) -> str:
        if entry.door is None:
            return ""
        try:
            door = self.doors.find(entry.door, create=False)
        except Unreadable:
            return ""
        return door[1] if isinstance(door, tuple) else ""


def _of_a_door(problem: Problem, columns: Mapping[int, str]) -> bool:
    return problem.column is None or columns.get(problem.column, "") in DOOR


def _reason(cell: Any) -> str:
    said = values.text(cell).lower()
    fits = (key for key, words in SAID.items() if said and any(word in said for word in words))
    return next(fits, "")


def _yes(cell: Any, otherwise: bool) -> bool:
    said = values.text(cell).lower()
    if not said:
        return otherwise
    return bool(re.match(r"(是|有|y|√|1|单独|单间)", said))
