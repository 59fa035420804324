"""The books: entries, the tail not yet folded, and the balances folded from them."""

from __future__ import annotations

from django.db import models

from wanli.ground.fields import PathField
from wanli.ground.models import Identified
from wanli.kernel import clock


class Entry(models.Model):
    """One state change of one record: never updated, never deleted.

    A mistake is put right by a counter-entry with its reason. ``path`` is where it happened as
    the tree stood then.
    """

    class Kind(models.TextChoices):
        ORDINARY = "o"
        TRANSFER = "t"
        """The record changed its place in the tree: moves stock, is no increment."""
        CORRECTION = "c"

    id = models.BigAutoField(primary_key=True)
    path = PathField()
    measure = models.CharField(max_length=40)
    delta = models.IntegerField()
    day = models.DateField()
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=1, choices=Kind, default=Kind.ORDINARY)
    source_kind = models.CharField(max_length=24)
    source = models.UUIDField()
    reason = models.CharField(max_length=200, blank=True)
    user_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="ledger_entry_moves", condition=~models.Q(delta=0)),
        ]
        indexes = [
            models.Index(fields=["measure", "day"], name="ledger_entry_measure"),
            models.Index(fields=["source", "measure"], name="ledger_entry_source"),
        ]


class Tail(models.Model):
    """Entries that the folder has still to add to the balances: a queue, not a book."""

    id = models.BigIntegerField(primary_key=True)
    path = PathField()
    measure = models.CharField(max_length=40)
    day = models.DateField()
    delta = models.IntegerField()
    transfer = models.BooleanField()


class Stock(models.Model):
    """All folded entries of one measure at and below one place, summed."""

    pk = models.CompositePrimaryKey("label", "measure")
    label = models.CharField(max_length=12)
    measure = models.CharField(max_length=40)
    path = PathField()
    net = models.BigIntegerField()


class Day(models.Model):
    """The folded entries of one local day: what came, what went, and what both leave."""

    pk = models.CompositePrimaryKey("label", "measure", "day")
    label = models.CharField(max_length=12)
    measure = models.CharField(max_length=40)
    day = models.DateField()
    path = PathField()
    plus = models.BigIntegerField()
    minus = models.BigIntegerField()
    net = models.BigIntegerField()


class PlaceMerge(Identified):
    """That a place was merged into its double, and what has to be known to take that back.

    Nothing that is said of people is copied: rows are named, and of what changed in them only
    columns that the merge itself wrote are kept, places by their ids, so that a later move of
    either branch does no harm.
    """

    gone = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    """Of ``into``."""
    at = models.DateTimeField(default=clock.now)
    user_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200)
    twins = models.JSONField(default=list)
    """[the one that went, the one that stayed, the columns that this one took over], in order."""
    movers = models.JSONField(default=list)
    """[place, parent before, ordinal before, parent after]."""
    exchanges = models.JSONField(default=list)
    """[table, one row, the other, columns, digest of both after it]."""
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="placemerge_once", fields=["gone"], condition=models.Q(undone_at=None)
            ),
        ]
        indexes = [models.Index(fields=["into"], name="placemerge_into")]

    def __str__(self) -> str:
        return f"{self.pk}"


class MergedRow(models.Model):
    """A row that a merge of places wrote: the columns it changed, before and after."""

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(PlaceMerge, on_delete=models.CASCADE, related_name="rows")
    path = PathField()
    """Of the merge."""
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=36)
    before = models.JSONField(null=True)
    """Empty for a row that the merge made."""
    after = models.JSONField()
    """Nothing for a row that the merge deleted."""

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
