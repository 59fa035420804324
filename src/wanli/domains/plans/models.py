"""Versions of a subdistrict's response plan."""

from __future__ import annotations

from typing import Literal

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock

State = Literal["draft", "proposed", "adopted", "discarded"]

OPEN = Q(adopted_at=None, discarded_at=None)
"""Versions that are still being made."""


@track()
class Version(Identified):
    """A plan on its way: drafted, proposed, adopted by a second person.

    Once adopted it never changes (a trigger sees to that): what was in force on a day stays known.
    """

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    number = models.SmallIntegerField()
    content = models.JSONField()
    revision = models.IntegerField(default=0)
    """How often the draft was saved."""
    touched = models.JSONField(default=dict)
    """For each section changed: the revision at which it last was, and by whom."""
    drafted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField(default=clock.now)
    returned = models.CharField(max_length=300, blank=True)
    """Why the last proposal came back."""
    summary = models.CharField(max_length=300, blank=True)
    """What the proposal is about, in its proposer's words."""
    effective_on = models.DateField(null=True, blank=True)
    """It is in force from this local day at 00:00."""
    proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="version_path_gist")]
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["place", "number"]),
            models.UniqueConstraint(name="version_one_open", fields=["place"], condition=OPEN),
            models.CheckConstraint(
                name="version_proposed_by_somebody_for_a_day",
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(
                    proposed_at__isnull=False, proposed_by__isnull=False, effective_on__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="version_adopted_by_a_second_person",
                condition=Q(adopted_at=None, adopted_by=None)
                | Q(adopted_at__isnull=False, proposed_at__isnull=False, discarded_at=None)
                & Q(adopted_by__isnull=False)
                & ~Q(adopted_by=F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.number}"

    @property
    def state(self) -> State:
        """How far it is."""
        if self.discarded_at:
            return "discarded"
        if self.adopted_at:
            return "adopted"
        return "proposed" if self.proposed_at else "draft"
