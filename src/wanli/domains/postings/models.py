"""The notice of a stairwell, and what its readers say to it."""

from __future__ import annotations

import secrets

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock
from wanli.kernel.ids import LABEL_ALPHABET

LETTERS = 10
TYPED = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters that nobody takes for another one: they are copied by hand."""
SECRET = 8


def new_code() -> str:
    """What stands in the address of a notice: nobody comes upon it by trying."""
    return "".join(secrets.choice(LABEL_ALPHABET) for _ in range(LETTERS))


def new_secret() -> str:
    """With which whoever left a remark asks for its answer (39 bits)."""
    return "".join(secrets.choice(TYPED) for _ in range(SECRET))


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


@track()
class Remark(Identified):
    """What a neighbour says to a notice, and what came of it. Nobody but the committee reads it,
    and she herself, with the code that she was given."""

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", _("等答复")
        ANSWERED = "answered", _("已答复")
        ASIDE = "aside", _("不予答复")

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    """The stairwell."""
    path = PathField()
    secret = models.CharField(max_length=12, unique=True, default=new_secret)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    said_cipher = models.BinaryField()
    """Sealed: neighbours may name neighbours."""
    contact_cipher = models.BinaryField(null=True, blank=True)
    """Sealed; None when she gave neither name nor number."""
    at = models.DateTimeField(default=clock.now)
    answer_cipher = models.BinaryField(null=True, blank=True)
    """Sealed."""
    why = models.CharField(max_length=200, blank=True)
    """Why it is not answered; she reads it."""
    settled_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who answered it or set it aside."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="remark_path_gist"),
            models.Index(fields=["at"], name="remark_open", condition=models.Q(state="open")),
            models.Index(fields=["place", "at"], name="remark_place"),
        ]
        constraints = [
            models.CheckConstraint(
                name="remark_is_settled",
                condition=models.Q(state="open", settled_at=None)
                | models.Q(state="answered", settled_at__isnull=False, answer_cipher__isnull=False)
                | (models.Q(state="aside", settled_at__isnull=False) & ~models.Q(why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
