"""What checks under observation add to who was in touch with a home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.models import Check
from wanli.domains.people.lately import Touch, last_of_each, open_to
from wanli.kernel.access import Access

OFFICE = _("居家观察")


def touches(access: Access, paths: Sequence[str], since: datetime, at_most: int) -> Iterator[Touch]:
    """That somebody asked for temperature and symptoms; not what was measured."""
    here = open_to(access, "observation.view", paths)
    rows = Check.objects.filter(case__path__in=here, state=Check.State.DONE, at__gte=since)
    # What the home reports by itself is no contact.
    rows = rows.exclude(by=None)
    for one in last_of_each(rows.select_related("by"), at_most):
        what = f"{one.get_channel_display()} · {_('问过体温和症状')}"
        yield Touch(one.path, one.at or since, OFFICE, what, one.by.name if one.by else "")
