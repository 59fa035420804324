"""What whoever looks after accounts does to one: a new password, in use or out of use."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.accounts.access import user_for
from wanli.domains.accounts.models import User
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused


def reset_password(*, access: Access, user_id: UUID) -> str:
    """A fresh password for somebody who lost hers; the old one is void. Permission
    ``user.manage``. It is shown once and kept nowhere."""
    access.require_any("user.manage")
    fresh = secrets.token_urlsafe(9)
    with transaction.atomic():
        user_for(access, user_id)
        user = User.objects.select_for_update().get(pk=user_id)
        user.set_password(fresh)
        user.save(update_fields=["password"])
    return fresh


def set_active(*, access: Access, user_id: UUID, active: bool) -> None:
    """Let somebody sign in, or no longer. Permission ``user.manage``; nobody does it to herself."""
    access.require_any("user.manage")
    if user_id == access.user_id:
        raise Refused(_("不能停用自己的账号。"))
    with transaction.atomic():
        user_for(access, user_id)
        User.objects.filter(pk=user_id).update(is_active=active)
