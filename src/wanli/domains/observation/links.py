"""Links by which a home reports for itself, the phones they are open on, and what was signed."""

from __future__ import annotations

import re

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track(exclude=["token", "pin"])
class HomeLink(Identified):
    """An address for those of one home who are observed; no account behind it.

    Who knows it and a birth date of theirs, or the six digits, may report for them.
    """

    class Locked(models.TextChoices):
        """Why nobody else may open it."""

        TRIES = "tries", _("输错太多次")
        DEVICES = "devices", _("在太多部手机上打开过")

    path = PathField()
    """Of the home."""
    token = models.CharField(max_length=32, unique=True)
    """Keyed digest of what the address holds, in hexadecimal; the key is outside the database."""
    pin = models.CharField(max_length=32, blank=True)
    """Keyed digest of the six digits; empty where a birth date does."""
    call = models.CharField(max_length=40)
    """The number of the committee that stands on the page."""
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    wrong_tries = models.SmallIntegerField(default=0)
    """Since it was last opened."""
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_why = models.CharField(max_length=10, choices=Locked, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="homelink_path_gist"),
            models.Index(
                fields=["path"],
                name="homelink_locked",
                condition=models.Q(locked_at__isnull=False, revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def dial(self) -> str:
        """The number as a phone dials it: up to an extension."""
        return re.sub(r"[^0-9+]", "", re.split(r"[转*#]", self.call)[0])


@track()
class LinkedCase(Identified):
    """That a link stands for a case; one valid link a case."""

    link = models.ForeignKey(HomeLink, on_delete=models.PROTECT, related_name="linked")
    case = models.ForeignKey("observation.Case", on_delete=models.PROTECT, related_name="linked")
    path = PathField()
    valid = models.BooleanField(default=True)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="linkedcase_path_gist")]
        constraints = [
            models.UniqueConstraint(
                name="linkedcase_one_valid", fields=["case"], condition=models.Q(valid=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class LinkDevice(Identified):
    """A phone on which a link was opened."""

    link = models.ForeignKey(HomeLink, on_delete=models.PROTECT, related_name="devices")
    path = PathField()
    secret = models.CharField(max_length=64)
    """SHA-256 of what the phone keeps, in hexadecimal."""
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="linkdevice_path_gist")]
        constraints = [
            models.UniqueConstraint(name="linkdevice_once", fields=["link", "secret"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Commitment(Identified):
    """That somebody read the notice of a case and signed on the screen."""

    case = models.OneToOneField(
        "observation.Case", on_delete=models.PROTECT, related_name="commitment"
    )
    path = PathField()
    link = models.ForeignKey(
        HomeLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Whose phone it was; None where it was signed on the screen of a worker."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The worker whose screen it was."""
    notice = models.TextField()
    """What she read, word for word."""
    signature_cipher = models.BinaryField()
    """Sealed: the name as typed, and the strokes where it was drawn."""
    signed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="commitment_path_gist")]

    def __str__(self) -> str:
        return f"{self.pk}"
