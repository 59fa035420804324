"""What holds a person back at the gates."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track()
class Hold(Identified):
    """That a person is not to pass, for as long as the record that asked for it stands."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    """Of the home behind whose gates it holds."""
    source_kind = models.CharField(max_length=24)
    source = models.UUIDField()
    """The record that asked for it."""
    placed_at = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="hold_path_gist"),
            models.Index(fields=["person"], name="hold_person", condition=models.Q(lifted_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="hold_once",
                fields=["person", "source"],
                condition=models.Q(lifted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
