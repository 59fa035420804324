"""The access log and the seals over it. No foreign keys: what is logged may be erased."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wanli.ground.fields import PathField
from wanli.ground.models import Identified
from wanli.kernel import clock


class Opening(Identified):
    """That somebody saw personal data in the clear: who, whose, what, when, why, from where."""

    at = models.DateTimeField(default=clock.now)
    logged_at = models.DateTimeField(db_default=Now())
    """The database's own time, by which the row belongs to a day's seal."""
    user_id = models.UUIDField(null=True)
    user_name = models.CharField(max_length=60)
    path = PathField()
    """The place that answered for the subject at that moment."""
    subject_kind = models.CharField(max_length=24)
    subject = models.UUIDField(null=True)
    what = models.CharField(max_length=80)
    """The fields opened, or the list exported, by name; never their content."""
    count = models.IntegerField(default=1)
    """How many subjects: one for a field opened, many for an export."""
    reason = models.CharField(max_length=200)
    origin = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-at"], name="opening_subject"),
            models.Index(fields=["-at"], name="opening_at"),
        ]


class Seal(models.Model):
    """The hash of one day's log and history, chained to the day before."""

    day = models.DateField(primary_key=True)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    rows = models.BigIntegerField()
    made_at = models.DateTimeField(default=clock.now)
    parts = models.JSONField()
    """Rows, hash and hashed columns of each table, so that a broken seal names where."""

    @property
    def fingerprint(self) -> str:
        """The head of the digest, to compare with a printed one."""
        return bytes(self.digest).hex()[:16]


class Pruned(models.Model):
    """That rows of a sealed day were deleted because their term was over: what the day held of
    this table before and after. So its seal still tells every other change."""

    logged_at = models.DateTimeField(db_default=Now())
    day = models.DateField()
    table = models.CharField(max_length=63)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    """As in a seal; nothing when no row was left."""

    class Meta:
        indexes = [models.Index(fields=["day"], name="pruned_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.table}"
