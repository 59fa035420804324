"""Two places that are one: lists of both, and those whom they ask about, are at the one that
stays."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.checklists.models import (
    CheckList,
    Correction,
    KnownColumns,
    Lead,
    Match,
    Row,
    Sender,
)
from wanli.domains.ledger.mergers import Exchange, Merger, Spot


def merge_lists(old: Spot, new: Spot) -> Iterable[Exchange]:
    """A sender of both keeps two entries: under the second name it says where it came from."""
    there = set(Sender.objects.filter(place=new.id).values_list("name", flat=True))
    for sender in Sender.objects.filter(place=old.id).order_by("pk"):
        name = sender.name
        while name in there:
            name = f"{name[:38]}*"
        there.add(name)
        Sender.objects.filter(pk=sender.pk).update(place=new.id, path=new.path, name=name)
        KnownColumns.objects.filter(sender=sender.pk).update(path=new.path)
    lists = CheckList.objects.filter(place=old.id)
    ids = list(lists.values_list("pk", flat=True))
    Row.objects.filter(list__in=ids).update(path=new.path)
    Correction.objects.filter(row__list__in=ids).update(path=new.path)
    lists.update(place=new.id, path=new.path)
    Match.objects.filter(path=old.path).update(path=new.path)
    Lead.objects.filter(place=old.id).update(place=new.id, path=new.path)
    return ()


MERGER = Merger(
    ("checklists_sender", "checklists_knowncolumns", "checklists_checklist", "checklists_row",
     "checklists_correction", "checklists_match", "checklists_lead"),
    merge_lists,
)  # fmt: skip
