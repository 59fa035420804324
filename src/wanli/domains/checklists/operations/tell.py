"""Answer what a list asks of somebody: she is it or not, what she said, nobody answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.checklists.access import CheckList, Match, Row, held_match
from wanli.domains.checklists.measures import OF_A_MATCH, OF_A_ROW
from wanli.domains.checklists.operations.match import settle_row
from wanli.domains.checklists.vault import open_known, seal_answers, seal_known
from wanli.domains.checklists.wording import Question, answers, nobody, questions_of
from wanli.domains.ledger.entries import settle
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.scope import everything_for
from wanli.reading import values
from wanli.reading.asked import DAYS, YES_NO, is_blank
from wanli.reading.values import Unreadable

MOST = 200
State = Match.State


def say_who(*, access: Access, match_id: UUID, hers: bool) -> Match:
    """Whether a row is about this person. The same again changes nothing; where she is it, the
    others whom it might have been are let go; where nobody is left, the row says so.

    Permission ``checklist.answer`` where she is.
    """
    with acting(everything_for(access.user_id)), transaction.atomic():
        match = held_match(access, match_id)
        if match.state != State.OFFERED:
            return match
        row = _row(match)
        match.by_id, match.recognised = access.user_id, True
        if hers:
            _take(match, row)
        else:
            match.state = State.NOT_HER
            match.save()
            _nobody_left(row)
        _settle(row)
    return match


def tell(*, access: Access, match_id: UUID, told: Mapping[str, str], gone: bool = False) -> Match:
    """What was answered, by the keys that were asked; ``gone``: she does not live here, and that
    is all there is to say. What was told is not asked again for the plan's days.

    ``Refused`` at the key that is missing or cannot be understood. Permission
    ``checklist.answer`` there.
    """
    with acting(everything_for(access.user_id)), transaction.atomic():
        match = held_match(access, match_id)
        if match.state != State.ASKING:
            return match
        row = _row(match)
        known, before = open_known(match.known_cipher)
        if gone:
            said = {"lives_here": "no", "result": "no"}
        else:
            choices = {one.key: one.choices for one in questions_asked(row)}
            said = {
                key: understood(key, told.get(key, ""), choices.get(key, ())) for key in match.asks
            }
            said |= {"reached": "yes", "contacted": clock.today().isoformat()}
            if told.get("remark"):
                said["remark"] = " ".join(told["remark"].split())[:MOST]
        match.known_cipher = seal_known(known, {**before, **said})
        match.state, match.by_id, match.told_at = State.DONE, access.user_id, clock.now()
        match.save()
        facts = {**known, **before, **said}
        questions = questions_asked(row)
        settle_row(row, questions, _without_her(facts) if gone else facts)
        row.save()
        _settle(row)
    return match


def tried(*, access: Access, match_id: UUID) -> Match:
    """That nobody answered; it stays to be asked. Permission ``checklist.answer`` there."""
    with acting(everything_for(access.user_id)), transaction.atomic():
        match = held_match(access, match_id)
        if match.state == State.ASKING:
            match.tries, match.tried_at = match.tries + 1, clock.now()
            match.by_id = access.user_id
            match.save()
    return match


def questions_asked(row: Row) -> list[Question]:
    """What the list asks of this row."""
    mapping = row.list.mapping
    return questions_of(mapping[row.sheet]["columns"]) if row.sheet < len(mapping) else []


def _row(match: Match) -> Row:
    row = Row.objects.select_related("list").defer("list__content").get(pk=match.row_id)
    if row.list.state != CheckList.State.OPEN:
        raise Refused(_("这份名单已经交回了,不用再办。"))
    return row


def _take(match: Match, row: Row) -> None:
    row.matches.exclude(pk=match.pk).filter(state=State.OFFERED).update(state=State.DROPPED)
    known, told = open_known(match.known_cipher)
    facts, questions = {**known, **told}, questions_asked(row)
    if match.asks:
        match.state, row.state = State.ASKING, Row.State.ASKING
        row.answers_cipher = seal_answers(answers(questions, facts))
    else:
        match.state = State.DONE
        settle_row(row, questions, facts)
    match.save()
    row.save()


def _nobody_left(row: Row) -> None:
    if row.matches.filter(state__in=(State.OFFERED, State.ASKING, State.DONE)).exists():
        return
    row.found, row.state, row.done_at = Row.Found.NONE, Row.State.DONE, clock.now()
    row.answers_cipher = seal_answers(nobody(questions_asked(row)))
    row.save()


def _without_her(facts: Mapping[str, str]) -> dict[str, str]:
    """Who does not live here: nothing more is said of her than who she is."""
    kept = ("lives_here", "result", "unit", "remark", "name", "document", "sex", "birth_date")
    return {key: said for key, said in facts.items() if key in kept}


def _settle(row: Row) -> None:
    settle(measures=OF_A_MATCH, sources=list(row.matches.values_list("pk", flat=True)))
    settle(measures=OF_A_ROW, sources=[row.pk])


def understood(key: str, said: str, choices: Sequence[str] = ()) -> str:
    """What was typed as the answer to what is remembered under this key, one of ``choices`` where
    there are any; ``Refused`` at the key when it is empty or makes no sense."""
    if choices and key not in YES_NO:
        if said not in choices:
            raise Refused(_("请从列出的里面选。"), field=key)
        return said
    said = " ".join(said.split())[:MOST]
    if is_blank(said):
        raise Refused(_("还有没填的。问不到的,写“不清楚”。"), field=key)
    if key in YES_NO:
        if said not in ("yes", "no"):
            raise Refused(_("请从列出的里面选。"), field=key)
        return said
    if key in DAYS and said != "不清楚":
        try:
            day = values.day(said)
        except Unreadable as wrong:
            raise Refused(wrong.message, field=key, **wrong.params) from None
        return day.isoformat() if day else said
    return said
