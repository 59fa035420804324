"""Open the answers of a row, and mend one of them."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.checklists.access import CheckList, Correction, Match, Row, row_for
from wanli.domains.checklists.operations.tell import questions_asked, understood
from wanli.domains.checklists.vault import (
    open_answers,
    open_known,
    seal_answers,
    seal_correction,
    seal_known,
)
from wanli.domains.checklists.wording import Question
from wanli.domains.places.tree import hold_tree
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.reasons import reason_given
from wanli.kernel.scope import everything_for

STANDING = (CheckList.State.OPEN, CheckList.State.RETURNED)
NONE = "none"
"""Said of a column that is answered by yes or no: there is nobody like that."""


def open_row(*, access: Access, row_id: UUID) -> tuple[Row, dict[int, str]]:
    """An answered row and what stands in its answering columns, by their index; logged.

    Permission ``checklist.manage`` where the list lies, or ``checklist.answer`` where she is.
    """
    with transaction.atomic():
        row = row_for(access, row_id)
        whom = Match.objects.filter(row=row, state=Match.State.DONE).first()
        record_opening(
            access=access, path=whom.path if whom else row.path,
            subject_kind="person" if whom else "checklist",
            subject=whom.person_id if whom else row.list_id,
            what="answers to a list",
            reason=str(_("看答给{who}的一行")).format(who=row.list.sender.name),
        )  # fmt: skip
        return row, open_answers(row.answers_cipher)


def correct(*, access: Access, row_id: UUID, column: int, said: str, why: str) -> Row:
    """Put ``said`` in the place of the answer in this column, and keep what stood there with the
    reason. Who was told otherwise in a call is remembered as it is now, for the lists to come.
    The same answer again changes nothing.

    Permission as ``open_row``. ``Refused`` at ``column``, ``said`` or ``why``; where the
    list is not dealt with.
    """
    why = reason_given(why, _("请写几个字:为什么要改。"))
    with acting(everything_for(access.user_id)), transaction.atomic():
        hold_tree()
        row_for(access, row_id)
        row = Row.objects.select_for_update(of=("self",)).select_related("list").get(pk=row_id)
        if row.list.state not in STANDING:
            raise Refused(_("这份名单不办了,不用再改。"))
        answers = open_answers(row.answers_cipher)
        question = next((one for one in questions_asked(row) if one.column == column), None)
        if question is None or column not in answers:
            raise Refused(_("请先点要改的是哪一格。"), field="column")
        fact = _understood(question, said)
        now = question.words.none if fact == NONE else question.said(fact)
        if now == answers[column]:
            return row
        Correction.objects.create(
            row=row, path=row.path, column=column, by_id=access.user_id,
            cipher=seal_correction(answers[column], now, why),
        )  # fmt: skip
        row.answers_cipher = seal_answers({**answers, column: now})
        if row.found == Row.Found.NONE:
            row.found = Row.Found.MENDED
        row.save(update_fields=["answers_cipher", "found"])
        _remember(access, row, question, fact)
    return row


def _understood(question: Question, said: str) -> str:
    if question.yes_no and said == NONE:
        return NONE
    try:
        return understood(question.key, said, question.choices)
    except Refused as refused:
        raise Refused(refused.message, field="said", **refused.params) from None


def _remember(access: Access, row: Row, question: Question, fact: str) -> None:
    if fact == NONE:
        return
    for match in Match.objects.select_for_update().filter(row=row, state=Match.State.DONE):
        known, told = open_known(match.known_cipher)
        match.known_cipher = seal_known(known, {**told, question.key: fact})
        match.told_at, match.by_id = clock.now(), access.user_id
        match.save(update_fields=["known_cipher", "told_at", "by"])
