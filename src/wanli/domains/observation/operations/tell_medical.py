"""Tell the medical group of an alarm."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wanli.domains.notices.models import Whom
from wanli.domains.notices.operations.tell import Channels, Notice, tell
from wanli.domains.notices.registry import Kind
from wanli.domains.observation.models import Episode, Step
from wanli.kernel import clock

KEY = "alarm"


def tell_medical(episode: Episode) -> None:
    """From this moment the episode stands first on Today of the medical group's members; a
    message goes out where a channel reaches them.

    The one place from which they are told; once for an episode. In the caller's transaction.
    """
    if episode.told_at:
        return
    episode.told_at = clock.now()
    episode.save(update_fields=["told_at"])
    Step.objects.create(episode=episode, path=episode.path, kind=Step.Kind.TOLD, at=episode.told_at)
    notice = Notice(Whom.MEDICAL, episode.path, [episode.pk])
    tell(kind=KEY, notices=[notice], channels=Channels(episode.path))


def _text(whom: str, n: int) -> str:
    return ngettext(
        "万里:{n} 起报警,请马上打开“今日”处理。", "万里:{n} 起报警,请马上打开“今日”处理。", n
    ).format(n=n)


def _standing(episodes: Collection[UUID]) -> Collection[UUID]:
    found = Episode.objects.filter(pk__in=list(episodes), closed_at=None)
    return set(found.values_list("pk", flat=True))


ALARM = Kind(KEY, _("报警"), _text, _standing)
"""Neither a name nor anything of health: a group's robot may have many readers."""
