"""Users, the established seats, and the posts that people hold on them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wanli.domains.accounts.roles import GROUPS, ROLES
from wanli.ground.fields import PathField
from wanli.ground.history import track
from wanli.ground.models import Identified
from wanli.kernel import clock
from wanli.kernel.ids import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """A user who can sign in with ``password``; without one, only by card or passkey."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@track(exclude=["password", "last_login", "erased_at"])
class User(AbstractBaseUser):
    """Somebody who signs in. Rights never hang on a user, only on posts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True)
    theme = models.CharField(
        max_length=5,
        blank=True,
        choices=[("", _("随系统")), ("light", _("浅")), ("dark", _("深"))],
    )
    large_type = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the name was deleted, its term being over."""

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class _AtPlace(Identified):
    role = models.CharField(max_length=24, choices=[(r.key, r.name) for r in ROLES.values()])
    group = models.CharField(
        max_length=16, blank=True, choices=[(g.key, g.name) for g in GROUPS.values()]
    )
    path = PathField()

    class Meta:
        abstract = True

    # Django's own make all choices hashable anew for each row of a list.
    def get_role_display(self) -> str:  # type: ignore[no-redef]
        """The role's name in the reader's language."""
        return str(ROLES[self.role].name)

    def get_group_display(self) -> str:  # type: ignore[no-redef]
        """The working group's name in the reader's language; nothing where there is none."""
        return str(GROUPS[self.group].name) if self.group else ""


@track()
class Seat(_AtPlace):
    """An established chair: a role at a place that somebody ought to hold."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    ordinal = models.SmallIntegerField(default=1)
    title = models.CharField(max_length=40, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [GistIndex(fields=["path"], name="seat_path_gist")]
        constraints = [
            models.CheckConstraint(
                name="seat_role_known", condition=models.Q(role__in=list(ROLES))
            ),
            models.UniqueConstraint(
                name="seat_once",
                fields=["place", "role", "group", "ordinal"],
                condition=models.Q(retired_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_role_display()


class PostQuerySet(models.QuerySet["Post"]):
    """Filters by time."""

    def in_force(self) -> PostQuerySet:
        """Posts that hold now: begun, and not ended."""
        return self.filter(during__contains=clock.today(), ended_at=None)


@track()
class Post(_AtPlace):
    """A role at a place for a time, held by one user."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="posts")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    during = DateRangeField()
    """Whole local days, ``[first, day after the last)``; no upper end while it is open."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When its end was booked: from then on it gives no right and the seat is vacant, though its
    last day, today, still counts as held."""

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="post_path_gist"),
            models.Index(fields=["user"], name="post_user"),
        ]
        constraints = [
            models.CheckConstraint(
                name="post_role_known", condition=models.Q(role__in=list(ROLES))
            ),
            ExclusionConstraint(
                name="post_one_holder_a_seat",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(ended_at=None),
            ),
            ExclusionConstraint(
                name="post_once_a_user",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("group", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}"


@track(exclude=["token", "pin", "phone"])
class Card(Identified):
    """A printed card to sign in with: a QR code, six digits, and the one phone it was used on."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cards")
    token = models.CharField(max_length=64, unique=True)
    """SHA-256 of what the QR code holds, in hexadecimal."""
    pin = models.CharField(max_length=32)
    """Keyed digest of the six digits, in hexadecimal; the key is outside the database."""
    phone = models.CharField(max_length=64, blank=True)
    """SHA-256 of the secret of the phone that used it first; empty until then."""
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    bound_at = models.DateTimeField(null=True, blank=True)
    wrong_pins = models.SmallIntegerField(default=0)
    """In a row."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="card_one_valid", fields=["user"], condition=models.Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class Attempts(models.Model):
    """How often somebody has tried something since a moment; keys are digests, no names."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    n = models.IntegerField()

    def __str__(self) -> str:
        return self.key
