"""Reading calls by counsellors and permitted leave; persons masked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wanli.domains.observation.care_models import GOING
from wanli.domains.observation.models import Case, Leave, Talk, TalkNote
from wanli.domains.observation.operations.leave import EARLY, may_pass
from wanli.domains.observation.vault import open_counsel, open_note
from wanli.domains.places.queries import names
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.masking import mask_name

__all__ = ["Leave", "LeaveLine", "Said", "Talk", "TalkLine"]
SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A call in a list: masked, without what was said."""

    talk: Talk
    name: str
    address: str
    late: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What was said at a call, opened for those who may read it."""

    note: TalkNote
    text: str


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """A leave with what it is for, opened for those who look after the door."""

    leave: Leave
    why: str
    overdue: bool


def talk_for(access: Access, talk_id: UUID) -> Talk:
    """The call, for counsellors and those in charge; ``Hidden`` otherwise."""
    rows = Talk.objects.select_related("case__person", "case__place", "by", "asked_by")
    found = rows.filter(pk=talk_id).first()
    if found is None or not _in_on_it(access, found.path):
        raise Hidden
    return found


def _in_on_it(access: Access, path: str) -> bool:
    return access.can("counsel.give", path) or access.can("counsel.read", path)


def talks(access: Access) -> tuple[QuerySet[Talk], QuerySet[Talk]]:
    """Calls that are wanted, the longest due first, and those that were made, the latest first."""
    paths = {*access.paths("counsel.give"), *access.paths("counsel.read")}
    if not paths:
        raise Hidden
    rows = Talk.objects.filter(below(sorted(paths))).select_related(
        "case__person", "case__place", "by"
    )
    wanted = rows.filter(state=Talk.State.WANTED).order_by("due_on", "asked_at", "pk")
    return wanted, rows.filter(state=Talk.State.DONE).order_by("-at", "pk")


def talk_lines(found: Iterable[Talk]) -> list[TalkLine]:
    """Masked lines with addresses. One query for any number."""
    listed = list(found)
    addresses = names(one.path for one in listed)
    today = clock.today()
    return [
        TalkLine(
            talk=one,
            name=mask_name(one.case.person.name),
            address=addresses.get(one.path, one.case.place.name),
            late=one.state == Talk.State.WANTED and one.due_on < today,
        )
        for one in listed
    ]


def calls_due(paths: Sequence[str]) -> int:
    """How many people a counsellor is to call by today."""
    found = Talk.objects.filter(below(paths), state=Talk.State.WANTED, due_on__lte=clock.today())
    return found.count()


def said_at(access: Access, found: Iterable[Talk]) -> dict[UUID, Said]:
    """What was said at these calls, where the reader may know: her own, and all of those that she
    is in charge of. The database keeps to the same rule. One query."""
    rows = TalkNote.objects.filter(talk__in=[one.pk for one in found]).select_related("by")
    return {
        note.talk_id: Said(note, open_counsel(note.note_cipher))
        for note in rows
        if access.can("counsel.read", note.path) or note.by_id == access.user_id
    }


def talks_of(case: Case) -> list[Talk]:
    """The calls of a case, the latest first: that there were, not what was said."""
    return list(case.talks.select_related("by").order_by("-asked_at"))


def leave_for(access: Access, leave_id: UUID, permission: str) -> Leave:
    """The leave; ``Hidden`` when missing or not open to ``access``."""
    found = Leave.objects.select_related("case").filter(pk=leave_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def passing(access: Access, leave_id: UUID) -> Leave:
    """The leave, for whoever minds a gate of its compound or looks after the door."""
    found = Leave.objects.filter(pk=leave_id).first()
    if found is None or not may_pass(access, found):
        raise Hidden
    return found


def leaves(paths: Sequence[str]) -> QuerySet[Leave]:
    """Leaves that are asked for, approved, or under way, the first first."""
    found = Leave.objects.filter(below(paths), state__in=GOING)
    return found.select_related("asked_by", "decided_by").order_by("ends_at", "pk")


def going(paths: Sequence[str]) -> QuerySet[Leave]:
    """Who may leave now, and who is out."""
    now = clock.now()
    open_now = Q(state=Leave.State.APPROVED, starts_at__lte=now, ends_at__gte=now)
    found = Leave.objects.filter(Q(state=Leave.State.OUT) | open_now, below(paths))
    return found.order_by("ends_at", "pk")


def leave_lines(found: Iterable[Leave]) -> list[LeaveLine]:
    """These leaves, opened."""
    now = clock.now()
    return [
        LeaveLine(
            leave=one,
            why=open_note(one.note_cipher),
            overdue=one.state == Leave.State.OUT and one.ends_at < now,
        )
        for one in found
    ]


def leaves_of(case: Case) -> list[LeaveLine]:
    """The leaves of a case, the latest first."""
    rows = case.leaves.select_related("asked_by", "decided_by", "left_by", "back_by")
    return leave_lines(rows.order_by("-starts_at"))


def leaves_owed(record: Sequence[str], decide: Sequence[str]) -> tuple[int, int]:
    """How many are not back in time, and how many wait for a decision that is still of use."""
    now = clock.now()
    found = Leave.objects.filter(below([*record, *decide])).aggregate(
        overdue=Count("pk", filter=Q(state=Leave.State.OUT, ends_at__lt=now)),
        asked=Count("pk", filter=Q(state=Leave.State.ASKED, ends_at__gt=now)),
    )
    return found["overdue"], found["asked"] if decide else 0


def at_the_gate(access: Access) -> tuple[list[Leave], list[Leave], list[Leave]]:
    """What a guard sees: who is out, who may leave now, who may later within a day."""
    access.require_any("gate.pass")
    minded = Q()
    for path in access.paths("gate.pass"):
        minded |= Q(gate__covers=path) | Q(gate__within=path)
    now = clock.now()
    rows = Leave.objects.filter(minded).order_by("ends_at", "pk")
    approved = rows.filter(state=Leave.State.APPROVED, ends_at__gte=now)
    return (
        list(rows.filter(state=Leave.State.OUT)),
        list(approved.filter(starts_at__lte=now + EARLY)),
        list(approved.filter(starts_at__gt=now + EARLY, starts_at__lte=now + SOON)),
    )
