"""Money, in fen: what changed hands, and what was counted."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.round_models import Photo, Round
from wanli.ground.fields import PathField
from wanli.ground.models import Identified
from wanli.kernel import clock


class CashEntry(Identified):
    """One side of a movement of money; those of one ``move`` add up to nothing.

    Never changed and never deleted (a trigger sees to it); only whose and where it is follows
    places that move or merge, and is forgotten when its term is over. A positive amount means
    that the account has it, or owes it: a buyer has cash in hand, a home owes what was bought.
    """

    class Kind(models.TextChoices):
        """What happened."""

        ADVANCE = "advance", _("预支")
        PURCHASE = "purchase", _("代买")
        PAID = "paid", _("住户付钱")
        CHANGE = "change", _("找零")
        BACK = "back", _("交回")
        PASSED = "passed", _("跑腿的人之间转交")
        DIFFERENCE = "differs", _("差额入账")
        UNDONE = "undone", _("冲销")

    class Account(models.TextChoices):
        """Whose side it is."""

        TILL = "till", _("居委的钱箱")
        BUYER = "buyer", _("跑腿的人手里")
        HOME = "home", _("住户")
        LOST = "lost", _("差额")

    move = models.UUIDField()
    """Made where it was typed: the same again changes nothing."""
    kind = models.CharField(max_length=8, choices=Kind)
    account = models.CharField(max_length=6, choices=Account)
    path = PathField()
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Of a home's side: the home; of the till's: the area."""
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Of a buyer's side."""
    amount_fen = models.BigIntegerField()
    day = models.DateField()
    at = models.DateTimeField(default=clock.now)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    request = models.UUIDField(null=True, blank=True)
    """Of a purchase. The money outlives what was asked for."""
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="cashentry_path_gist"),
            models.Index(fields=["place", "at"], name="cashentry_place"),
            models.Index(fields=["user", "at"], name="cashentry_user"),
            models.Index(fields=["round"], name="cashentry_round"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="cashentry_once",
                fields=["move", "account", "place", "user"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="cashentry_is_somebodys",
                condition=models.Q(account="buyer", user__isnull=False, place=None)
                | (~models.Q(account="buyer") & models.Q(user=None, place__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Receipt(Identified):
    """What a shop charged for a round, as its receipt says."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="receipts")
    path = PathField()
    total_fen = models.BigIntegerField()
    photo = models.ForeignKey(
        Photo, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    void_at = models.DateTimeField(null=True, blank=True)
    """When somebody said that it was typed wrong."""

    class Meta:
        indexes = [models.Index(fields=["round"], name="receipt_round")]

    def __str__(self) -> str:
        return f"{self.pk}"


class CashCount(Identified):
    """What a buyer counted in hand at the end of a day, and what the book said."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="counts")
    path = PathField()
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    book_fen = models.BigIntegerField()
    counted_fen = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["user", "day"], name="cashcount_user"),
            models.Index(fields=["round", "at"], name="cashcount_round"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class CashHandOver(Identified):
    """Cash of a round that one runner says she gave another. Nothing is booked until both say the
    same; until then both sums stand, and whoever was wrong says hers again."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="hand_overs")
    path = PathField()
    giver = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    given_fen = models.BigIntegerField()
    """As the giver says."""
    taken_fen = models.BigIntegerField(null=True, blank=True)
    """As the taker counted; empty until she has."""
    said_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When both said the same, and it was booked."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="cashhandover_path_gist"),
            models.Index(fields=["round", "said_at"], name="cashhandover_round"),
        ]
        constraints = [
            models.CheckConstraint(
                name="cashhandover_between_two", condition=~models.Q(giver=models.F("taker"))
            ),
            models.CheckConstraint(
                name="cashhandover_settled_when_same",
                condition=models.Q(settled_at=None) | models.Q(taken_fen=models.F("given_fen")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def open(self) -> bool:
        """Whether it is neither booked nor withdrawn."""
        return self.settled_at is None and self.withdrawn_at is None

    @property
    def differs_fen(self) -> int:
        """By how much the taker counted more than the giver says; nought before she has counted."""
        return 0 if self.taken_fen is None else self.taken_fen - self.given_fen
