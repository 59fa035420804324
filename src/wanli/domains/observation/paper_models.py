"""Papers of a case that are handed out."""

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
