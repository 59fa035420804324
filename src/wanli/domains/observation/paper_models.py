"""Papers of a case, and what is seen to when it begins."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.indexes import GistIndex
from django.db import models

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track()
class Certificate(Identified):
    """That a term was served to its end, as the signed code on a paper says it.

    It is good for as long as it is not revoked, its case is released, and its days are those of
    the case (``certificates.proof_of``): so it may be printed the evening before.
    """

    case = models.ForeignKey(
        "observation.Case", on_delete=models.PROTECT, related_name="certificates"
    )
    path = PathField()
    number = models.UUIDField(default=uuid4, unique=True, editable=False)
    """In the code. By chance alone, so that no number leads to the next."""
    since = models.DateField()
    last_day = models.DateField()
    good_until = models.DateField()
    """The last day on which the code is answered for: the records behind it are deleted then."""
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="certificate_path_gist")]
        constraints = [
            models.UniqueConstraint(
                name="certificate_one_good",
                fields=["case"],
                condition=models.Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Start(Identified):
    """What was seen to when a case began: who was asked what, and the sign on the door."""

    case = models.OneToOneField("observation.Case", on_delete=models.PROTECT, related_name="start")
    path = PathField()
    answers_cipher = models.BinaryField(null=True, blank=True)
    """Sealed (``rules.answers.Answers``): whom to call in need, medicine, infant, pet, alone."""
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    door_on = models.DateField(null=True, blank=True)
    """When the sign was put up."""
    door_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="start_path_gist")]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Issued(Identified):
    """That something of the plan's kit was handed to a home."""

    case = models.ForeignKey("observation.Case", on_delete=models.PROTECT, related_name="issued")
    path = PathField()
    key = models.CharField(max_length=20)
    """Of the plan."""
    name = models.JSONField(default=dict)
    """What the plan called it, in both languages."""
    issued_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="issued_path_gist")]
        constraints = [
            models.UniqueConstraint(name="issued_once", fields=["case", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class SignedPaper(Identified):
    """A photo of the notice that somebody signed on paper."""

    case = models.ForeignKey("observation.Case", on_delete=models.PROTECT, related_name="papers")
    path = PathField()
    file = models.CharField(max_length=120)
    """Among the uploads, sealed."""
    taken_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="signedpaper_path_gist")]

    def __str__(self) -> str:
        return f"{self.pk}"
