"""Waste of homes under observation: rounds, what stood at each door, who counted, who took it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wanli.domains.routines.models import Team
from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track()
class WasteRound(Identified):
    """One time of a day at which waste is fetched in a compound."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    """The compound; its collection point is where bags are counted."""
    path = PathField()
    day = models.DateField()
    turn = models.CharField(max_length=20)
    """The key of one of the plan's turns; empty for a twin of two compounds that became one."""
    due_at = models.DateTimeField()
    hand_by = models.DateTimeField()
    """By then the disposal team has it."""
    team = models.CharField(max_length=12, choices=Team)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="wasteround_path_gist")]
        constraints = [
            models.UniqueConstraint(
                name="wasteround_once", fields=["place", "day", "turn"], condition=~Q(turn="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class WasteStop(Identified):
    """A home on a round: what was given out at its door, and what of it arrived.

    Day and times are those of the round, which whoever minds one stairwell does not see.
    """

    class State(models.TextChoices):
        """How it stands."""

        DUE = "due", _("还没收")
        NONE = "none", _("没有垃圾")
        MISSED = "missed", _("没收成")
        COLLECTED = "collected", _("收走了,还没到暂存点")
        ARRIVED = "arrived", _("到暂存点了")
        HANDED = "handed", _("交给清运队了")

    round = models.ForeignKey(WasteRound, on_delete=models.PROTECT, related_name="stops")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    """The home."""
    path = PathField()
    day = models.DateField()
    turn = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    hand_by = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    bags = models.SmallIntegerField(default=0)
    """Counted at the door."""
    arrived = models.SmallIntegerField(default=0)
    """Counted at the collection point."""
    sealed = models.BooleanField(default=True)
    """Tied up twice and disinfected when it stood at the door."""
    disputed = models.BooleanField(default=False)
    """Two people counted differently; the first count stands until somebody counts again."""
    at = models.DateTimeField(null=True, blank=True)
    """When it was fetched, or tried."""
    recorded_at = models.DateTimeField(null=True, blank=True)
    arrive_by = models.DateTimeField(null=True, blank=True)
    """Counted at the collection point by then, or it is missing."""
    alarmed_at = models.DateTimeField(null=True, blank=True)
    """When the committee was told that it did not arrive."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=200, blank=True)
    """Why it could not be fetched, or what explained a difference."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="wastestop_path_gist"),
            models.Index(fields=["day", "path"], name="wastestop_day"),
            models.Index(
                fields=["path"],
                name="wastestop_on_the_way",
                condition=Q(state__in=("due", "collected", "arrived")),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="wastestop_once", fields=["place", "day", "turn"], condition=~Q(turn="")
            ),
            models.CheckConstraint(
                name="wastestop_counts_something",
                condition=Q(bags__gte=0, bags__lte=99, arrived__gte=0, arrived__lte=F("bags")),
            ),
            models.CheckConstraint(
                name="wastestop_fetched_when",
                condition=~Q(state__in=("none", "collected", "arrived", "handed"))
                | Q(at__isnull=False, recorded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def missing(self) -> int:
        """Bags that left the door and did not arrive."""
        if self.state in (self.State.ARRIVED, self.State.HANDED):
            return self.bags - self.arrived
        return self.bags if self.state == self.State.COLLECTED and self.alarmed_at else 0


class WasteCount(Identified):
    """What somebody counted of one home's bags. Only ever added to."""

    class Where(models.TextChoices):
        """Where it was counted."""

        DOOR = "door", _("门口")
        POINT = "point", _("暂存点")

    stop = models.ForeignKey(WasteStop, on_delete=models.PROTECT, related_name="counts")
    path = PathField()
    tally = models.UUIDField()
    """Made on the phone, for all that was sent in one go: the same again changes nothing."""
    where = models.CharField(max_length=6, choices=Where)
    bags = models.SmallIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="wastecount_path_gist")]
        constraints = [
            models.UniqueConstraint(name="wastecount_once", fields=["tally", "stop", "where"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class WasteHandOver(Identified):
    """The disposal team took what stood at a collection point. Its id is made on the phone."""

    round = models.ForeignKey(WasteRound, on_delete=models.PROTECT, related_name="handed")
    path = PathField()
    bags = models.SmallIntegerField()
    slip = models.CharField(max_length=40)
    """The number of the slip, or the plate of the vehicle."""
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="wastehandover_path_gist")]

    def __str__(self) -> str:
        return f"{self.pk}"
