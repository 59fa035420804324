"""Delete accounts that nobody holds a post with any more, and old records of signing in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pgtrigger
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from wanli.domains.accounts.models import Card, Post, User
from wanli.domains.audit.operations.prune import HALF_A_YEAR, prune
from wanli.ground.area import Area
from wanli.ground.fields import PathField
from wanli.ground.retention import Begun, Erase, Retained
from wanli.kernel import clock
from wanli.kernel.clock import LOCAL_ZONE

ERASED = "已注销"
"""What stands for the name from then on: posts and plans keep that somebody held or made them."""


class _DayAfter(Func):
    function, output_field = "upper", models.DateField()


def _former(area: Area, starts: str, ended_on: date | None) -> QuerySet[User]:
    """Whoever held a post and holds none, by the place of her last one."""
    posts = Post.objects.filter(user=OuterRef("pk"))
    held = posts.filter(
        Q(during__upper_inf=True) | Q(during__endswith__gt=clock.today()), ended_at=None
    )
    last = posts.annotate(
        over=Coalesce(TruncDate("ended_at", tzinfo=LOCAL_ZONE), _DayAfter("during"))
    ).order_by(F("over").desc(), "-pk")
    return (
        User.objects.filter(~Exists(held), erased_at=None)
        .annotate(
            began=Subquery(last.values("over")[:1], output_field=models.DateField()),
            last_path=Subquery(last.values("path")[:1], output_field=PathField()),
        )
        .filter(area.q("last_path"), began__isnull=False)
    )


def _erase(users: Sequence[UUID]) -> int:
    """The account stays as a number without a name: what was done is not undone."""
    chosen = list(User.objects.select_for_update().filter(pk__in=users).order_by("pk"))
    keys = UserSession.objects.filter(user__in=chosen).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    for model in (UserSession, Authenticator, SocialAccount, EmailAddress):
        model.objects.filter(user__in=chosen).delete()
    with pgtrigger.ignore():
        Card.objects.filter(user__in=chosen).delete()
        for user in chosen:
            _make_nobody(user)
    prune(Card.pgh_event_model.objects.filter(user_id__in=users))  # type: ignore[attr-defined]
    prune(User.pgh_event_model.objects.filter(id__in=users))  # type: ignore[attr-defined]
    return len(chosen)


def _make_nobody(user: User) -> None:
    user.name, user.email, user.username = ERASED, "", f"erased-{user.pk.hex}"
    user.password, user.is_active, user.erased_at = make_password(None), False, clock.now()
    user.last_login, user.language, user.theme, user.large_type = None, "", "", False
    user.save()


def _records(model: type[models.Model], at: str) -> tuple[Begun, Erase]:
    def begun(area: Area, starts: str, ended_on: date | None) -> QuerySet[Any]:
        return model._default_manager.annotate(began=TruncDate(at, tzinfo=LOCAL_ZONE))

    def erase(keys: Sequence[Any]) -> int:
        return model._default_manager.filter(pk__in=keys).delete()[0]

    return begun, erase


SIGN_INS = (
    (UserSession, "last_seen_at"),
    (Session, "expire_date"),
    (AccessAttempt, "attempt_time"),
    (AccessFailureLog, "attempt_time"),
    (AccessLog, "attempt_time"),
)
"""Where signing in leaves a record, and when it was of use for the last time."""

RETAINED = (
    Retained("accounts", frozenset({"post_ended"}), _former, _erase, batch=500),
    *(
        Retained(
            "sign_in",
            frozenset({"recorded"}),
            *_records(model, at),
            at_least=HALF_A_YEAR,
            has_place=False,
        )
        for model, at in SIGN_INS
    ),
)
