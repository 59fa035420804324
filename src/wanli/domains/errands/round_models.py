"""Rounds, who runs them, and what happened at each door."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track()
class Round(Identified):
    """One way for several homes: to a shop, the pharmacy or the gate, and then from door to door.

    ``path`` is that of the nearest place above all of its doors, so that whoever may run errands
    there may take it.
    """

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", _("等人接")
        TAKEN = "taken", _("有人在跑")
        DONE = "done", _("跑完了")
        CANCELLED = "cancelled", _("取消了")

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    how = models.CharField(max_length=8)
    """As of its requests."""
    shop = models.CharField(max_length=60, blank=True)
    by_when = models.DateTimeField()
    """When the first of its requests is promised."""
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    runner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="round_path_gist"),
            models.Index(
                fields=["path", "by_when"],
                name="round_standing",
                condition=models.Q(state__in=("open", "taken")),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="round_taken_by_somebody",
                condition=~models.Q(state="taken") | models.Q(runner__isnull=False),
            ),
            models.CheckConstraint(
                name="round_ended_when_over",
                condition=models.Q(state__in=("open", "taken"), ended_at=None)
                | (~models.Q(state__in=("open", "taken")) & models.Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Turn(Identified):
    """Who had a round in hand, from when to when."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="turns")
    path = PathField()
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)
    """Why somebody else took over."""

    class Meta:
        indexes = [models.Index(fields=["round", "since"], name="turn_round")]
        constraints = [
            models.UniqueConstraint(
                name="turn_one_at_a_time", fields=["round"], condition=models.Q(until=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Photo(Identified):
    """A picture of a prescription, a receipt or a parcel; its file lies sealed."""

    class What(models.TextChoices):
        """What it shows."""

        PRESCRIPTION = "script", _("处方")
        RECEIPT = "receipt", _("小票")
        PROOF = "proof", _("送到的东西")

    path = PathField()
    what = models.CharField(max_length=8, choices=What)
    file = models.CharField(max_length=100)
    request = models.ForeignKey(
        "errands.Request", on_delete=models.PROTECT, null=True, blank=True, related_name="photos"
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="photos"
    )
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="errandphoto_path_gist")]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Attempt(Identified):
    """What happened at a door. Its id is made on the phone: the same again changes nothing."""

    class Outcome(models.TextChoices):
        """How it went."""

        DELIVERED = "done", _("送到了")
        REFUSED = "refused", _("住户没收")
        NOBODY = "nobody", _("没人开门")
        NOT = "not", _("没送成")

    request = models.ForeignKey(
        "errands.Request", on_delete=models.PROTECT, related_name="attempts"
    )
    path = PathField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    photo = models.ForeignKey(
        Photo, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed."""
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["request", "at"], name="attempt_request")]
        constraints = [
            models.UniqueConstraint(
                name="attempt_delivered_once",
                fields=["request"],
                condition=models.Q(outcome="done"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
