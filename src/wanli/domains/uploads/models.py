"""A file that arrives piece by piece."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from wanli.ground.models import Identified
from wanli.kernel import clock

PIECE = "uploads.piece"
"""Under which name pieces are sealed."""
KEPT = timedelta(days=1)
"""From the last piece on. A phone that comes later sends the picture anew."""


class Upload(Identified):
    """What somebody is sending; its id was made where it was taken."""

    owner = models.UUIDField()
    """Who began it, and alone may go on: a user, or the link of a home."""
    length = models.IntegerField()
    """Bytes, when all of it is here."""
    received = models.IntegerField(default=0)
    """Bytes that are here: the first so many."""
    touched_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["owner"], name="upload_owner"),
            models.Index(fields=["touched_at"], name="upload_touched"),
        ]
        constraints = [
            models.CheckConstraint(
                name="upload_within",
                condition=models.Q(length__gt=0)
                & models.Q(received__gte=0)
                & models.Q(received__lte=models.F("length")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def ends_at(self) -> datetime:
        """When it is deleted if nobody goes on with it."""
        return self.touched_at + KEPT


class Piece(Identified):
    """Some bytes of it, sealed. In the database: they are there with the count of them, or not."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    at = models.IntegerField()
    """The first byte's place in the whole."""
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="piece_once", fields=["upload", "at"])]

    def __str__(self) -> str:
        return f"{self.pk}"
