"""Check lists that somebody above sends, their rows, and whom each row may be about."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


class Sender(Identified):
    """Who sends lists to a place: the police, transport, a bureau."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    name = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="sender_path_gist")]
        constraints = [models.UniqueConstraint(name="sender_once", fields=["path", "name"])]

    def __str__(self) -> str:
        return self.name


class KnownColumns(Identified):
    """What the columns under these headings mean when this sender writes them, and in which words
    it wants the answers."""

    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="layouts")
    path = PathField()
    """Of the sender."""
    fingerprint = models.CharField(max_length=32)
    columns = models.JSONField(default=list)
    used_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="knowncolumns_path_gist")]
        constraints = [
            models.UniqueConstraint(name="columns_once", fields=["sender", "fingerprint"])
        ]

    def __str__(self) -> str:
        return self.fingerprint


class CheckList(Identified):
    """A workbook that asks about people until an hour. ``content`` is the file, sealed; it goes
    with the plan's term."""

    class State(models.TextChoices):
        """How far it is."""

        READ = "read", _("等您看一眼每列是什么")
        MATCHING = "matching", _("正在对人")
        OPEN = "open", _("在核实")
        RETURNED = "returned", _("已交回")
        DROPPED = "dropped", _("不办了")

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, related_name="lists")
    about = models.CharField(max_length=80, blank=True)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(null=True, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    mapping = models.JSONField(default=list)
    """For each sheet its columns: who or what, in which words. No cell of it."""
    total = models.IntegerField(default=0)
    late_since = models.DateTimeField(null=True, blank=True)
    rung = models.SmallIntegerField(default=0)
    """How far up the ladder it is known to be late."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When it was handed back, or dropped."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="checklist_path_gist"),
            models.Index(
                fields=["due_at"], name="checklist_open", condition=models.Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Row(Identified):
    """One line of a list: how it stands, for whoever has to hand the list back.

    Whom it is about stands in ``Match``, which only the committee there reads.
    """

    class State(models.TextChoices):
        """How it stands."""

        UNSURE = "unsure", _("等认人")
        ASKING = "asking", _("等打电话")
        DONE = "done", _("答好了")

    class Found(models.TextChoices):
        """What came of looking for the person."""

        CERTAIN = "certain", _("就是这个人")
        LIKELY = "likely", _("多半是这个人")
        SEVERAL = "several", _("有几个人像")
        NONE = "none", _("查无此人")
        GIVEN = "given", _("本来就填着")
        MENDED = "mended", _("后来更正的")

    list = models.ForeignKey(CheckList, on_delete=models.CASCADE, related_name="rows")
    path = PathField()
    """Of the list."""
    sheet = models.SmallIntegerField()
    row = models.IntegerField()
    """Index in the sheet."""
    shown = models.CharField(max_length=30, blank=True)
    """The name that stands there, masked."""
    state = models.CharField(max_length=8, choices=State)
    found = models.CharField(max_length=8, choices=Found)
    why = models.CharField(max_length=12, blank=True)
    """The evidence (``rules.evidence``)."""
    elsewhere = models.BooleanField(default=False)
    """Whether another committee answers it."""
    said = models.BinaryField(max_length=16)
    """Keyed digest of all that the row says of who it is: the same row next week is known."""
    answers_cipher = models.BinaryField(null=True, blank=True)
    """Sealed: what stands in the answering columns, by their index."""
    asked = models.BooleanField(default=False)
    """Whether somebody had to call, or to say who it is."""
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="checkrow_path_gist"),
            models.Index(fields=["list", "sheet", "row"], name="checkrow_in_order"),
            models.Index(fields=["said"], name="checkrow_said"),
        ]
        constraints = [
            models.UniqueConstraint(name="checkrow_once", fields=["list", "sheet", "row"]),
            models.CheckConstraint(
                name="checkrow_is_done",
                condition=models.Q(state="done", done_at__isnull=False)
                | (~models.Q(state="done") & models.Q(done_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Correction(Identified):
    """That somebody mended one cell of a row that was answered already. Never changed but for when
    its sender got to know of it: all of them are the history of the row's answers."""

    row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="corrections")
    path = PathField()
    """Of the list."""
    column = models.SmallIntegerField()
    """Index in the sheet."""
    cipher = models.BinaryField()
    """Sealed: what stood there, what stands there now, and why."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    returned_at = models.DateTimeField(null=True, blank=True)
    """When the list went back with it."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="checkcorrection_path_gist"),
            models.Index(
                fields=["path"],
                name="checkcorrection_waits",
                condition=models.Q(returned_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Match(Identified):
    """Somebody whom a row may be about, at the place that answers for her; and what is still to
    be asked of her."""

    class State(models.TextChoices):
        """How it stands."""

        OFFERED = "offered", _("等认人")
        ASKING = "asking", _("等打电话")
        DONE = "done", _("答好了")
        NOT_HER = "not_her", _("不是这个人")
        DROPPED = "dropped", _("不用办了")

    row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="matches")
    path = PathField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State)
    why = models.CharField(max_length=12)
    known_cipher = models.BinaryField(null=True, blank=True)
    """Sealed: the facts asked for, as they were known or told, by their key."""
    due_at = models.DateTimeField(default=clock.now)
    """Of the list, which may lie above whoever answers."""
    recognised = models.BooleanField(default=False)
    """Whether somebody said that it is she, or is not."""
    asks = models.JSONField(default=list)
    """The keys of those nobody knows yet."""
    tries = models.SmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    """When somebody answered; what was told then is not asked again for some days."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="match_path_gist"),
            models.Index(
                fields=["path"],
                name="match_open",
                condition=models.Q(state__in=("offered", "asking")),
            ),
            models.Index(fields=["person", "told_at"], name="match_person"),
        ]
        constraints = [models.UniqueConstraint(name="match_once", fields=["row", "person"])]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Lead(Identified):
    """What somebody heard or saw that a committee has to look into, until it is cleared."""

    class How(models.TextChoices):
        """How it is known."""

        SEEN = "seen", _("自己看到")
        NEIGHBOUR = "neighbour", _("邻居说的")
        PLATE = "plate", _("外地车牌")
        OFFICE = "office", _("别的单位来电")
        OTHER = "other", _("其他")

    class Outcome(models.TextChoices):
        """What came of it."""

        REGISTERED = "registered", _("刚来的,去登记")
        LIVES_HERE = "lives_here", _("一直住在这里")
        KNOWN = "known", _("早就知道,已在管")
        LEFT = "left", _("来过,已经走了")
        NOT_FOUND = "not_found", _("没找到")

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    how = models.CharField(max_length=10, choices=How)
    words_cipher = models.BinaryField()
    """Sealed: what, and where more exactly."""
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed: what was found out."""
    since = models.DateField(null=True, blank=True)
    """Since when she has been here, where somebody said so."""
    late_since = models.DateTimeField(null=True, blank=True)
    rung = models.SmallIntegerField(default=0)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    cleared_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="lead_path_gist"),
            models.Index(
                fields=["path", "due_at"], name="lead_open", condition=models.Q(cleared_at=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="lead_is_cleared",
                condition=models.Q(cleared_at=None, outcome="")
                | (models.Q(cleared_at__isnull=False) & ~models.Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
