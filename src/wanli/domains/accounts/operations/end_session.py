"""Sign one of one's own devices out."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden


def end_session(*, access: Access, session_id: int) -> str:
    """End it at once, and return its key. Somebody else's, or one that is over: ``Hidden``."""
    found = UserSession.objects.filter(pk=session_id, user_id=access.user_id).first()
    if found is None:
        raise Hidden
    found.end()
    return str(found.session_key)
