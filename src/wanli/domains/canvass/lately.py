"""What the canvass adds to who was in touch with a home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.models import Visit
from wanli.domains.people.lately import Touch, last_of_each, open_to
from wanli.kernel.access import Access

OFFICE = _("排摸")


def touches(access: Access, paths: Sequence[str], since: datetime, at_most: int) -> Iterator[Touch]:
    """Visits to the door, with the remark."""
    here = open_to(access, "canvass.view", paths)
    rows = Visit.objects.filter(door__path__in=here, at__gte=since, withdrawn_at=None)
    for one in last_of_each(rows.select_related("by", "door__campaign"), at_most):
        who = one.stood_by or (one.by.name if one.by else "")
        yield Touch(one.path, one.at, OFFICE, one.result_name, who, one.note)
