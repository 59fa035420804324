"""Cases of home medical observation, how their terms came about, and the daily checks."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.alarm_models import Correction, Episode, Outcome, Step, Transport
from wanli.domains.observation.care_models import Leave, Talk, TalkNote
from wanli.domains.observation.diary_models import Diary, DiaryPhoto
from wanli.domains.observation.handover import HandOver as HandOver
from wanli.domains.observation.links import (  # noqa: F401 - Django looks for models here
    Commitment,
    HomeLink,
    LinkDevice,
    LinkedCase,
)
from wanli.domains.observation.list_models import CaseList
from wanli.domains.observation.paper_models import Certificate, Issued, SignedPaper, Start
from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock

__all__ = [
    "STANDING",
    "Case",
    "CaseList",
    "Certificate",
    "Channel",
    "Check",
    "Correction",
    "Diary",
    "DiaryPhoto",
    "Episode",
    "Issued",
    "Leave",
    "Need",
    "Outcome",
    "Reason",
    "SignedPaper",
    "Start",
    "State",
    "Step",
    "Talk",
    "TalkNote",
    "TermChange",
    "Transport",
]  # fmt: skip


class Reason(models.TextChoices):
    """Why somebody is observed."""

    CONTACT = "contact", _("密切接触者")
    SECONDARY = "secondary", _("密接的密接")
    ARRIVAL = "arrival", _("返沪人员")
    DISCHARGED = "discharged", _("出院或出观察点")
    OTHER = "other", _("其他")


class State(models.TextChoices):
    """How a case stands."""

    OPEN = "open", _("观察中")
    SUSPENDED = "suspended", _("暂停")
    RELEASED = "released", _("已解除")
    ENDED = "ended", _("另行结束")


STANDING = (State.OPEN, State.SUSPENDED)


class Need(models.TextChoices):
    """What a home under observation wants thinking of."""

    MEDICINE = "medicine", _("长期用药")
    INFANT = "infant", _("有婴幼儿")
    PET = "pet", _("有宠物")
    ALONE = "alone", _("独自一人")


class _During(models.Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


@track()
class Case(Identified):
    """One person's observation, from its opening to its end.

    ``path`` is where she is observed, which need not be where she is said to live by now.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    reason = models.CharField(max_length=12, choices=Reason)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    term = models.CharField(max_length=20)
    """The key of a term of the plan."""
    term_name = models.JSONField(default=dict)
    """What the plan called it, in both languages."""
    counts_from = models.CharField(max_length=12)
    since = models.DateField()
    """The day that its days are counted from; that one does not count."""
    days = models.SmallIntegerField()
    """As the plan gives them."""
    last_day = models.DateField()
    """The term ends when this local day ends."""
    apart = models.BooleanField(default=False)
    """Whether she keeps apart from the others of the home, in a room of her own."""
    needs = ArrayField(models.CharField(max_length=10, choices=Need), default=list, blank=True)
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed."""
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    prepared_at = models.DateTimeField(null=True, blank=True)
    """When somebody had everything ready for the release, which comes with the end of the term."""
    prepared_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The second person, where the plan asks for one."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="case_path_gist"),
            models.Index(
                fields=["path", "last_day"],
                name="case_standing",
                condition=models.Q(state__in=STANDING),
            ),
            models.Index(fields=["person"], name="case_person"),
        ]
        constraints = [
            ExclusionConstraint(
                name="case_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (_During("opened_at", "closed_at"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="case_closed_when_over",
                condition=models.Q(state__in=STANDING, closed_at=None)
                | (~models.Q(state__in=STANDING) & models.Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_term_runs", condition=models.Q(last_day__gte=models.F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class TermChange(Identified):
    """How a case came to end when it does: the first time, and each time it was changed."""

    class Kind(models.TextChoices):
        """What changed it."""

        OPENED = "opened", _("开始观察")
        EXPOSURE = "exposure", _("又有接触")
        DECISION = "decision", _("另行决定")
        RULE = "rule", _("预案改了")
        PAUSE = "pause", _("暂停期间顺延")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="terms")
    path = PathField()
    kind = models.CharField(max_length=10, choices=Kind)
    term_name = models.JSONField(default=dict)
    counts_from = models.CharField(max_length=12)
    since = models.DateField()
    days = models.SmallIntegerField()
    before = models.DateField(null=True, blank=True)
    last_day = models.DateField()
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="termchange_case")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Channel(models.TextChoices):
    """How a check reached us."""

    PHONE = "phone", _("电话")
    VISIT = "visit", _("上门")
    LINK = "link", _("本人填报")
    PAPER = "paper", _("纸质日记")


@track()
class Check(Identified):
    """One temperature and inquiry: due, then done or missed; or taken beyond what was due.

    What was measured and said is sealed (``rules.readings.Reading``); in the clear stands only
    what lists are made of: whether it was done, and whether it raises an alarm.
    """

    class State(models.TextChoices):
        """How it stands."""

        DUE = "due", _("待报")
        DONE = "done", _("已报")
        MISSED = "missed", _("没报")
        VOID = "void", _("不用报")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="checks")
    path = PathField()
    day = models.DateField()
    slot = models.CharField(max_length=20, blank=True)
    """The key of a check of the plan, ``again-2`` for the second that alarms asked for on this day;
    empty for one beyond what was due."""
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    rung = models.SmallIntegerField(default=0)
    """How many steps of the plan's ladder it has climbed."""
    at = models.DateTimeField(null=True, blank=True)
    """When it was taken."""
    recorded_at = models.DateTimeField(null=True, blank=True)
    """When it reached us."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    reading_cipher = models.BinaryField(null=True, blank=True)
    alarm = models.CharField(max_length=10, blank=True)
    """``fever`` or ``symptom``; empty when all is well."""
    entry = models.UUIDField(null=True, blank=True)
    """Made where it was typed: the same entry again changes nothing."""

    class Meta:
        indexes = [
            models.Index(
                fields=["path", "due_at"],
                name="check_due",
                condition=models.Q(state="due"),
            ),
            models.Index(fields=["case", "day"], name="check_case_day"),
            models.Index(fields=["day", "path"], name="check_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="check_once",
                fields=["case", "day", "slot"],
                condition=~models.Q(slot=""),
            ),
            models.UniqueConstraint(
                name="check_one_entry",
                fields=["case", "entry"],
                condition=models.Q(entry__isnull=False),
            ),
            models.CheckConstraint(
                name="check_done_is_told",
                condition=~models.Q(state="done")
                | models.Q(
                    at__isnull=False, recorded_at__isnull=False, reading_cipher__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class LadderStop(Identified):
    """That what is not reported climbs no further today: for a case, or for one check of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stops")
    check_of = models.ForeignKey(
        Check, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The one check; every check of the day without."""
    path = PathField()
    day = models.DateField()
    why = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["day", "case"], name="stop_today", condition=models.Q(lifted_at=None)
            ),
            models.Index(fields=["case", "at"], name="stop_case"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
