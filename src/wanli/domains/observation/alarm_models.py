"""What follows an alarm: the episode, its steps, and checks that were corrected."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


class Outcome(models.TextChoices):
    """How an alarm ended."""

    HOME = "home", _("回到家里,继续观察")
    ADMITTED = "admitted", _("住院了")
    CONFIRMED = "confirmed", _("确诊")
    FALSE_ALARM = "false_alarm", _("虚惊一场")


class Transport(models.TextChoices):
    """How far she is on the way to the hospital."""

    NOT_ASKED = "", _("没有叫车")
    ASKED = "asked", _("叫了车")
    LEFT = "left", _("离家")
    ARRIVED = "arrived", _("到医院")


UNDER_WAY = (Transport.LEFT, Transport.ARRIVED)


@track()
class Episode(Identified):
    """From an alarm to its outcome. One open one a case: a second alarm joins it."""

    case = models.ForeignKey("observation.Case", on_delete=models.PROTECT, related_name="episodes")
    path = PathField()
    kind = models.CharField(max_length=10)
    """What began it: ``fever`` or ``symptom``."""
    opened_at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True, blank=True)
    """When the medical group was told."""
    transport = models.CharField(max_length=8, choices=Transport, blank=True)
    hospital = models.JSONField(default=dict, blank=True)
    """Where she is brought to, as the plan had it when that was decided: key, name and address in
    both languages, phone. Empty before, and where it is another one."""
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="episode_path_gist"),
            models.Index(
                fields=["path", "opened_at"],
                name="episode_open",
                condition=models.Q(closed_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="episode_one_open",
                fields=["case"],
                condition=models.Q(closed_at=None),
            ),
            models.CheckConstraint(
                name="episode_closed_with_outcome",
                condition=models.Q(closed_at=None, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Step(Identified):
    """Something that happened in an episode: who, when, and a sealed note."""

    class Kind(models.TextChoices):
        """What it was."""

        ALARM = "alarm", _("报了警")
        REMEASURE = "remeasure", _("要复测")
        TOLD = "told", _("告诉医疗救助组")
        TAKEN = "taken", _("有人在处理")
        NOTE = "note", _("记一笔")
        ASKED = "asked", _("叫了车")
        LEFT = "left", _("离家去医院")
        ARRIVED = "arrived", _("到医院")
        CORRECTED = "corrected", _("体温改正")
        CLOSED = "closed", _("结束")

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="steps")
    path = PathField()
    kind = models.CharField(max_length=10, choices=Kind)
    # A check that nobody is asked for any more may be taken away; the step stays.
    check_of = models.ForeignKey(
        "observation.Check", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    """When it happened."""
    recorded_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed."""

    class Meta:
        indexes = [models.Index(fields=["episode", "at"], name="step_episode")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Correction(Identified):
    """What a check said before somebody corrected it, and why."""

    of = models.ForeignKey(
        "observation.Check", on_delete=models.PROTECT, related_name="corrections"
    )
    path = PathField()
    reading_cipher = models.BinaryField()
    """As it was; sealed."""
    alarm = models.CharField(max_length=10, blank=True)
    """As it was."""
    note_cipher = models.BinaryField()
    """Why; sealed."""
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["of", "at"], name="correction_of")]

    def __str__(self) -> str:
        return f"{self.pk}"
