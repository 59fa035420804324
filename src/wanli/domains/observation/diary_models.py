"""Paper diaries: what was printed for whom, and the pictures of those that came back."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models

from wanli.ground.fields import PathField
from wanli.ground.models import Identified
from wanli.kernel import clock


class Diary(Identified):
    """A diary of some days, printed for one person under observation. It never changes: what its
    rows and letters mean is what stood on the paper."""

    case = models.ForeignKey("observation.Case", on_delete=models.PROTECT, related_name="diaries")
    path = PathField()
    code = models.CharField(max_length=9, unique=True)
    first_day = models.DateField()
    last_day = models.DateField()
    slots = models.JSONField()
    """The checks of a day: key, name in both languages, by when."""
    symptoms = models.JSONField()
    """Key and name in both languages, in the order of their letters."""
    printed_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="diary_path_gist"),
            models.Index(fields=["case", "printed_at"], name="diary_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="diary_runs", condition=models.Q(last_day__gte=models.F("first_day"))
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DiaryPhoto(Identified):
    """A picture of a diary that was filled in. The file lies sealed among the uploads."""

    diary = models.ForeignKey(Diary, on_delete=models.PROTECT, related_name="photos")
    path = PathField()
    file = models.CharField(max_length=100)
    taken_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="diaryphoto_path_gist")]

    def __str__(self) -> str:
        return f"{self.pk}"
