"""Channels that a person set up, and the messages that go out through them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


class Whom(models.TextChoices):
    """Who is to hear of something."""

    RESIDENT = "resident", _("本人")
    STAIRWELL = "stairwell", _("楼组长")
    COMMITTEE = "committee", _("居委")
    SUBDISTRICT = "subdistrict", _("街道")
    MEDICAL = "medical", _("医疗救助组")


@track()
class Channel(Identified):
    """A way out of the house: a group's robot, a mailbox, a gateway for short messages."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    name = models.CharField(max_length=60)
    whom = models.CharField(max_length=12, choices=Whom)
    language = models.CharField(max_length=10, default="zh-hans")
    """Of those who read it."""
    address_cipher = models.BinaryField()
    """As apprise writes it, sealed: it holds the key to the group or the gateway."""
    set_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Message(Identified):
    """What somebody is told, and how far it came. It says neither a name nor anything of health.

    ``path``: of the stairwell, committee or home that it is about. Several records of one kind
    for one reader are one message.
    """

    class State(models.TextChoices):
        """How far it came."""

        WAITING = "waiting", _("等着发")
        SENDING = "sending", _("正在发")
        SENT = "sent", _("送到了")
        FAILED = "failed", _("没送到")
        UNSURE = "unsure", _("不知道送到没有")
        NONE = "none", _("没有通道,列在今日")
        WITHDRAWN = "withdrawn", _("已撤回")

    kind = models.CharField(max_length=20)
    """Of ``registry``."""
    whom = models.CharField(max_length=12, choices=Whom)
    path = PathField()
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Where one person is meant, whatever her post."""
    person = models.UUIDField(null=True, blank=True)
    """The resident whose number is looked up when it is sent."""
    sources = ArrayField(models.UUIDField(), default=list)
    """The records it is about."""
    said = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who asked for it; nobody for what the plan asks for."""
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=clock.now)
    tries = models.SmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=clock.now)
    """Not to be tried before."""
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    """When the one person who was meant said that she had read it."""

    class Meta:
        indexes = [
            models.Index(fields=["path", "created_at"], name="message_path"),
            models.Index(
                fields=["next_at"],
                name="message_waiting",
                condition=models.Q(state__in=("waiting", "sending")),
            ),
            models.Index(fields=["user"], name="message_unseen", condition=models.Q(seen_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_waits_for_a_channel",
                condition=~models.Q(state__in=("waiting", "sending", "sent", "failed"))
                | models.Q(channel__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Number(models.Model):
    """At which number somebody on duty can be called; sealed."""

    user = models.OneToOneField(
        "accounts.User", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    phone_cipher = models.BinaryField()
    set_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.pk}"
