"""Links that sign in to the demo as one of its personas."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.urls import reverse

SALT = "wanli.demo.sign-in"


def link_for(user_id: UUID) -> str:
    """The path that signs in as this user, on this installation only."""
    return reverse("account_own:demo", args=[signing.dumps(str(user_id), salt=SALT)])


def user_of(token: str) -> UUID | None:
    """Whom a link signs in; None when it was not made here."""
    try:
        return UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        return None
