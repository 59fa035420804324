"""The notice of a stairwell."""

from __future__ import annotations

import secrets

from django.db import models

from wanli.ground.fields import PathField
from wanli.ground.models import Identified
from wanli.kernel import clock
from wanli.kernel.ids import LABEL_ALPHABET

LETTERS = 10


def new_code() -> str:
    """What stands in the address of a notice: nobody comes upon it by trying."""
    return "".join(secrets.choice(LABEL_ALPHABET) for _ in range(LETTERS))


class StairwellNotice(Identified):
    """The address under which anybody may read what is done for a stairwell today.

    What it says is worked out whenever it is read; nothing of it is kept here. A stairwell that
    took in another one has the other's address too: its posters still hang there.
    """

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    code = models.CharField(max_length=12, unique=True, default=new_code)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["path"], name="stairwellnotice_path"),
            models.Index(fields=["place", "made_at"], name="stairwellnotice_place"),
        ]

    def __str__(self) -> str:
        return self.code
