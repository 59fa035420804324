"""What the committee does with a remark: answer it, set it aside, take it up again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.ledger.entries import settle
from wanli.domains.postings.access import held_remark, remark_for
from wanli.domains.postings.measures import OF_A_REMARK
from wanli.domains.postings.models import Remark
from wanli.domains.postings.rules.remarks import LEAST, MOST, tidy
from wanli.domains.postings.vault import Contact, open_contact, open_remark, seal_remark
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.reasons import reason_given

State = Remark.State


def answer_remark(*, access: Access, remark_id: UUID, answer: str) -> Remark:
    """Answer it, or answer better; whoever left it reads the answer with her code.

    The same answer again changes nothing. Permission ``remark.answer``.
    """
    answer = tidy(answer)
    if len(answer) < LEAST:
        raise Refused(_("请写答复,提意见的人看得到。"), field="answer")
    if len(answer) > MOST:
        raise Refused(_("太长了,请缩到 {most} 个字以内。"), field="answer", most=MOST)
    with transaction.atomic():
        remark = held_remark(access, remark_id)
        if remark.state == State.ANSWERED and open_remark(remark.answer_cipher) == answer:
            return remark
        remark.answer_cipher, remark.why = seal_remark(answer), ""
        return _settled(access, remark, State.ANSWERED)


def set_aside(*, access: Access, remark_id: UUID, why: str) -> Remark:
    """Do not answer it: abuse, nonsense, said before. Whoever left it reads why.

    Permission ``remark.answer``.
    """
    why = reason_given(why, _("请写几个字:为什么不答复。提意见的人看得到。"))
    with transaction.atomic():
        remark = held_remark(access, remark_id)
        if remark.state == State.ASIDE and remark.why == why:
            return remark
        remark.why = why
        return _settled(access, remark, State.ASIDE)


def take_up(*, access: Access, remark_id: UUID) -> Remark:
    """It waits for an answer again; an answer that was given stays until there is a better one.

    Permission ``remark.answer``.
    """
    with transaction.atomic():
        remark = held_remark(access, remark_id)
        if remark.state == State.OPEN:
            return remark
        remark.state, remark.why = State.OPEN, ""
        remark.settled_at = remark.by_id = None
        return _saved(remark)


def see_contact(*, access: Access, remark_id: UUID, reason: str) -> Contact:
    """The name and number that she left, in the clear.

    Logged in the same transaction: no log, no data. Permission ``remark.answer``; ``Refused``
    without a reason.
    """
    with transaction.atomic():
        remark = remark_for(access, remark_id, "remark.answer")
        record_opening(
            access=access, path=remark.path, subject_kind="remark", subject=remark.pk,
            what="name, phone", reason=reason,
        )  # fmt: skip
        return open_contact(remark.contact_cipher)


def _settled(access: Access, remark: Remark, state: State) -> Remark:
    remark.state, remark.settled_at, remark.by_id = state, clock.now(), access.user_id
    return _saved(remark)


def _saved(remark: Remark) -> Remark:
    remark.save(update_fields=["state", "why", "answer_cipher", "settled_at", "by"])
    settle(measures=OF_A_REMARK, sources=[remark.pk])
    return remark
