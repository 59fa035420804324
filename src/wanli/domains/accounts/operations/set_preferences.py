"""How pages look to one reader."""

from __future__ import annotations

from wanli.domains.accounts.models import User
from wanli.kernel.access import Access


def set_preferences(*, access: Access, language: str, theme: str, large_type: bool) -> None:
    """Save one's own preferences."""
    assert access.user_id is not None, "nobody's preferences cannot be saved"
    User.objects.filter(pk=access.user_id).update(
        language=language, theme=theme, large_type=large_type
    )
