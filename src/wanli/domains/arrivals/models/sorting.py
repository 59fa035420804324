"""Key areas with their days, the notices that brought them, and everybody's verdicts."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.models.registrations import Arrival, Returnee
from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


class Level(models.TextChoices):
    """How dangerous a place is; the plan's rules ask for it by these words."""

    LOW = "low", _("低风险")
    MEDIUM = "medium", _("中风险")
    HIGH = "high", _("高风险")


class _During(models.Func):
    function = "daterange"
    output_field = DateRangeField()


class AreaNotice(Identified):
    """A notice of key areas, from the file to its adoption by a second person.

    It says nothing about anybody; what was read stays readable afterwards.
    """

    class State(models.TextChoices):
        """How far it is."""

        READ = "read", _("已读取,等您确认")
        PROPOSED = "proposed", _("等第二个人通过")
        ADOPTED = "adopted", _("已通过")
        DROPPED = "dropped", _("不用了")

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    title = models.CharField(max_length=80)
    """What the notice is called, or its number."""
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(null=True, blank=True)
    """The file, until it is decided."""
    day = models.DateField()
    """From when it holds for lines that say no day, and ends what it does not name."""
    whole = models.BooleanField(default=False)
    """Whether it is all of the list, so that what it does not name ends."""
    level = models.CharField(max_length=8, choices=Level, default=Level.MEDIUM)
    """Of lines that say none."""
    mapping = models.JSONField(default=list)
    """For each sheet its columns, and what each says."""
    lines = models.JSONField(default=list)
    wrong = models.JSONField(default=list)
    """Lines that could not be read: where, what they say, why."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="areanotice_path_gist")]
        constraints = [
            models.CheckConstraint(
                name="areanotice_adopted_by_a_second_person",
                condition=Q(adopted_at=None, adopted_by=None)
                | (
                    Q(state="adopted", adopted_at__isnull=False, proposed_at__isnull=False)
                    & Q(adopted_by__isnull=False)
                    & ~Q(adopted_by=F("proposed_by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@track()
class KeyArea(Identified):
    """That a region, or communities in it, are on the list from a day to a day."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    """Of whose list it is."""
    code = models.CharField(max_length=6)
    """GB/T 2260."""
    name = models.CharField(max_length=80)
    """Of the region, from the province down."""
    words = models.CharField(max_length=400, blank=True)
    """Communities; empty: all of the region."""
    level = models.CharField(max_length=8, choices=Level)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    """The first day on which it is not on the list any more."""
    notice = models.ForeignKey(
        AreaNotice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="keyarea_path_gist"),
            models.Index(fields=["path", "code"], name="keyarea_in_order"),
        ]
        constraints = [
            ExclusionConstraint(
                name="keyarea_one_level_a_day",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    ("words", RangeOperators.EQUAL),
                    (_During("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="keyarea_days_in_order",
                condition=Q(until=None) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}{self.words}"


class Verdict(Identified):
    """Of which class somebody is, since when, by which rule or whose word. Never changed: the
    next one takes its place, and all of them are her history."""

    returnee = models.ForeignKey(
        Returnee, on_delete=models.CASCADE, related_name="verdicts", db_index=False
    )
    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="verdicts")
    path = PathField()
    """Of the arrival."""
    cls = models.CharField(max_length=20, blank=True)
    """The key of a class of the plan; empty where no rule fits."""
    cls_name = models.JSONField(default=dict)
    """What the plan called it, in both languages."""
    rule = models.CharField(max_length=20, blank=True)
    """The key of a row of the plan's table; empty where somebody overruled it."""
    rule_name = models.JSONField(default=dict)
    used = models.JSONField(default=list)
    """The facts that the rule asks for."""
    facts_cipher = models.BinaryField()
    """Sealed: the facts, and the stays on which they rest."""
    version = models.ForeignKey(
        "plans.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Of the plan; None for the one that comes with Wanli."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who overruled it."""
    why = models.CharField(max_length=200, blank=True)
    case = models.UUIDField(null=True, blank=True)
    """The observation that it began. No reference: a case may be deleted before a verdict is."""
    was = models.CharField(max_length=20, blank=True)
    """The key of the class from which a changed plan or list moved her; empty where none did."""
    was_name = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True, blank=True)
    """When somebody of the committee took note of that."""
    seen_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unasked = models.BooleanField(default=False)
    """That an observation stands for which this class does not ask, and nobody has decided."""
    at = models.DateTimeField(default=clock.now)
    over_at = models.DateTimeField(null=True, blank=True)
    """When another one took its place."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="verdict_path_gist"),
            models.Index(fields=["cls", "path"], name="verdict_class", condition=Q(over_at=None)),
            models.Index(fields=["returnee", "at"], name="verdict_history"),
            models.Index(
                fields=["path"],
                name="verdict_moved",
                condition=Q(over_at=None, seen_at=None) & ~Q(was=""),
            ),
            models.Index(
                fields=["path"], name="verdict_unasked", condition=Q(over_at=None, unasked=True)
            ),
            models.Index(fields=["case"], name="verdict_case", condition=Q(case__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="verdict_one_at_a_time", fields=["returnee"], condition=Q(over_at=None)
            ),
            models.CheckConstraint(
                name="verdict_overruled_with_a_reason",
                condition=~Q(rule="") | Q(by=None) | ~Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
