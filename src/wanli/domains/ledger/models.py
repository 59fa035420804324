"""The books: entries, the tail not yet folded, and the balances folded from them."""

from __future__ import annotations

from django.db import models

from wanli.ground.fields import PathField
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
