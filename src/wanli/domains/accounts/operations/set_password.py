"""Give somebody a password."""

from __future__ import annotations

from django.db import transaction

from wanli.domains.accounts.models import User
from wanli.kernel.errors import Hidden


def set_password(*, username: str, password: str) -> None:
    """Replace the password of this user. For the console: whoever is there has the data folder."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(username=username).first()
        if user is None:
            raise Hidden
        user.set_password(password)
        user.save(update_fields=["password"])
