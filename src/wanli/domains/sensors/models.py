"""Sensors at the doors of observed homes, what they heard, and what is asked about it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track(exclude=["secret"])
class Sensor(Identified):
    """A device at the door of a home, from when it is hung to when it is taken down."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    """The home."""
    path = PathField()
    mark = models.CharField(max_length=40)
    """What stands on the device, by which people tell it from another."""
    secret = models.CharField(max_length=32, unique=True)
    """Keyed digest of what the device sends, in hexadecimal; the key is outside the database."""
    secret_at = models.DateTimeField(default=clock.now)
    hung_at = models.DateTimeField(default=clock.now)
    hung_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    down_at = models.DateTimeField(null=True, blank=True)
    """From then on nothing that it says is taken."""
    down_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="sensor_path_gist"),
            models.Index(fields=["path"], name="sensor_hanging", condition=Q(down_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class SensorSign(Identified):
    """The last that was heard of a sensor. Written at every message, so without a history."""

    sensor = models.OneToOneField(Sensor, on_delete=models.PROTECT, related_name="sign")
    path = PathField()
    heard_at = models.DateTimeField()
    clock_off = models.IntegerField(default=0)
    """Seconds by which its clock is behind ours, as far as it told."""
    clock_doubted = models.BooleanField(default=False)
    """Whether the last time it named cannot be."""

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class DoorQuestion(Identified):
    """Openings that nothing explains, to be asked about: a question, not an accusation."""

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", _("要问一问")
        ANSWERED = "answered", _("问清了")
        EXPLAINED = "explained", _("后来说得清,不用问")

    class Answer(models.TextChoices):
        """What it was."""

        DELIVERY = "delivery", _("收快递、外卖,没有登记")
        RUBBISH = "rubbish", _("放垃圾")
        VISITOR = "visitor", _("有人上门(维修、送药、亲友放东西)")
        FAMILY = "family", _("同住、不在观察的人进出")
        AIR = "air", _("开门透气、看看楼道")
        DEVICE = "device", _("门磁误报,或装得不好")
        EMERGENCY = "emergency", _("突发情况(不舒服、险情)")
        LEFT = "left", _("本人出过门,已经当面说明")
        UNKNOWN = "unknown", _("问过几次,没有问清")
        OTHER = "other", _("其他")

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    sensor = models.ForeignKey(Sensor, on_delete=models.PROTECT, related_name="questions")
    first_at = models.DateTimeField()
    """Of the openings, the first."""
    last_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed; the home reads it too."""
    settled_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="doorquestion_path_gist"),
            models.Index(
                fields=["path", "first_at"], name="doorquestion_open", condition=Q(state="open")
            ),
            models.Index(fields=["place", "last_at"], name="doorquestion_place"),
        ]
        constraints = [
            models.CheckConstraint(
                name="doorquestion_is_settled",
                condition=Q(state="open", settled_at=None, answer="")
                | (Q(state="answered", settled_at__isnull=False) & ~Q(answer=""))
                | Q(state="explained", settled_at__isnull=False, answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class DoorEvent(Identified):
    """That a door was opened or closed. Only ever added to, but for what explains it."""

    class Kind(models.TextChoices):
        """What was heard."""

        OPEN = "open", _("开门")
        CLOSE = "close", _("关门")

    class Because(models.TextChoices):
        """What explains an opening."""

        ERRAND = "errand", _("代办送到门口")
        WASTE = "waste", _("收垃圾")
        LEAVE = "leave", _("批准的外出")
        VISIT = "visit", _("工作人员上门")
        TRANSPORT = "transport", _("送医院")
        NOTE = "note", _("住户自己说过")
        HANGING = "hanging", _("刚装门磁,试一试")
        UNSURE = "unsure", _("时间说不准,不问")
        PAUSED = "paused", _("那时不在观察")

    sensor = models.ForeignKey(Sensor, on_delete=models.PROTECT, related_name="heard")
    path = PathField()
    key = models.CharField(max_length=100)
    """What the device calls it, or its time and kind: the same again changes nothing."""
    kind = models.CharField(max_length=6, choices=Kind)
    told_at = models.DateTimeField(null=True, blank=True)
    """What the clock of the device said."""
    heard_at = models.DateTimeField()
    at = models.DateTimeField()
    """When it was, as far as both clocks tell."""
    sure = models.BooleanField(default=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=10, choices=Because, blank=True)
    question = models.ForeignKey(
        DoorQuestion, on_delete=models.PROTECT, null=True, blank=True, related_name="heard"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="doorevent_path_gist"),
            models.Index(fields=["sensor", "at"], name="doorevent_sensor"),
            models.Index(
                fields=["heard_at"],
                name="doorevent_to_judge",
                condition=Q(kind="open", judged_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="doorevent_once", fields=["sensor", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class DoorCall(Identified):
    """That somebody called, or knocked, to ask. Only ever added to."""

    class Outcome(models.TextChoices):
        """How it went."""

        SPOKE = "spoke", _("说上话了")
        NOBODY = "nobody", _("没人接")
        LATER = "later", _("约好再打")

    question = models.ForeignKey(DoorQuestion, on_delete=models.PROTECT, related_name="calls")
    path = PathField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed."""
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["question", "at"], name="doorcall_question")]

    def __str__(self) -> str:
        return f"{self.pk}"


class DoorNote(Identified):
    """What a home says by its own link: why the door opens, or opened. Its id is made on the
    phone."""

    class What(models.TextChoices):
        """What for."""

        DELIVERY = "delivery", _("拿快递、外卖、菜")
        RUBBISH = "rubbish", _("放垃圾")
        VISITOR = "visitor", _("有人上门")
        FAMILY = "family", _("家里不在观察的人进出")
        AIR = "air", _("透透气")
        OTHER = "other", _("别的事")

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    what = models.CharField(max_length=10, choices=What)
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    at = models.DateTimeField(default=clock.now)
    """When she said so."""
    question = models.ForeignKey(
        DoorQuestion, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    """What she answers, if it is an answer."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="doornote_path_gist"),
            models.Index(fields=["place", "starts_at"], name="doornote_place"),
        ]
        constraints = [
            models.CheckConstraint(
                name="doornote_runs", condition=Q(ends_at__gt=models.F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
