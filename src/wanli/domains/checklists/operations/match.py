"""Look for the people of a list, fill in what is known, and hand on what has to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from wanli.domains.checklists import facts as knowledge
from wanli.domains.checklists.access import MANAGE, CheckList, Match, Row, held_list
from wanli.domains.checklists.facts import Facts
from wanli.domains.checklists.files import Page, pages
from wanli.domains.checklists.finding import Sought, find
from wanli.domains.checklists.measures import OF_A_MATCH, OF_A_ROW
from wanli.domains.checklists.rules.evidence import TOO_MANY
from wanli.domains.checklists.vault import seal_answers, seal_known
from wanli.domains.checklists.wording import Question, answers, nobody
from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job
from wanli.domains.jobs.registry import Made, Tell, Work
from wanli.domains.ledger.entries import settle
from wanli.domains.places.queries import path_of_kind
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access, covers
from wanli.kernel.masking import mask_name
from wanli.kernel.scope import everything_for

KIND = "checklists.match"
AT_ONCE = 300
"""So many rows are matched while one waits; more of them by the worker."""
NOTES = {TOO_MANY: "同名的人太多,请补证件号", "bad_number": "证件号有误,请核对"}
"""What the sender reads beside 查无此人. Not translated: it goes into the sender's workbook."""
State, Found = Row.State, Row.Found


def start_list(*, access: Access, list_id: UUID) -> Job | None:
    """Match a list: at once when it is short, else by the worker, whose job is returned. Asked
    twice, it is one job; none when it is matched."""
    with transaction.atomic():
        found = held_list(access, list_id)
        if found.state not in (CheckList.State.READ, CheckList.State.MATCHING):
            return None
        found.state = CheckList.State.MATCHING
        found.save(update_fields=["state"])
        if found.total > AT_ONCE:
            asked = {"list": str(found.pk)}
            return ask(access=access, kind=KIND, place=found.place, asked=asked, about=found.pk)
        match_list(access=access, list_id=list_id)
    return None


def do_match(access: Access, asked: dict[str, Any], tell: Tell) -> Made | None:
    """The worker's part. All in one transaction: killed, it begins anew."""
    match_list(access=access, list_id=UUID(asked["list"]), tell=tell)
    return None


WORK = Work(MANAGE, do_match)


@dataclass(slots=True)
class _Line:
    """A row of the file on its way into the tables."""

    page: Page
    sought: Sought
    questions: list[Question]
    """Those whose cell is empty in this row."""
    row: Row = field(init=False)


def match_list(
    *, access: Access, list_id: UUID, tell: Tell = lambda done, total: None
) -> CheckList:
    """Rows, whom each is about, and what is known of her; calls for the rest.

    People of other committees are passed to them: the list's own place sees that a row is with
    another committee, not who it is.
    """
    with transaction.atomic():
        found = held_list(access, list_id)
        if found.state != CheckList.State.MATCHING:
            return found
        with acting(everything_for(access.user_id)):
            _match(found, tell)
    return found


