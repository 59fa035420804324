"""Delete whatever is past its term, and put down what was deleted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import connection, transaction

from wanli.domains.places.tree import hold_tree
from wanli.domains.privacy.models import Deletion
from wanli.domains.privacy.schedule import Term, all_terms
from wanli.ground.pictures import delete_strays
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import ROOT

PURGE_LOCK = 0x57414E4C49 + 2


@dataclass(frozen=True, slots=True)
class Purged:
    """How many records of each kind were deleted, or would be."""

    counts: dict[str, int]
    stray_files: int = 0


def purge(*, access: Access, dry_run: bool = False) -> Purged:
    """Delete everything whose term is over, by the plan in force where it belongs.

    A batch a transaction, with its books, its history, the seals' account of it and the record of
    the deletion: stopped at any moment nothing is half done, and the next run goes on. The machine
    does it, nobody else. ``dry_run`` counts and deletes nothing.
    """
    if not access.is_system:
        raise Hidden
    with transaction.atomic():
        found = list(all_terms())
    counts: Counter[str] = Counter()
    for term in found:
        counts[term.rule.key] += term.over().count() if dry_run else _purge(term)
    strays = 0 if dry_run else _sweep()
    return Purged({key: n for key, n in counts.items() if n}, strays)


def _purge(term: Term) -> int:
    gone = 0
    while True:
        with transaction.atomic():
            hold_tree()
            _alone()
            keys = list(term.over().values_list("pk", flat=True)[: term.kind.batch])
            if not keys:
                return gone
            count = term.kind.erase(keys)
            Deletion.objects.create(
                path=term.area.path if term.kind.has_place else ROOT,
                key=term.rule.key,
                rule=term.rule.model_dump(mode="json") | {"days": term.days},
                version=term.version,
                before=term.before,
                count=count,
            )
            gone += count


def _sweep() -> int:
    with transaction.atomic():
        return delete_strays()


def _alone() -> None:
    """One purge at a time: the job and the command may meet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PURGE_LOCK])
