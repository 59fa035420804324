"""The tree."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.kinds import KINDS
from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock
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
            models.Index(
                fields=["id"],
                name="places_retired",
                condition=models.Q(retired_on__isnull=False),
            ),
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


class MapSheet(Identified):
    """A map file that somebody hands in, or the wish to draw without one.

    What stands on the map now is the last written sheet that was not undone; each shape keeps
    what it replaced.
    """

    class State(models.TextChoices):
        """How far it is."""

        READ = "read", _("已读取,等您确认")
        DONE = "done", _("已画上")
        CANCELLED = "cancelled", _("没有用")
        UNDONE = "undone", _("已撤回")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    path = PathField()
    user_id = models.UUIDField(null=True)
    by = models.CharField(max_length=60, blank=True)
    """Name of who handed it in: accounts stand above places."""
    file_name = models.CharField(max_length=120)
    """Empty where the places went back to the schematic drawing."""
    datum = models.CharField(max_length=8, choices=[("WGS-84", "WGS-84"), ("GCJ-02", "GCJ-02")])
    """In which its shapes came; they are kept in WGS-84."""
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    drift_metres = models.IntegerField(null=True, blank=True)
    """How far its shapes lie from what is drawn, where that looks wrong."""
    drift_like_datum = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="mapsheet_path_gist")]

    def __str__(self) -> str:
        return self.file_name


class MapShape(Identified):
    """One outline of a sheet, the place it is taken for, and what it replaced there."""

    sheet = models.ForeignKey(MapSheet, on_delete=models.CASCADE, related_name="shapes")
    path = PathField()
    """Of the sheet."""
    number = models.IntegerField()
    name = models.CharField(max_length=80, blank=True)
    geometry = models.JSONField(null=True, blank=True)
    floors = models.SmallIntegerField(null=True, blank=True)
    height = models.FloatField(null=True, blank=True)
    mended = models.BooleanField(default=False)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confidence = models.CharField(
        max_length=6,
        choices=[("sure", _("有把握")), ("likely", _("很可能")), ("open", _("要您定"))]
        + [("none", _("没对上")), ("hand", _("手工指定"))],
    )
    reason = models.CharField(max_length=80, blank=True)
    """A message id."""
    candidates = models.JSONField(default=list)
    """Labels of the places that fit too."""
    replaced = models.JSONField(null=True, blank=True)
    """Geometry, floors and height that the place had before; set when it is written."""

    class Meta:
        constraints = [models.UniqueConstraint(name="mapshape_once", fields=["sheet", "number"])]
