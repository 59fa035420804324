"""Who is looked after, each visit that is due, and what one carer offers to another."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track()
class Cared(Identified):
    """Somebody on the care list, from a day to a day."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    """The home."""
    path = PathField()
    kind = models.CharField(max_length=20)
    """Of the plan."""
    kind_name = models.JSONField(default=dict)
    carer = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who goes there; nobody while the committee has to find somebody."""
    next_on = models.DateField()
    """The day of the visit that comes after the one that is due."""
    family_cipher = models.BinaryField(null=True, blank=True)
    """Who keeps a key, whom of the family to call and at which number; sealed."""
    note_cipher = models.BinaryField(null=True, blank=True)
    """What else to look at; sealed."""
    since = models.DateField(default=clock.today)
    put_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="contacts_cared_gist"),
            models.Index(fields=["carer"], name="contacts_cared_carer", condition=Q(ended_on=None)),
            models.Index(
                fields=["next_on"], name="contacts_cared_next", condition=Q(ended_on=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="contacts_cared_once", fields=["person"], condition=Q(ended_on=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Visit(Identified):
    """A visit that is due, until somebody was there. There is one at a time: whoever comes late
    comes once."""

    class State(models.TextChoices):
        """How it stands."""

        DUE = "due", _("要去探望")
        MISSED = "missed", _("没人去,已报警")
        DONE = "done", _("去过了")
        DROPPED = "dropped", _("不用去了")

    class How(models.TextChoices):
        """How it is known that somebody was there."""

        CODE = "code", _("扫了楼道的码")
        WORD = "word", _("本人说去过")

    cared = models.ForeignKey(Cared, on_delete=models.PROTECT, related_name="visits")
    path = PathField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    missed_at = models.DateTimeField(null=True, blank=True)
    """When the alarm went off; stays when somebody comes after all."""
    rung = models.SmallIntegerField(default=0)
    """How far up the plan's ladder it has climbed."""
    done_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=5, choices=How, blank=True)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact = models.OneToOneField(
        "contacts.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="visit"
    )
    """What was found: being there is being in touch."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="contacts_visit_gist"),
            models.Index(
                fields=["due_at"],
                name="contacts_visit_open",
                condition=Q(state__in=("due", "missed")),
            ),
            models.Index(fields=["cared", "due_at"], name="contacts_visit_cared"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="contacts_visit_one_open",
                fields=["cared"],
                condition=Q(state__in=("due", "missed")),
            ),
            models.CheckConstraint(
                name="contacts_visit_is_done",
                condition=(Q(state="done", done_at__isnull=False) & ~Q(how=""))
                | (~Q(state="done") & Q(done_at=None, how="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Offer(Identified):
    """That one is asked to take over somebody to be visited, or a home that nobody has reached.

    Until she accepts all stays as it is, and goes on being told upward.
    """

    class State(models.TextChoices):
        """How it stands."""

        OFFERED = "offered", _("等对方接手")
        ACCEPTED = "accepted", _("接手了")
        REFUSED = "refused", _("没有接手")
        WITHDRAWN = "withdrawn", _("已收回")

    cared = models.ForeignKey(
        Cared, on_delete=models.CASCADE, null=True, blank=True, related_name="offers"
    )
    home = models.ForeignKey(
        "contacts.Home", on_delete=models.CASCADE, null=True, blank=True, related_name="offers"
    )
    path = PathField()
    to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    offered_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="contacts_offer_gist"),
            models.Index(fields=["to"], name="contacts_offer_to", condition=Q(state="offered")),
        ]
        constraints = [
            models.UniqueConstraint(
                name="contacts_offer_one_cared", fields=["cared"], condition=Q(state="offered")
            ),
            models.UniqueConstraint(
                name="contacts_offer_one_home", fields=["home"], condition=Q(state="offered")
            ),
            models.CheckConstraint(
                name="contacts_offer_of_one_thing",
                condition=Q(cared=None, home__isnull=False) | Q(cared__isnull=False, home=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
