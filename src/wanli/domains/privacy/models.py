"""When a response ended, and what was deleted since."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models.functions import Now

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track()
class ResponseEnd(Identified):
    """That the response of a place is over, from a day on: terms that wait for it begin."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    ended_on = models.DateField()
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declared_at = models.DateTimeField(default=clock.now)
    resumed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resumed_at = models.DateTimeField(null=True, blank=True)
    """When it was taken back, or the response began again."""

    class Meta:
        indexes = [GistIndex(fields=["path"], name="responseend_path_gist")]
        constraints = [
            models.UniqueConstraint(
                name="response_ends_once", fields=["place"], condition=models.Q(resumed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.ended_on}"


class Deletion(Identified):
    """That so many records of a kind were deleted, by which rule: the proof, without a name."""

    at = models.DateTimeField(default=clock.now)
    logged_at = models.DateTimeField(db_default=Now())
    """The database's own time, by which the row belongs to a day's seal."""
    path = PathField()
    """Whose plan ruled; the root where the records belong to no place."""
    key = models.CharField(max_length=20)
    rule = models.JSONField()
    """The rule of the plan as it stood: name, days, from when, legal basis."""
    version = models.ForeignKey(
        "plans.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Of the plan; none where the one that comes with Wanli ruled."""
    before = models.DateField()
    """Terms that began before this day were over."""
    count = models.IntegerField()

    class Meta:
        indexes = [GistIndex(fields=["path"], name="deletion_path_gist")]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
