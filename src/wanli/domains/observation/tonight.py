"""What a night brings to an end and nobody has made ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wanli.domains.observation.models import STANDING, Case
from wanli.domains.places.queries import area_of
from wanli.ground.fields import below
from wanli.kernel import clock


def unready(paths: Sequence[str]) -> Counter[str]:
    """Of how many people the term has ended or ends tonight while nobody has prepared the release,
    by the path of their area. One query."""
    found = Case.objects.filter(
        below(paths), state__in=STANDING, last_day__lte=clock.today(), prepared_at=None
    )
    return Counter(area_of(path) for path in found.values_list("path", flat=True))
