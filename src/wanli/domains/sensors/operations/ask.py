"""Ask a home why its door opened: each call is kept, and what it was in the end."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.sensors.access import DoorQuestion, held_question
from wanli.domains.sensors.measures import OF_A_QUESTION
from wanli.domains.sensors.models import DoorCall
from wanli.domains.sensors.vault import open_note, seal_note
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

State, Answer = DoorQuestion.State, DoorQuestion.Answer
IN_WORDS = (Answer.OTHER, Answer.LEFT, Answer.UNKNOWN)
"""What needs a word more."""


def log_call(
    *,
    access: Access,
    question_id: UUID,
    outcome: str,
    note: str = "",
    call_id: UUID | None = None,
) -> DoorCall:
    """That somebody called to ask, and how it went. The same ``call_id`` again changes nothing.

    Permission ``observation.manage``.
    """
    if outcome not in DoorCall.Outcome.values:
        raise Refused(_("请点一个结果:说上话了、没人接、约好再打。"), field="outcome")
    with transaction.atomic():
        question = held_question(access, question_id)
        known = DoorCall.objects.filter(pk=call_id, question=question).first() if call_id else None
        if known:
            return known
        return DoorCall.objects.create(
            id=call_id or uuid7(), question=question, path=question.path, outcome=outcome,
            note_cipher=seal_note(note), at=clock.now(), by_id=access.user_id,
        )  # fmt: skip


def answer_question(
    *, access: Access, question_id: UUID, answer: str, note: str = ""
) -> DoorQuestion:
    """What it was. The home reads answer and note on its own page; the same again changes nothing,
    another one mends it. Permission ``observation.manage``."""
    if answer not in Answer.values:
        raise Refused(_("请点一个原因。"), field="answer")
    note = " ".join(note.split())
    if answer in IN_WORDS and len(note) < 2:
        raise Refused(_("请写几个字说明。住户看得到,请照实、客气地写。"), field="note")
    with transaction.atomic():
        question = held_question(access, question_id)
        same = question.answer == answer and open_note(question.note_cipher) == note[:300]
        if question.state == State.ANSWERED and same:
            return question
        if question.state == State.EXPLAINED:
            raise Refused(_("这次开门后来说得清了,不用再问。"))
        question.state, question.answer = State.ANSWERED, answer
        question.note_cipher = seal_note(note)
        question.settled_at, question.by_id = clock.now(), access.user_id
        question.save(update_fields=["state", "answer", "note_cipher", "settled_at", "by"])
        settle(measures=OF_A_QUESTION, sources=[question.pk])
    return question
