"""Rounds of a stairwell, how it stands with each home, and who was in touch with it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanli.domains.contacts.care_models import Cared, Offer, Visit
from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock

__all__ = ["Cared", "Contact", "Home", "Offer", "Round", "RoundSheet", "State", "Visit"]


class State(models.TextChoices):
    """How it stands with a home in the round that runs."""

    DUE = "due", _("还没联系上")
    REACHED = "reached", _("联系上了")
    OUT = "out", _("不用联系,没人住")


class Round(Identified):
    """One time that all homes of a stairwell are to be reached."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    """The stairwell."""
    path = PathField()
    opened_on = models.DateField()
    due_on = models.DateField()
    """The last day on which it is in time."""
    closed_on = models.DateField(null=True, blank=True)
    homes = models.IntegerField(default=0)
    """When it closed: of so many."""
    reached = models.IntegerField(default=0)
    """So many were reached."""

    class Meta:
        indexes = [GistIndex(fields=["path"], name="contacts_round_gist")]
        constraints = [
            models.UniqueConstraint(
                name="contacts_round_runs", fields=["place"], condition=Q(closed_on=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Home(Identified):
    """How it stands with one home. Written at every contact and round, so without a history: each
    contact is a record of its own."""

    place = models.OneToOneField("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    since = models.DateField(default=clock.today)
    """The day from which somebody was to reach it: for one that nobody reaches it stays through all
    rounds."""
    asked_on = models.DateField(default=clock.today)
    """The day on which the last round asked for it: who was reached since, was reached in it."""
    tries = models.SmallIntegerField(default=0)
    """In vain, since then."""
    reached_at = models.DateTimeField(null=True, blank=True)
    """Last."""
    held_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who has taken it over from those whose stairwell it is, until it is reached."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="contacts_home_gist"),
            models.Index(
                fields=["since", "path"], name="contacts_home_due", condition=Q(state="due")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class RoundSheet(Identified):
    """One printed page of a round: which homes of a stairwell stand on it, and in which row. It
    stays as it was printed, so that it can be typed back whatever became of them since."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    """Of the stairwell."""
    code = models.CharField(max_length=9, unique=True)
    """Nine digits, as on the canvass's sheets."""
    page = models.SmallIntegerField()
    pages = models.SmallIntegerField()
    first = models.SmallIntegerField()
    """The number of its first row; the rows of a stairwell are numbered through its pages."""
    homes = ArrayField(models.UUIDField())
    """The home (``Home``) in each row."""
    printed_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="contacts_sheet_gist")]

    def __str__(self) -> str:
        return self.code


@track()
class Contact(Identified):
    """That somebody tried to reach a home, how, and what came of it. Way and outcome are the
    plan's, with the words that they had then."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    way = models.CharField(max_length=20)
    way_name = models.JSONField(default=dict)
    outcome = models.CharField(max_length=20)
    outcome_name = models.JSONField(default=dict)
    reached = models.BooleanField()
    wish = models.BooleanField(default=False)
    worry = models.BooleanField(default=False)
    """Whether the committee is to look after them at once."""
    seen_at = models.DateTimeField(null=True, blank=True)
    """When the committee said that it does."""
    seen_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed."""
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sheet = models.ForeignKey(
        RoundSheet, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    """The sheet from which it was typed in."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """It was a slip of the finger, and does not count."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="contacts_contact_gist"),
            models.Index(fields=["place", "at"], name="contacts_contact_place"),
            models.Index(
                fields=["at"], name="contacts_contact_worry",
                condition=Q(worry=True, seen_at=None, withdrawn_at=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk}"
