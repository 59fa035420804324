"""What a case still wants at its start: for its page, for lists, for Today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.links import Commitment
from wanli.domains.observation.models import STANDING, Case, Check, Issued, SignedPaper, Start
from wanli.domains.observation.rules.answers import Answers
from wanli.domains.observation.vault import open_answers
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

STEPS = {
    "check": _("第一次体温"),
    "signature": _("告知书没有签"),
    "kit": _("物品没有发"),
    "asked": _("家里的需要没有问"),
    "door": _("门牌没有贴"),
}
"""In the order in which one goes about it."""
NEW = timedelta(days=5)
"""So long Today reminds of a case that began; its own page and its release do on."""


@dataclass(frozen=True, slots=True)
class Begun:
    """How the start of a case stands."""

    start: Start | None
    issued: Sequence[Issued]
    papers: Sequence[SignedPaper]
    signed: bool
    missing: tuple[str, ...]
    """Keys of ``STEPS``."""
    answers: Answers | None

    @property
    def lacks(self) -> list[str]:
        """What is missing, in words."""
        return [str(STEPS[key]) for key in self.missing]


def begun(case: Case) -> Begun:
    """All there is of the start of a case."""
    start = Start.objects.select_related("asked_by", "door_by").filter(case=case).first()
    issued = list(Issued.objects.filter(case=case).select_related("by").order_by("recorded_at"))
    papers = list(SignedPaper.objects.filter(case=case).select_related("by").order_by("taken_at"))
    row = wanting(Case.objects.filter(pk=case.pk)).get()
    return Begun(
        start=start,
        issued=issued,
        papers=papers,
        signed=row.has_signed,  # type: ignore[attr-defined]
        missing=_missing(row),
        answers=open_answers(start.answers_cipher) if start and start.answers_cipher else None,
    )


def wanting(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases, each with what was done of its start."""
    own = OuterRef("pk")
    return cases.annotate(
        has_check=Exists(Check.objects.filter(case=own, state=Check.State.DONE)),
        has_signed=Exists(Commitment.objects.filter(case=own))
        | Exists(SignedPaper.objects.filter(case=own)),
        has_kit=Exists(Issued.objects.filter(case=own)),
        has_asked=Exists(Start.objects.filter(case=own, asked_at__isnull=False)),
        has_door=Exists(Start.objects.filter(case=own, door_on__isnull=False)),
    )


def unfinished(paths: Iterable[str]) -> QuerySet[Case]:
    """Cases that began in the last days and whose start is not complete, the oldest first."""
    rows = Case.objects.filter(below(paths), state__in=STANDING, opened_at__gte=clock.now() - NEW)
    done = Q(has_check=True, has_signed=True, has_kit=True, has_asked=True, has_door=True)
    return wanting(rows).exclude(done).select_related("place").order_by("opened_at", "path", "pk")


def missing_of(cases: Iterable[Case]) -> dict[UUID, list[str]]:
    """In words, for cases out of ``unfinished``."""
    return {case.pk: [str(STEPS[key]) for key in _missing(case)] for case in cases}


def unsigned(cases: Iterable[UUID]) -> set[UUID]:
    """Those of these cases whose notice nobody signed, on a screen or on paper. Two queries."""
    asked = set(cases)
    done = set(Commitment.objects.filter(case__in=asked).values_list("case", flat=True))
    done |= set(SignedPaper.objects.filter(case__in=asked).values_list("case", flat=True))
    return asked - done


def paper_for(access: Access, paper_id: UUID) -> SignedPaper:
    """A photographed paper; ``Hidden`` unless one may manage its case."""
    found = SignedPaper.objects.filter(pk=paper_id).select_related("case").first()
    if found is None or not access.can("observation.manage", found.case.path):
        raise Hidden
    return found


def _missing(row: Case) -> tuple[str, ...]:
    done = {
        "check": row.has_check,  # type: ignore[attr-defined]
        "signature": row.has_signed,  # type: ignore[attr-defined]
        "kit": row.has_kit,  # type: ignore[attr-defined]
        "asked": row.has_asked,  # type: ignore[attr-defined]
        "door": row.has_door,  # type: ignore[attr-defined]
    }
    return tuple(key for key, is_done in done.items() if not is_done)
