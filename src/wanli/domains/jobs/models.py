"""A long job: what was asked for, how far it is, what came of it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.models import Identified
from wanli.kernel import clock


class Job(Identified):
    """One piece of work that takes longer than a page may.

    ``kind`` says which work does it (``registry``); ``asked`` is what it is given.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("马上开始")
        RUNNING = "running", _("正在办")
        DONE = "done", _("办完了")
        CANCELLED = "cancelled", _("停下了")
        FAILED = "failed", _("没有办成")

    OPEN = (State.WAITING, State.RUNNING)

    kind = models.CharField(max_length=40)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    origin = models.CharField(max_length=60, blank=True)
    """Where she asked from, for the access log."""
    about = models.UUIDField(null=True, blank=True)
    """The record it is about: of each there is at most one open job of a kind."""
    asked = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    cancel = models.BooleanField(default=False)
    refusal = models.JSONField(null=True, blank=True)
    """Why it could not be done: the sentence's id, and what to fill in."""
    result = models.BinaryField(null=True, blank=True)
    """The file that came of it, sealed; dropped after a day."""
    file_name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="job_path_gist"),
            models.Index(fields=["finished_at"], name="job_finished"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="job_once",
                fields=["kind", "about"],
                condition=models.Q(state__in=("waiting", "running")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self.state in self.OPEN
