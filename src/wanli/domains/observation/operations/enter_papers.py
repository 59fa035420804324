"""Enter what was signed, handed out and asked before it was kept here: the demo, old records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wanli.domains.observation.links import Commitment
from wanli.domains.observation.models import Case, Issued, Start
from wanli.domains.observation.queries import with_people
from wanli.domains.observation.rules.answers import Answers
from wanli.domains.observation.rules.signatures import Signature
from wanli.domains.observation.vault import seal_answers, seal_signature
from wanli.domains.plans.rules.papers import KitItem
from wanli.kernel import clock
from wanli.kernel.access import Access


@dataclass(frozen=True, slots=True)
class PastStart:
    """The start of a case as it was."""

    case: UUID
    at: datetime
    notice: str = ""
    """What was signed, word for word; nothing where nobody signed."""
    kit: Collection[KitItem] = field(default_factory=tuple)
    answers: Answers | None = None
    door: bool = False
    by: UUID | None = None


def enter_papers(*, access: Access, starts: Sequence[PastStart]) -> None:
    """Enter these in one transaction, signed with the person's own name.

    Permission ``observation.manage`` at each case.
    """
    with transaction.atomic():
        cases = Case.objects.in_bulk([one.case for one in starts])
        with_people(cases.values())
        for case in cases.values():
            access.require("observation.manage", case.path)
        known = [(cases[one.case], one) for one in starts if one.case in cases]
        Commitment.objects.bulk_create(_signed(case, one) for case, one in known if one.notice)
        Issued.objects.bulk_create(
            Issued(
                case=case, path=case.path, key=item.key, name=item.name.model_dump(),
                issued_on=clock.local(one.at).date(), recorded_at=one.at, by_id=one.by,
            )
            for case, one in known for item in one.kit
        )  # fmt: skip
        Start.objects.bulk_create(
            _start(case, one) for case, one in known if one.answers or one.door
        )


def _signed(case: Case, one: PastStart) -> Commitment:
    return Commitment(
        case=case,
        path=case.path,
        notice=one.notice,
        signature_cipher=seal_signature(Signature(case.person.name)),
        signed_at=one.at,
        by_id=one.by,
    )


def _start(case: Case, one: PastStart) -> Start:
    start = Start(case=case, path=case.path)
    if one.answers:
        start.answers_cipher = seal_answers(one.answers)
        start.asked_at, start.asked_by_id = one.at, one.by
    if one.door:
        start.door_on, start.door_by_id = clock.local(one.at).date(), one.by
    return start
