"""Tell the medical group of an alarm."""

from __future__ import annotations

from wanli.domains.observation.models import Episode, Step
from wanli.kernel import clock


def tell_medical(episode: Episode) -> None:
    """From this moment the episode stands first on Today of the medical group's members.

    The one place from which they are told; once for an episode. In the caller's transaction.
    """
    if episode.told_at:
        return
    episode.told_at = clock.now()
    episode.save(update_fields=["told_at"])
    Step.objects.create(episode=episode, path=episode.path, kind=Step.Kind.TOLD, at=episode.told_at)
