"""What most rows share."""

from __future__ import annotations

from django.db import models

from wanli.kernel.ids import uuid7


class Identified(models.Model):
    """A row whose id is a time-ordered UUID, made by the application or its client."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
