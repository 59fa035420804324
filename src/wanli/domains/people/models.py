"""Persons, the homes they live in, and what is known of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


class HomeUse(models.TextChoices):
    """What a door stands for at present."""

    LIVED_IN = "lived_in", _("自住")
    LET = "let", _("出租")
    EMPTY = "empty", _("空置")
    UNKNOWN = "unknown", _("不详")


class IdKind(models.TextChoices):
    """Identity documents in use."""

    RESIDENT = "resident", _("居民身份证")
    PASSPORT = "passport", _("护照")
    HK_MACAU = "hk_macau", _("港澳居民来往内地通行证")
    TAIWAN = "taiwan", _("台湾居民来往大陆通行证")
    FOREIGN_PERMANENT = "foreign_permanent", _("外国人永久居留身份证")
    OTHER = "other", _("其他证件")


class MarkKind(models.TextChoices):
    """Why a person needs particular care."""

    ELDERLY_ALONE = "elderly_alone", _("独居老人")
    DISABLED = "disabled", _("残疾人")
    PREGNANT = "pregnant", _("孕产妇")
    CHRONIC = "chronic", _("慢性病人")
    INFANT = "infant", _("婴幼儿")
    HARDSHIP = "hardship", _("困难家庭")


@track()
class Household(models.Model):
    """The state of one door. Its place is the door itself."""

    place = models.OneToOneField(
        "places.Place", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    path = PathField()
    use = models.CharField(max_length=10, choices=HomeUse, default=HomeUse.UNKNOWN)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="household_path_gist"),
            models.Index(fields=["path"], name="household_in_order"),
        ]


@track()
class Person(Identified):
    """A resident, or somebody registered here who lives elsewhere.

    ``path`` is the place that answers for the person: where she lives if that is here, else
    where she is registered. ``registered_path`` is set where she is registered in the tree but
    not where she lives. Document and phone numbers are encrypted (``*_cipher``) and found
    again through keyed digests (``*_index`` of the whole, ``*_tail`` of the last four).
    """

    path = PathField()
    registered_path = PathField(default="", blank=True)
    name = models.CharField(max_length=80)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    sex = models.CharField(
        max_length=1,
        blank=True,
        choices=[("", _("不详")), ("f", _("女")), ("m", _("男"))],
    )
    birth_date = models.DateField(null=True, blank=True)
    id_kind = models.CharField(max_length=20, blank=True, choices=IdKind)
    id_cipher = models.BinaryField(null=True, blank=True)
    id_index = models.BinaryField(max_length=16, null=True, blank=True)
    id_tail = models.BinaryField(max_length=8, null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="person_path_gist"),
            GistIndex(
                fields=["registered_path"],
                name="person_registered_gist",
                condition=~models.Q(registered_path=""),
            ),
            models.Index(fields=["id_tail"], name="person_id_tail"),
            models.Index(
                fields=["merged_into"],
                name="person_merged_into",
                condition=models.Q(merged_into__isnull=False),
            ),
            models.Index(
                fields=["path", "birth_date", "id"],
                name="person_in_order",
                condition=models.Q(merged_into=None, left_on=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="person_one_document",
                fields=["id_index"],
                condition=models.Q(merged_into=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Residence(Identified):
    """That a person is registered at, or actually lives at, a place, from a day to a day.

    One row says both where both are true. ``place`` is empty when it lies outside the
    subdistrict; then ``outside`` says where in words.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residences")
    place = models.ForeignKey(
        "places.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    path = PathField()
    """Of the place; of the person where the place lies outside."""
    outside = models.CharField(max_length=120, blank=True)
    registered = models.BooleanField(default=False)
    actual = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["place"], name="residence_now", condition=models.Q(until=None)),
            models.Index(
                fields=["path"],
                name="residence_away",
                condition=models.Q(until=None, actual=True, place=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="residence_says_something",
                condition=models.Q(registered=True) | models.Q(actual=True),
            ),
            models.UniqueConstraint(
                name="residence_one_registered",
                fields=["person"],
                condition=models.Q(until=None, registered=True),
            ),
            models.UniqueConstraint(
                name="residence_one_actual",
                fields=["person"],
                condition=models.Q(until=None, actual=True),
            ),
        ]


