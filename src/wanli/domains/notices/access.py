"""Load a channel and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.notices.models import Channel
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = ["Channel", "channel_for"]


def channel_for(access: Access, channel_id: UUID) -> Channel:
    """A channel that ``access`` looks after; ``Hidden`` otherwise."""
    found = Channel.objects.filter(pk=channel_id, retired_at=None).first()
    if found is None or not access.can("notice.configure", found.path):
        raise Hidden
    return found
