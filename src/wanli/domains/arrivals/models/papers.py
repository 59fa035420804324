"""Blank forms that were printed, and the pictures of sheets that came back."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models

from wanli.domains.arrivals.models.registrations import Arrival, Poster
from wanli.ground.fields import PathField
from wanli.ground.models import Identified
from wanli.kernel import clock


class PaperForm(Identified):
    """A pile of blank forms, printed for one gate or compound; every sheet of it bears the same
    code. It never changes: what its boxes mean is what stood on the paper."""

    poster = models.ForeignKey(Poster, on_delete=models.PROTECT, related_name="papers")
    path = PathField()
    """Of the gate or compound."""
    code = models.CharField(max_length=9, unique=True)
    version = models.ForeignKey(
        "plans.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Of the plan that says what is asked; None for the form that comes with Wanli."""
    copies = models.PositiveSmallIntegerField()
    english = models.BooleanField(default=False)
    printed_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="paperform_path_gist"),
            models.Index(fields=["poster", "printed_at"], name="paperform_poster"),
        ]

    def __str__(self) -> str:
        return self.code


class PaperPhoto(Identified):
    """A picture of a sheet that was filled in. The file lies sealed among the uploads."""

    form = models.ForeignKey(PaperForm, on_delete=models.PROTECT, related_name="photos")
    path = PathField()
    """Of the gate or compound; of the arrival once it was typed in."""
    arrival = models.ForeignKey(
        Arrival, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    """That was typed in from it; None while it waits."""
    file = models.CharField(max_length=100)
    taken_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="paperphoto_path_gist"),
            models.Index(
                fields=["form", "taken_at"],
                name="paperphoto_waiting",
                condition=models.Q(arrival=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