@track()
class Phone(Identified):
    """A number at which a person, or her household, is reached."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="phones", db_index=False
    )
    """Found through ``phone_once``."""
    path = PathField()
    ordinal = models.SmallIntegerField(default=1)
    label = models.CharField(max_length=20, blank=True)
    cipher = models.BinaryField()
    index = models.BinaryField(max_length=16)
    tail = models.BinaryField(max_length=8)

    class Meta:
        indexes = [
            models.Index(fields=["index"], name="phone_index"),
            models.Index(fields=["tail"], name="phone_tail"),
        ]
        constraints = [
            models.UniqueConstraint(name="phone_once", fields=["person", "index"]),
        ]


@track()
class KeyMark(Identified):
    """That a person needs particular care, why, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="marks")
    path = PathField()
    kind = models.CharField(max_length=20, choices=MarkKind)
    note = models.CharField(max_length=200, blank=True)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "path"],
                name="mark_in_order",
                condition=models.Q(until=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="mark_once",
                fields=["person", "kind"],
                condition=models.Q(until=None),
            ),
        ]


@track()
class Different(Identified):
    """That two persons who look alike are not the same one: who said so, for ever."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="different_in_order", condition=models.Q(one__lt=models.F("other"))
            ),
            models.UniqueConstraint(name="different_once", fields=["one", "other"]),
        ]


@track()
class Merge(Identified):
    """That two records were one person's, and all that it takes to tell them apart again.

    Nothing is thrown away: fields chosen from the loser were exchanged, so that it keeps what the
    survivor had; ``moved`` names the rows that followed, were ended or were made. No personal
    data stands here: ``after`` is a digest of each facet of both, to see what changed since.
    """

    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    loser = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken = models.JSONField(default=list)
    moved = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    undone_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="merge_once", fields=["loser"], condition=models.Q(undone_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Roster(Identified):
    """A file of people that somebody hands in: what was found in it, what became of it.

    ``content`` is the file, sealed; it is dropped when the run is over.
    """

    class State(models.TextChoices):
        """How far it is."""

        READ = "read", _("已读取,等您确认")
        RUNNING = "running", _("正在导入")
        DONE = "done", _("已导入")
        CANCELLED = "cancelled", _("已取消")
        FAILED = "failed", _("没有完成")
        UNDONE = "undone", _("已撤回")

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(null=True, blank=True)
    refused_rows = models.BinaryField(null=True, blank=True)
    """The refused rows as a workbook, sealed."""
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    mapping = models.JSONField(default=list)
    """For each sheet: the index of its first row, its fingerprint, and field by column."""
    create_places = models.BooleanField(default=False)
    summary = models.JSONField(default=dict)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    cancel = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="roster_path_gist")]

    def __str__(self) -> str:
        return f"{self.pk}"


class RosterBatch(Identified):
    """What one transaction of a roster made, so that it can be undone and goes on after a crash.

    Ids in arrays: a row a person would cost as much to write as a residence.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="batches")
    path = PathField()
    """Of the roster."""
    history = models.JSONField(default=dict)
    """By table, the last event of its history when the batch was done: any later one of these
    people came after it."""
    entered = models.IntegerField(default=0)
    """Rows that are done with."""
    people = ArrayField(models.UUIDField(), default=list)
    homes = ArrayField(models.UUIDField(), default=list)
    places = ArrayField(models.UUIDField(), default=list)


class RosterChange(Identified):
    """That a roster changed a person who was known before, and how she was then."""

    batch = models.ForeignKey(RosterBatch, on_delete=models.CASCADE, related_name="changes")
    path = PathField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)


class KnownLayout(Identified):
    """What a committee last took the columns under these headings for."""

    path = PathField()
    """Of the committee's area; of the place itself where none is above it."""
    fingerprint = models.CharField(max_length=32)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="layout_once", fields=["path", "fingerprint"]),
        ]
