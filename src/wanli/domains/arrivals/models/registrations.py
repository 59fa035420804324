"""A family's arrival as somebody told it, who told it, and what the committee did about it.

Nothing here is believed before somebody at the committee has verified it: until then these rows
lie apart from the register of people.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock


class State(models.TextChoices):
    """How a registration stands."""

    OPEN = "open", _("待核实")
    VERIFIED = "verified", _("已核实")
    CLOSED = "closed", _("不再跟进")


STANDING = (State.OPEN, State.VERIFIED)


class Transport(models.TextChoices):
    """How somebody came."""

    TRAIN = "train", _("火车")
    FLIGHT = "flight", _("飞机")
    COACH = "coach", _("长途汽车")
    CAR = "car", _("自己开车")
    SHIP = "ship", _("轮船")
    OTHER = "other", _("其他")


class Way(models.TextChoices):
    """How the committee got in touch."""

    PHONE = "phone", _("打电话")
    DOOR = "door", _("上门")
    CHAT = "chat", _("微信")
    GATE = "gate", _("在门岗")


class Outcome(models.TextChoices):
    """What came of it."""

    VERIFIED = "verified", _("核实了")
    NO_ANSWER = "no_answer", _("没人接")
    NOT_HERE = "not_here", _("还没到")
    MOVED_ON = "moved_on", _("去了别处")
    REFUSED = "refused", _("不肯说")
    WRONG_NUMBER = "wrong_number", _("号码不对")
    TALKED = "talked", _("问到一部分")


class Poster(Identified):
    """The short address under which anybody registers at a gate or in a compound.

    A place that took in another one has the other's too: its posters still hang there.
    """

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    code = models.CharField(max_length=12, unique=True)
    """Ends in letters that only this installation can make: a made-up one asks nothing."""
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["path"], name="poster_path"),
            models.Index(fields=["place", "made_at"], name="poster_place"),
        ]

    def __str__(self) -> str:
        return self.code


@track()
class Arrival(Identified):
    """One journey of one family to one home: what its members have in common.

    ``path`` is the home as far as it could be found: a door, else its stairwell, building or
    compound.
    """

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    path = PathField()
    poster = models.ForeignKey(
        Poster, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    home_words = models.CharField(max_length=60, blank=True)
    """The home as it was typed: a room, or where somebody without an address stays."""
    arrives_on = models.DateField()
    arrives_at = models.TimeField(null=True, blank=True)
    transport = models.CharField(max_length=8, choices=Transport, blank=True)
    number = models.CharField(max_length=12, blank=True)
    """Of the train or flight."""
    carriage = models.CharField(max_length=6, blank=True)
    seat = models.CharField(max_length=6, blank=True)
    plate_cipher = models.BinaryField(null=True, blank=True)
    plate_index = models.BinaryField(max_length=16, null=True, blank=True)
    answers_cipher = models.BinaryField(null=True, blank=True)
    """Sealed: answers to the questions that the plan adds, by key."""
    version = models.ForeignKey(
        "plans.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Of the plan whose questions were asked; None for those that come with Wanli."""
    registered_at = models.DateTimeField(default=clock.now)
    verify_by = models.DateTimeField()
    """Until when the plan wants it verified; for those still to come, after they have come."""
    late_since = models.DateTimeField(null=True, blank=True)
    """When it was found to be overdue; emptied when somebody has verified or closed it."""
    rung = models.SmallIntegerField(default=0)
    """How far up the ladder it is known."""
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=200, blank=True)
    """Why it is not followed any more."""

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="arrival_path_gist"),
            models.Index(
                fields=["path", "verify_by"], name="arrival_open", condition=models.Q(state="open")
            ),
            models.Index(fields=["arrives_on", "number"], name="arrival_transport"),
            models.Index(fields=["path", "arrives_on"], name="arrival_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                name="arrival_is_settled",
                condition=models.Q(state="open", settled_at=None)
                | models.Q(state="verified", settled_at__isnull=False)
                | (models.Q(state="closed", settled_at__isnull=False) & ~models.Q(why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Stay(Identified):
    """Where the family was before, from a day to a day."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="stays")
    path = PathField()
    """Of the arrival."""
    county = models.CharField(max_length=6, blank=True)
    """GB/T 2260; of the province or city where nobody said more; empty for abroad and unknown."""
    words = models.CharField(max_length=60)
    """As it was said."""
    since = models.DateField()
    until = models.DateField()
    """The last day there."""
    passed = models.BooleanField(default=False)
    """Whether they only changed trains there or drove through."""
    abroad = models.BooleanField(default=False)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="stay_path_gist"),
            models.Index(fields=["county", "until"], name="stay_county"),
        ]
        constraints = [
            models.CheckConstraint(
                name="stay_in_order", condition=models.Q(since__lte=models.F("until"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class Returnee(Identified):
    """One of those who arrive, as she was told; ``person`` once the committee knows who she is."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="returnees")
    path = PathField()
    """Of the arrival."""
    ordinal = models.SmallIntegerField(default=1)
    name = models.CharField(max_length=80)
    sex = models.CharField(
        max_length=1,
        blank=True,
        choices=[("", _("不详")), ("f", _("女")), ("m", _("男"))],
    )
    birth_date = models.DateField(null=True, blank=True)
    id_kind = models.CharField(max_length=20, blank=True)
    """Of ``people``."""
    id_cipher = models.BinaryField(null=True, blank=True)
    id_index = models.BinaryField(max_length=16, null=True, blank=True)
    id_tail = models.BinaryField(max_length=8, null=True, blank=True)
    phone_cipher = models.BinaryField(null=True, blank=True)
    phone_index = models.BinaryField(max_length=16, null=True, blank=True)
    phone_tail = models.BinaryField(max_length=8, null=True, blank=True)
    health_cipher = models.BinaryField(null=True, blank=True)
    """Sealed: contact with a case, symptoms, the first temperature (``vault.Health``)."""
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="returnee_path_gist"),
            models.Index(fields=["id_index"], name="returnee_id"),
            models.Index(fields=["id_tail"], name="returnee_id_tail"),
            models.Index(fields=["phone_index"], name="returnee_phone"),
            models.Index(fields=["phone_tail"], name="returnee_phone_tail"),
        ]
        constraints = [
            models.UniqueConstraint(name="returnee_ordinal", fields=["arrival", "ordinal"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Source(Identified):
    """Somebody's telling of an arrival: who, when, in which words. The same family told by
    three people is one arrival with three sources."""

    class Kind(models.TextChoices):
        """Who filled it in."""

        SELF = "self", _("本人或家人")
        HELPED = "helped", _("别人代填")
        GUARD = "guard", _("门岗")
        HOTLINE = "hotline", _("电话")
        PAPER = "paper", _("纸质表")
        COMMITTEE = "committee", _("居委会")

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="sources")
    path = PathField()
    """Of the arrival."""
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Of the staff, where it was one."""
    said_cipher = models.BinaryField()
    """Sealed: all that was said, as it was understood."""
    version = models.ForeignKey(
        "plans.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=8, blank=True)
    """In which the form was read."""
    token = models.CharField(max_length=32, unique=True)
    """Keyed digest of what the private address holds; the key is outside the database, and so is
    that from which the digits come that open it."""
    wrong_tries = models.SmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    mended_at = models.DateTimeField(null=True, blank=True)
    """When whoever told it said it anew."""
    erase_asked_at = models.DateTimeField(null=True, blank=True)
    erase_refused = models.CharField(max_length=200, blank=True)
    """Why it was not deleted; whoever asked reads it."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="source_path_gist"),
            models.Index(fields=["arrival", "at"], name="source_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class GateCode(Identified):
    """What a guard compares from two metres: four characters, and how many come with them.

    No name, no home: whoever minds the gate needs neither.
    """

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="codes")
    path = PathField()
    """Of the compound."""
    code = models.CharField(max_length=4)
    people = models.SmallIntegerField()
    day = models.DateField()
    """On which it is good; the day after the arrival has a new one."""
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [GistIndex(fields=["path"], name="gatecode_path_gist")]
        constraints = [
            models.UniqueConstraint(name="gatecode_once", fields=["path", "day", "code"]),
            models.UniqueConstraint(name="gatecode_one_a_day", fields=["arrival", "day"]),
        ]

    def __str__(self) -> str:
        return self.code


@track()
class Contact(Identified):
    """That somebody of the committee got in touch, or tried to, and what came of it."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="contacts")
    path = PathField()
    """Of the arrival."""
    way = models.CharField(max_length=8, choices=Way)
    outcome = models.CharField(max_length=14, choices=Outcome)
    note_cipher = models.BinaryField(null=True, blank=True)
    """Sealed."""
    why_again = models.CharField(max_length=200, blank=True)
    """Why she asked again what somebody had asked shortly before."""
    again_on = models.DateField(null=True, blank=True)
    """When the next one is due, where the outcome asks for one."""
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="contact_path_gist"),
            models.Index(fields=["arrival", "at"], name="contact_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class GroupChat(Identified):
    """The code by which residents of a compound join its group chat; it runs out after days and
    fills at so many members."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    """The compound."""
    path = PathField()
    file = models.CharField(max_length=100)
    runs_out_on = models.DateField()
    """The last day on which it leads anywhere."""
    members = models.SmallIntegerField(default=0)
    """As the committee last said."""
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="groupchat_path_gist"),
            models.Index(fields=["place", "at"], name="groupchat_place"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@track()
class HandOver(Identified):
    """A registration offered to the committee of another compound: the family went there, or
    registered at the wrong gate. Until they accept, it stays.

    Both sides see it: ``path`` is where it was, ``path_to`` where it shall go.
    """

    class State(models.TextChoices):
        """How it stands."""

        OFFERED = "offered", _("等对方接收")
        ACCEPTED = "accepted", _("已接收")
        REFUSED = "refused", _("对方没有接收")
        WITHDRAWN = "withdrawn", _("已收回")

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="hand_overs")
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
            GistIndex(fields=["path"], name="offer_path_gist"),
            GistIndex(fields=["path_to"], name="offer_path_to_gist"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="offer_one_open", fields=["arrival"], condition=models.Q(state="offered")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
