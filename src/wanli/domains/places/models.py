"""The tree."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models

from wanli.domains.places.kinds import KINDS
from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel.ids import new_label


class PlaceQuerySet(models.QuerySet["Place"]):
    """Filters by position in the tree."""

    def standing(self) -> PlaceQuerySet:
        """Without the retired ones."""
        return self.filter(retired_on=None)

    def within(self, path: str) -> PlaceQuerySet:
        """The place with this path and all below it."""
        return self.filter(path__within=path)

    def above(self, path: str) -> PlaceQuerySet:
        """The place with this path and all above it, from the top down."""
        return self.filter(path__covers=path).order_by("path")


@track(exclude=["geometry"])
class Place(Identified):
    """A district, a compound, a stairwell, a household's door, a gate ...

    ``label`` never changes; ``path`` is the labels from the root down to this one and changes
    only when the place, or one above it, moves.
    """

    label = models.CharField(max_length=12, unique=True, default=new_label)
    path = PathField(unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=16, choices=[(k.key, k.name) for k in KINDS.values()])
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=12, blank=True)
    ordinal = models.IntegerField(default=0)
    floors = models.SmallIntegerField(null=True, blank=True)
    height = models.FloatField(null=True, blank=True)
    """Metres."""
    geometry = models.JSONField(null=True, blank=True)
    """GeoJSON Polygon, MultiPolygon or Point; WGS-84 longitude, latitude."""
    retired_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="places_path_gist"),
            models.Index(fields=["parent", "ordinal", "name"], name="places_siblings"),
            models.Index(fields=["kind"], name="places_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                name="places_kind_known", condition=models.Q(kind__in=list(KINDS))
            ),
            models.UniqueConstraint(
                name="places_one_code",
                fields=["code"],
                condition=~models.Q(code="") & models.Q(retired_on=None),
            ),
            models.UniqueConstraint(
                name="places_one_name_among_siblings",
                fields=["parent", "kind", "name"],
                condition=models.Q(retired_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> int:
        """How deep it lies; the top is 1."""
        return self.path.count(".")
