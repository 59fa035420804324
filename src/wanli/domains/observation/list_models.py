"""Lists of people to be observed, as somebody hands them in."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.models import Identified
from wanli.kernel import clock


class CaseList(Identified):
    """A file of contacts or arrivals: what was found in it, what became of it.

    ``content`` is the file, sealed; it is dropped when the cases are opened.
    """

    class State(models.TextChoices):
        """How far it is."""

        READ = "read", _("已读取,等您确认")
        RUNNING = "running", _("正在开始观察")
        DONE = "done", _("办好了")
        CANCELLED = "cancelled", _("已取消")

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(null=True, blank=True)
    refused_rows = models.BinaryField(null=True, blank=True)
    """The refused rows as a workbook, sealed."""
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    reason = models.CharField(max_length=12)
    """Of those whose row says none."""
    term = models.CharField(max_length=20)
    """The key of a term of the plan."""
    since = models.DateField(null=True, blank=True)
    """For those whose row says no day."""
    apart = models.BooleanField(default=False)
    mapping = models.JSONField(default=list)
    """For each sheet its columns, and what each says."""
    summary = models.JSONField(default=dict)
    """Counts and a masked preview."""
    opened = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="caselist_path_gist")]

    def __str__(self) -> str:
        return f"{self.pk}"
