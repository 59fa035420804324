"""What is to be done today at each place, and what came of it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


class Team(models.TextChoices):
    """Who does it; the keys are the plan's."""

    PROPERTY = "property", _("物业")
    STAIRWELL = "stairwell", _("楼组长")
    GUARD = "guard", _("门岗")
    COMMITTEE = "committee", _("居委")
    VOLUNTEERS = "volunteers", _("志愿者")
    DISPOSAL = "disposal", _("清运队")


@track()
class RoutineCheck(Identified):
    """One routine of the plan at one place, once on one day: due, then done or missed."""

    class State(models.TextChoices):
        """How it stands."""

        DUE = "due", _("还没做")
        DONE = "done", _("做了")
        MISSED = "missed", _("没做成")

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    day = models.DateField()
    routine = models.CharField(max_length=20)
    """The key of a routine of the plan."""
    name = models.JSONField(default=dict)
    """What the plan called it that day, in both languages."""
    turn = models.CharField(max_length=20)
    """The key of one of its turns; empty for a twin of two places that became one."""
    due_at = models.DateTimeField()
    team = models.CharField(max_length=12, choices=Team)
    """Whom the plan names; once it is done, who did it."""
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    done_at = models.DateTimeField(null=True, blank=True)
    """When it was done."""
    recorded_at = models.DateTimeField(null=True, blank=True)
    """When we heard of it."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=200, blank=True)
    """Why it was not done; empty when nobody said."""

    class Meta:
        indexes = [
            models.Index(fields=["day", "path", "due_at"], name="routinecheck_day"),
            models.Index(fields=["path"], name="routinecheck_due", condition=models.Q(state="due")),
            models.Index(fields=["place", "day"], name="routinecheck_place"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="routinecheck_once",
                fields=["place", "day", "routine", "turn"],
                condition=~models.Q(turn=""),
            ),
            models.CheckConstraint(
                name="routinecheck_done_is_told",
                condition=~models.Q(state="done")
                | models.Q(done_at__isnull=False, recorded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class RoutinePhoto(Identified):
    """A picture of what was done. The file lies sealed among the uploads."""

    check_of = models.ForeignKey(RoutineCheck, on_delete=models.PROTECT, related_name="photos")
    path = PathField()
    file = models.CharField(max_length=100)
    taken_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="routinephoto_path_gist"),
            models.Index(fields=["check_of", "taken_at"], name="routinephoto_check"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
