"""Merge a place that was typed in twice into its double, rows and books included."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from wanli.domains.accounts.operations.merge_seats import merge_seats
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.merge_trace import Trace, exchange
from wanli.domains.ledger.mergers import Exchange, Spot, mergers
from wanli.domains.ledger.models import PlaceMerge
from wanli.domains.ledger.operations.fold import fold_all, lock_books
from wanli.domains.ledger.operations.move_place import transfer
from wanli.domains.ledger.operations.retire_place import in_stock
from wanli.domains.ledger.registry import measures
from wanli.domains.places.operations.merge import Plan, close, hang, plan_merge
from wanli.domains.places.operations.move import repoint, rewrite
from wanli.domains.places.tree import change_tree
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.scope import EVERYTHING

SEATS = ("accounts_seat", "accounts_seatevent", "accounts_post", "accounts_postevent")


def merge_place(*, access: Access, label: str, into: str, reason: str) -> Plan:
    """Make one place of two: all that is at and below ``label`` comes to ``into`` (labels).

    One transaction. Places of the same kind and name below both become one as well; others move
    over. People, seats and doors come along; a home and a door that both sides have count once.
    The stock is booked by transfers, so past days keep what they showed; what counted twice is
    booked out today. Raises what ``plan_merge`` raises, and ``Refused`` where somebody holds the
    same post at both. A merged place can not be merged again: ``Hidden``. ``undo_merge_place``
    takes it back.
    """
    with transaction.atomic():
        change_tree()
        lock_books()
        fold_all()
        plan = plan_merge(access=access, label=label, into=into)
        top, there = plan.twins[-1]
        merge = PlaceMerge(
            gone=top, into=there, path=there.path, user_id=access.user_id, reason=reason
        )
        with acting(EVERYTHING):
            trace = Trace([path for old, new in plan.twins for path in (old.path, new.path)])
            for place, parent in plan.movers:
                merge.movers.append(_named(place.pk, place.parent_id, place.ordinal, parent.pk))
                hang(place, parent)
                new_path = f"{parent.path}.{place.label}"
                rewrite(place.path, new_path)
                transfer(access=access, old=place.path, new=new_path, reason=reason)
            for old, new in plan.twins:
                spots = Spot(old.pk, old.path), Spot(new.pk, new.path)
                merge.exchanges += map(exchange, _one(access, *spots, reason))
                merge.twins.append([*_named(old.pk, new.pk), close(old, new)])
            merge.save()
            trace.keep(merge)
            _settle(plan, reason)
    return plan


def _named(*values: object) -> list[object]:
    return [str(value) if isinstance(value, UUID) else value for value in values]


def _one(access: Access, old: Spot, new: Spot, reason: str) -> list[Exchange]:
    merge_seats(old.id, new.id, new.path)
    handled = set(SEATS)
    told: list[Exchange] = []
    for merger in mergers():
        told += merger.run(old, new)
        handled |= set(merger.tables)
    repoint(old.path, new.path, leave=handled)
    transfer(access=access, old=old.path, new=new.path, reason=reason)
    return told


def _settle(plan: Plan, reason: str) -> None:
    """Book out what counted twice: whatever stands in the books where no record does any more."""
    sources: set[UUID] = set()
    for _old, new in plan.twins:
        for found in in_stock(new.path, exactly=True).values():
            sources.update(found)
        sources.add(new.pk)
    settle(measures=list(measures()), sources=sources, reason=reason)
