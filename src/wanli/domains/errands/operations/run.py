"""Take a round, hand it on, bring it to its end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.access import held_round
from wanli.domains.errands.measures import OF_A_REQUEST, OF_A_ROUND
from wanli.domains.errands.models import Request, Round, State, Turn
from wanli.domains.errands.rules.states import round_may_follow
from wanli.domains.ledger.entries import settle
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.reasons import reason_given


def take(*, access: Access, round_id: UUID) -> Round:
    """I run it. Twice changes nothing. Permission ``errand.run`` at the round.

    ``Refused`` when somebody else has it: of two who press at once, one gets it and the other is
    told who. She may then take it over (``take_over``).
    """
    with transaction.atomic():
        tour = held_round(access, round_id, "errand.run")
        if tour.state == Round.State.TAKEN and tour.runner_id == access.user_id:
            return tour
        if tour.state == Round.State.TAKEN:
            raise Refused(_("这一趟 {who} 已经接了。"), who=_runner(tour))
        if not round_may_follow(tour.state, Round.State.TAKEN):
            raise Refused(_("这一趟已经是“{state}”。"), state=tour.get_state_display())
        _begin(tour, access)
        settle(measures=OF_A_ROUND, sources=[tour.pk])
    return tour


def take_over(*, access: Access, round_id: UUID, why: str) -> Round:
    """I go on with what somebody else began: her phone is dead, or she cannot. What she has bought
    and delivered stays as it is, so nothing is brought twice. Permission ``errand.run``."""
    with transaction.atomic():
        tour = held_round(access, round_id, "errand.run")
        if tour.runner_id == access.user_id and tour.state == Round.State.TAKEN:
            return tour
        why = reason_given(why, _("请写几个字:为什么换人。"))
        if tour.state != Round.State.TAKEN:
            raise Refused(_("这一趟现在没有人在跑,直接接就行。"))
        Turn.objects.filter(round=tour, until=None).update(until=clock.now(), why=why)
        _begin(tour, access)
    return tour


def finish(*, access: Access, round_id: UUID) -> Round:
    """All doors are done. What was not brought goes back to those that wait. Twice changes
    nothing. Permission ``errand.run``; the runner, or who manages errands.

    ``Refused`` while something is neither brought nor told of.
    """
    with transaction.atomic():
        tour = held_by_runner(access, round_id)
        if tour.state == Round.State.DONE:
            return tour
        if not round_may_follow(tour.state, Round.State.DONE):
            raise Refused(_("这一趟还没有人接,不能说跑完。"))
        rows = list(tour.requests.select_for_update().order_by("pk"))
        left = sum(row.state in (State.PLANNED, State.BOUGHT) for row in rows)
        if left:
            raise Refused(_("还有 {n} 件没说送到没有。请一件一件说完。"), n=left)
        back = [row for row in rows if row.state == State.AGAIN]
        for row in back:
            row.round, row.position = None, 0
            row.save(update_fields=["round", "position"])
        now = clock.now()
        tour.state, tour.ended_at = Round.State.DONE, now
        tour.save(update_fields=["state", "ended_at"])
        Turn.objects.filter(round=tour, until=None).update(until=now)
        settle(measures=OF_A_REQUEST, sources=[row.pk for row in back])
        settle(measures=OF_A_ROUND, sources=[tour.pk])
    return tour


def held_by_runner(access: Access, round_id: UUID, at: datetime | None = None) -> Round:
    """The round, for whoever has it in hand, or had it ``at`` that moment: her phone says later
    what she did then. Who manages errands may act in her place. ``Refused`` for everybody else,
    with the name of who has it."""
    tour = held_round(access, round_id, "errand.run")
    mine = tour.runner_id is not None and tour.runner_id == access.user_id
    if not mine and at is not None and was_running(tour, access.user_id, at):
        return tour
    if not mine and not access.can("errand.manage", tour.path):
        raise Refused(_("这一趟现在由 {who} 在跑。要接着跑,请先换人。"), who=_runner(tour) or "—")
    return tour


def was_running(tour: Round, user_id: UUID | None, at: datetime) -> bool:
    """Whether somebody had the round in hand at a moment."""
    turns = Turn.objects.filter(round=tour, user=user_id, since__lte=at)
    return turns.filter(Q(until=None) | Q(until__gte=at)).exists()


def held_on_the_way(access: Access, request: Request, at: datetime | None = None) -> Round:
    """The running round of a request, held; ``Refused`` when it is in none. ``at``: as in
    ``held_by_runner``."""
    if request.round_id is None:
        raise Refused(_("这件还没排进哪一趟。请先排。"))
    tour = held_by_runner(access, request.round_id, at)
    if tour.state != Round.State.TAKEN:
        raise Refused(_("这一趟还没有人接,或已经跑完。请先接。"))
    return tour


def _begin(tour: Round, access: Access) -> None:
    now = clock.now()
    tour.state, tour.runner_id, tour.taken_at = Round.State.TAKEN, access.user_id, now
    tour.save(update_fields=["state", "runner", "taken_at"])
    if access.user_id is None:
        raise Refused(_("要有人来接,系统不能跑腿。"))
    Turn.objects.create(round=tour, path=tour.path, user_id=access.user_id, since=now)


def _runner(tour: Round) -> str:
    return tour.runner.name if tour.runner else ""
