"""A case is offered to whoever shall observe the person from now on."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


@track()
class HandOver(Identified):
    """One offer, and what the other side said to it. Until it says yes, the case stays.

    Both sides see it: ``path`` is where the case was, ``path_to`` where it shall go.
    """

    class State(models.TextChoices):
        """How it stands."""

        OFFERED = "offered", _("等对方接收")
        ACCEPTED = "accepted", _("已接收")
        REFUSED = "refused", _("对方没有接收")
        WITHDRAWN = "withdrawn", _("已收回")

    case = models.ForeignKey(
        "observation.Case", on_delete=models.PROTECT, related_name="hand_overs"
    )
    path = PathField()
    place_to = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path_to = PathField()
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    why = models.CharField(max_length=200)
    offered_at = models.DateTimeField(default=clock.now)
    offered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=200, blank=True)
    """Why it was refused, where it was."""
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="handover_path_gist"),
            GistIndex(fields=["path_to"], name="handover_path_to_gist"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="handover_one_open",
                fields=["case"],
                condition=models.Q(state="offered"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
