"""Requests of homes, what stands on them, and what is asked for every day."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.money_models import CashCount, CashEntry, CashHandOver, Receipt
from wanli.domains.errands.round_models import Attempt, Photo, Round, Turn
from wanli.domains.errands.waste_models import WasteCount, WasteHandOver, WasteRound, WasteStop
from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock

__all__ = [
    "OPEN",
    "Attempt",
    "CashCount",
    "CashEntry",
    "CashHandOver",
    "Channel",
    "How",
    "Item",
    "Photo",
    "Receipt",
    "Request",
    "Round",
    "Standing",
    "State",
    "Turn",
    "WasteCount",
    "WasteHandOver",
    "WasteRound",
    "WasteStop",
]


class How(models.TextChoices):
    """How something is got; the keys are the plan's."""

    SHOP = "shop", _("去店里买")
    PHARMACY = "pharmacy", _("去药店或医院配")
    GATE = "gate", _("去门岗取")
    VISIT = "visit", _("请人上门")


class Channel(models.TextChoices):
    """How a request reached us."""

    LINK = "link", _("本人提交")
    PHONE = "phone", _("电话")
    VISIT = "visit", _("上门")
    STANDING = "standing", _("每天照送")


class State(models.TextChoices):
    """How a request stands; ``rules.states`` says what may follow what."""

    ASKED = "asked", _("等着排")
    PLANNED = "planned", _("排好了")
    BOUGHT = "bought", _("买好了,在路上")
    AGAIN = "again", _("没送成,再送")
    DONE = "done", _("送到了")
    REFUSED = "refused", _("住户没收")
    FAILED = "failed", _("没办成")
    CANCELLED = "cancelled", _("取消了")


OPEN = (State.ASKED, State.PLANNED, State.BOUGHT, State.AGAIN)


@track()
class Standing(Identified):
    """Something that a home wants on every one of these days, like milk."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    kind = models.CharField(max_length=20)
    """The key of a kind of errand of the plan."""
    shop = models.CharField(max_length=60, blank=True)
    days = ArrayField(models.SmallIntegerField(), default=list)
    """ISO weekdays: 1 is Monday."""
    by = models.TimeField()
    """Promised by this time of the day."""
    items_cipher = models.BinaryField()
    """Sealed: the items, as JSON."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day; for as long as somebody asks for it, without one."""
    ended_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="standing_path_gist")]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Request(Identified):
    """Something that is fetched or done for one home. Its id is made by whoever asks."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    """The home."""
    path = PathField()
    kind = models.CharField(max_length=20)
    """The key of a kind of errand of the plan."""
    kind_name = models.JSONField(default=dict)
    """What the plan called it, in both languages."""
    how = models.CharField(max_length=8, choices=How)
    shop = models.CharField(max_length=60, blank=True)
    """The wished one; empty when any will do."""
    wanted_by = models.DateTimeField()
    """Promised by then."""
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    late = models.BooleanField(default=False)
    """Whether it was open when it should have been there."""
    channel = models.CharField(max_length=8, choices=Channel)
    standing = models.ForeignKey(
        Standing, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    day = models.DateField(null=True, blank=True)
    """Of a standing one: the day that it is for."""
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed."""
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    position = models.SmallIntegerField(default=0)
    """At which stop of its round."""
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Nobody, when the home itself did."""
    ended_at = models.DateTimeField(null=True, blank=True)
    why_cipher = models.BinaryField(null=True, blank=True)
    """Why it was cancelled or could not be done; sealed."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="request_path_gist"),
            models.Index(
                fields=["path", "wanted_by"],
                name="request_open",
                condition=models.Q(state__in=OPEN),
            ),
            models.Index(fields=["round", "position"], name="request_round"),
            models.Index(fields=["place", "asked_at"], name="request_place"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="request_standing_once",
                fields=["standing", "day"],
                condition=models.Q(standing__isnull=False),
            ),
            models.CheckConstraint(
                name="request_ended_when_over",
                condition=models.Q(state__in=OPEN, ended_at=None)
                | (~models.Q(state__in=OPEN) & models.Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="request_planned_in_a_round",
                condition=~models.Q(state__in=("planned", "bought"))
                | models.Q(round__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Item(Identified):
    """One line of a request."""

    class State(models.TextChoices):
        """How it stands."""

        WANTED = "wanted", _("要买")
        GOT = "got", _("买到了")
        INSTEAD = "instead", _("换了别的")
        NONE = "none", _("没买到")

    class Swap(models.TextChoices):
        """Whether something else will do."""

        ASKED = "asked", _("等住户回话")
        YES = "yes", _("可以换")
        NO = "no", _("不换")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="items")
    path = PathField()
    number = models.SmallIntegerField()
    """Its place on the list."""
    shelf = models.CharField(max_length=20, blank=True)
    """The key of a shelf of the plan, by which a shopper's list is merged."""
    what_cipher = models.BinaryField()
    """Sealed: what it is, and a remark, as JSON."""
    quantity = models.DecimalField(max_digits=7, decimal_places=2, default=1)
    unit = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WANTED)
    price_fen = models.BigIntegerField(null=True, blank=True)
    """What all of it cost, in fen."""
    swap = models.CharField(max_length=8, choices=Swap, blank=True)
    swap_cipher = models.BinaryField(null=True, blank=True)
    """Sealed: what there is instead."""
    swap_at = models.DateTimeField(null=True, blank=True)
    """When it was asked, then when it was answered."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="item_once", fields=["request", "number"]),
            models.CheckConstraint(
                name="item_costs_nothing_or_more",
                condition=models.Q(price_fen=None) | models.Q(price_fen__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
