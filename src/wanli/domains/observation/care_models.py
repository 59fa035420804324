"""Somebody to talk to, and permitted leave."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track()
class Talk(Identified):
    """A call by a counsellor: wanted, then made. What was said stands in ``TalkNote``."""

    class State(models.TextChoices):
        """How it stands."""

        WANTED = "wanted", _("等着谈")
        DONE = "done", _("谈过")

    class Why(models.TextChoices):
        """How it came about."""

        MOOD = "mood", _("三天里两次担心或情绪低")
        ASKED = "asked", _("有人提出")
        AGAIN = "again", _("上次约好再谈")

    case = models.ForeignKey("observation.Case", on_delete=models.PROTECT, related_name="talks")
    path = PathField()
    why = models.CharField(max_length=8, choices=Why)
    state = models.CharField(max_length=8, choices=State, default=State.WANTED)
    due_on = models.DateField()
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The counsellor."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="talk_path_gist"),
            models.Index(
                fields=["path", "due_on"],
                name="talk_wanted",
                condition=models.Q(state="wanted"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="talk_one_wanted", fields=["case"], condition=models.Q(state="wanted")
            ),
            models.CheckConstraint(
                name="talk_done_by_somebody",
                condition=models.Q(state="wanted") | models.Q(at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class TalkNote(Identified):
    """What was said and how it ended. The database shows it to the counsellor who wrote it and to
    those in charge of counselling (``counsel.read``), and to nobody else."""

    class Outcome(models.TextChoices):
        """How it ended."""

        BETTER = "better", _("好些了")
        AGAIN = "again", _("还要再谈")
        REFERRED = "referred", _("转给专业机构")
        DECLINED = "declined", _("不愿谈")
        UNREACHED = "unreached", _("没联系上")

    talk = models.OneToOneField(Talk, on_delete=models.PROTECT, related_name="content")
    path = PathField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed."""
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Leave(Identified):
    """Permission to go out between two moments, as the gate sees it: a masked name and a door.
    What for is sealed; the gate cannot open it."""

    class State(models.TextChoices):
        """How it stands."""

        ASKED = "asked", _("等批准")
        APPROVED = "approved", _("已批准")
        REFUSED = "refused", _("没批准")
        WITHDRAWN = "withdrawn", _("不去了")
        OUT = "out", _("在外面")
        BACK = "back", _("已回来")

    case = models.ForeignKey("observation.Case", on_delete=models.PROTECT, related_name="leaves")
    path = PathField()
    gate = PathField()
    """Of the compound whose gates let her through."""
    name_shown = models.CharField(max_length=80)
    """Masked."""
    door_shown = models.CharField(max_length=200)
    note_cipher = models.BinaryField()
    """What for; sealed."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    back_at = models.DateTimeField(null=True, blank=True)
    back_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="leave_path_gist"),
            GistIndex(fields=["gate"], name="leave_gate_gist"),
            models.Index(fields=["case"], name="leave_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="leave_runs", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


GOING = (Leave.State.ASKED, Leave.State.APPROVED, Leave.State.OUT)
