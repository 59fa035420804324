"""Campaigns, their doors, and every visit to one."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func
from django.utils.functional import cached_property

from wanli.domains.plans.language import said
from wanli.domains.plans.rules.content import DoorResult
from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track(exclude=["emptied_at"])
class Campaign(Identified):
    """Going to every door below some places once, with one set of questions.

    Questions and results are copies out of the plan that was in force when it began: a plan that
    changes meanwhile changes nothing here.
    """

    name = models.CharField(max_length=60)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    """Of the place under which all its doors lie."""
    plan = models.ForeignKey(
        "plans.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Out of which they were copied; none when it was the plan that comes with Wanli."""
    question_set = models.CharField(max_length=20, blank=True)
    questions = models.JSONField(default=list)
    results = models.JSONField(default=list)
    """What may come of a visit, as the plan says it."""
    starts_on = models.DateField(default=clock.today)
    due_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)
    """When visits, answers and pictures were deleted, their term being over."""

    class Meta:
        indexes = [GistIndex(fields=["path"], name="campaign_path_gist")]
        constraints = [
            models.CheckConstraint(
                name="campaign_due_after_start",
                condition=models.Q(due_on__gte=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def outcomes(self) -> dict[str, DoorResult]:
        """What may come of a visit, by key."""
        return {one["key"]: DoorResult.model_validate(one) for one in self.results}

    def result_names(self) -> dict[str, str]:
        """What may come of a visit, in the reader's language."""
        return {key: said(one.name) for key, one in self.outcomes.items()}

    def result_name(self, key: str) -> str:
        """One result in the reader's language."""
        return self.result_names().get(key, key)


@track()
class Door(Identified):
    """One home of a campaign and how far it is with it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="doors")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    running = models.BooleanField(default=True)
    """Whether its campaign is; a home is on one running campaign at a time."""
    result = models.CharField(max_length=20, blank=True)
    """The key of one of its campaign's results."""
    settled = models.BooleanField(default=False)
    """Whether that result settles it; else somebody goes again."""
    answers = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    visits = models.SmallIntegerField(default=0)
    visited_at = models.DateTimeField(null=True, blank=True)
    next_visit = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="door_path_gist"),
            models.Index(fields=["campaign", "result"], name="door_campaign_result"),
            # The list of doors, stairwell by stairwell.
            models.Index(
                F("campaign"),
                F("visited_at").asc(nulls_first=True),
                Func(F("path"), 0, -1, function="subpath", output_field=PathField()),
                name="door_in_order",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="door_one_running", fields=["place"], condition=models.Q(running=True)
            ),
            models.UniqueConstraint(name="door_once", fields=["campaign", "place"]),
        ]

    @property
    def result_name(self) -> str:
        """What came of the last visit, in the reader's language."""
        return self.campaign.result_name(self.result)


class Sheet(Identified):
    """One printed page: which homes stand on it, and in which row.

    The rows are kept as they were printed, so that a sheet can be typed back whatever became of
    the stairwell since. Printed anew with the same homes, a sheet keeps its codes.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sheets")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    """Of the stairwell."""
    code = models.CharField(max_length=9, unique=True)
    """Nine digits: see ``rules.sheetcode``."""
    version = models.SmallIntegerField()
    page = models.SmallIntegerField()
    pages = models.SmallIntegerField()
    first = models.SmallIntegerField()
    """The number of its first row; the rows of a stairwell are numbered through its pages."""
    doors = ArrayField(models.UUIDField())
    """The door in each row."""
    printed_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="sheet_path_gist")]
        constraints = [
            models.UniqueConstraint(
                name="sheet_one_page", fields=["campaign", "place", "version", "page"]
            )
        ]

    def __str__(self) -> str:
        return self.code


class SheetPhoto(Identified):
    """A picture of a sheet that was filled in. The file lies sealed among the uploads."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="photos")
    path = PathField()
    file = models.CharField(max_length=100)
    taken_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="sheetphoto_path_gist")]


class Visit(Identified):
    """One try at a door. Its id is made where it was typed in, so that it counts once."""

    door = models.ForeignKey(Door, on_delete=models.PROTECT, related_name="tries")
    path = PathField()
    at = models.DateTimeField()
    """When it was."""
    recorded_at = models.DateTimeField(default=clock.now)
    """When it reached us."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    sheet = models.ForeignKey(
        Sheet, on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    """The sheet from which it was typed in."""
    stood_by = models.CharField(max_length=60, blank=True, default="", db_default="")
    """Who stood at the door, where somebody else typed it in."""
    before = models.JSONField(null=True, blank=True)
    """The door and the home as they were, so that a slip at the keyboard can be taken back."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """When it was taken back; it stays, so that the same request again does not revive it."""

    class Meta:
        indexes = [
            models.Index(fields=["door", "at"], name="visit_door_at"),
            models.Index(
                fields=["sheet"], name="visit_sheet", condition=models.Q(sheet__isnull=False)
            ),
        ]

    @property
    def result_name(self) -> str:
        """What came of it, in the reader's language."""
        return self.door.campaign.result_name(self.result)
