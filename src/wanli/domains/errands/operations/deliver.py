"""What happened at a door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.access import held_request
from wanli.domains.errands.measures import OF_A_REQUEST
from wanli.domains.errands.models import Attempt, Photo, Request, State
from wanli.domains.errands.operations.run import held_on_the_way
from wanli.domains.errands.rules.states import AFTER_ATTEMPT, may_follow
from wanli.domains.errands.vault import seal_note
from wanli.domains.ledger.entries import settle
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

AGAIN_AFTER = timedelta(hours=4)
"""What nobody took is promised anew for so much later."""


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What somebody tells of a door. ``photo_id``: a picture kept before (``keep_photo``). ``at``:
    when it was, if that is not now."""

    outcome: str
    note: str = ""
    photo_id: UUID | None = None
    at: datetime | None = None


def record_attempt(
    *, access: Access, request_id: UUID, told: AtTheDoor, attempt_id: UUID
) -> Attempt:
    """Put down that it was delivered, declined, that nobody opened, or that it was not brought.

    The same ``attempt_id`` again changes nothing. What was delivered is not delivered again,
    whoever says so. Who did not open is tried again. Permission ``errand.run``; the runner, or who
    had it in hand when it was.
    """
    with transaction.atomic():
        request = held_request(access, request_id, "errand.run")
        known = Attempt.objects.filter(pk=attempt_id).first()
        if known is not None:
            if known.request_id != request.pk:
                raise Hidden
            return known
        _refuse_twice(request)
        held_on_the_way(access, request, told.at)
        if told.outcome not in Attempt.Outcome.values:
            raise Refused(_("请选送到了没有。"), field="outcome")
        state = AFTER_ATTEMPT[told.outcome]
        _refuse_odd(request, state, told)
        attempt = Attempt.objects.create(
            id=attempt_id, request=request, path=request.path, outcome=told.outcome,
            photo_id=_photo(request, told), note_cipher=seal_note(told.note),
            at=told.at or clock.now(), by_id=access.user_id,
        )  # fmt: skip
        _becomes(request, state)
        settle(measures=OF_A_REQUEST, sources=[request.pk])
    return attempt


def _refuse_twice(request: Request) -> None:
    if request.state != State.DONE:
        return
    done = request.attempts.filter(outcome=Attempt.Outcome.DELIVERED).select_related("by").first()
    raise Refused(
        _("{who} 在 {at} 已经送到,不要再送一次。"),
        who=done.by.name if done and done.by else "—",
        at=f"{clock.local(request.ended_at or clock.now()):%H:%M}",
    )


def _refuse_odd(request: Request, state: str, told: AtTheDoor) -> None:
    if request.state == State.PLANNED and request.items.filter(state="wanted").exists():
        shops = request.how in ("shop", "pharmacy")
        if shops and told.outcome in ("done", "refused"):
            raise Refused(_("这一户的还没说买到没有。请先在购物单里记好。"))
    if not may_follow(request.state, state):
        raise Refused(_("这件已经是“{state}”。"), state=request.get_state_display())
    if told.outcome in ("refused", "not") and len(told.note.strip()) < 2:
        raise Refused(_("请写几个字:为什么没收、没送成。"), field="note")


def _photo(request: Request, told: AtTheDoor) -> UUID | None:
    if told.photo_id is None:
        return None
    if not Photo.objects.filter(pk=told.photo_id, request=request).exists():
        raise Hidden
    return told.photo_id


def _becomes(request: Request, state: str) -> None:
    now = clock.now()
    request.state = state
    if state == State.AGAIN:
        request.wanted_by = max(request.wanted_by, now + AGAIN_AFTER)
    else:
        request.ended_at = now
    request.save(update_fields=["state", "ended_at", "wanted_by"])