def _match(found: CheckList, tell: Tell) -> None:
    read = pages(found)
    entries = [entry for page in read for entry in page.entries]
    tell(0, len(entries))
    head = path_of_kind(found.path, "subdistrict") or found.path
    by_entry = zip(entries, find(head, entries), strict=True)
    sought = {(entry.sheet, entry.row): one for entry, one in by_entry}
    tell(len(entries) // 2, len(entries))
    lines = list(_lines(read, sought))
    people = {one.id for line in lines for one, _why in line.sought.decision.whom}
    keys = {question.key for page in read for question in page.questions}
    days = plan_in_force(found.path).plan.checklists.known_days
    known = knowledge.known(people, keys, days=days)
    rows: list[Row] = []
    matches: list[Match] = []
    for line in lines:
        line.row = _row(found, line)
        rows.append(line.row)
        matches += _matches(line, known)
    Row.objects.bulk_create(rows, batch_size=2000)
    Match.objects.bulk_create(matches, batch_size=2000)
    done = [row.pk for row in rows if row.state == State.DONE]
    settle(measures=OF_A_ROW, sources=done, fresh=True)
    found.total = len(rows)
    found.state = CheckList.State.OPEN
    found.save(update_fields=["state", "total"])
    settle(measures=OF_A_MATCH, sources=[one.pk for one in matches], fresh=True)
    tell(len(entries), len(entries))


def _lines(read: list[Page], sought: dict[tuple[int, int], Sought]) -> Iterator[_Line]:
    for page in read:
        for entry in page.entries:
            cells = page.sheet.rows[entry.row]
            empty = [one for one in page.questions if page.is_blank(cells, one.column)]
            yield _Line(page, sought[entry.sheet, entry.row], empty)


def _row(found: CheckList, line: _Line) -> Row:
    entry, decision = line.sought.entry, line.sought.decision
    row = Row(
        list=found, path=found.path, sheet=entry.sheet, row=entry.row, said=line.sought.digest,
        shown=mask_name(entry.name), found=decision.found, why=decision.why, state=State.DONE,
    )  # fmt: skip
    if not line.questions:
        row.found = Found.GIVEN
    if row.found in (Found.GIVEN, Found.NONE):
        given = _nobody(row, line) if row.found == Found.NONE else {}
        row.answers_cipher, row.done_at = seal_answers(given), clock.now()
    return row


def _nobody(row: Row, line: _Line) -> dict[int, str]:
    """Who nobody is; and a word why, where that is the row's own fault."""
    entry = line.sought.entry
    if not (entry.name or entry.document or entry.phones):
        row.why = "unreadable"
        return {}
    if row.why != TOO_MANY and entry.document is None and _badly_numbered(line):
        row.why = "bad_number"
    return nobody(line.questions, note=NOTES.get(row.why, ""))


def _badly_numbered(line: _Line) -> bool:
    mapping = line.page.layout.mapping()
    wrong = {
        mapping.get(one.column) for one in line.sought.entry.problems if one.column is not None
    }
    return "document" in wrong


def _matches(line: _Line, known: dict[UUID, Facts]) -> Iterator[Match]:
    """Whom the row is about; the row is told how it stands by that."""
    row, decision = line.row, line.sought.decision
    if row.found in (Found.GIVEN, Found.NONE):
        return
    own = row.path
    for one, why in decision.whom:
        facts = known[one.id]
        match = Match(
            row=row, path=one.path, person_id=one.id, why=why, state=Match.State.OFFERED,
            due_at=row.list.due_at,
        )  # fmt: skip
        fill(match, line.questions, facts, {})
        row.elsewhere = row.elsewhere or not covers(own, one.path)
        if row.found != Found.CERTAIN:
            row.state, row.asked = State.UNSURE, True
        elif match.asks:
            row.state, match.state, row.asked = State.ASKING, Match.State.ASKING, True
            row.answers_cipher = seal_answers(answers(line.questions, facts))
        else:
            match.state = Match.State.DONE
            settle_row(row, line.questions, facts)
        yield match


def fill(match: Match, questions: list[Question], facts: Facts, told: Facts) -> None:
    """Keep with somebody what is known of what is asked, and the keys of what is not."""
    keys = [one.key for one in questions]
    said = {**facts, **told}
    # What is known, but in none of the words that the sender allows, is asked in these words.
    asks = (one.key for one in questions if one.key not in said or not one.fits(said[one.key]))
    match.asks = list(dict.fromkeys(asks))
    match.known_cipher = seal_known({key: facts[key] for key in keys if key in facts}, told)


def settle_row(row: Row, questions: list[Question], facts: Facts) -> None:
    """The row is answered by this."""
    row.answers_cipher = seal_answers(answers(questions, facts))
    row.state, row.done_at = State.DONE, clock.now()
