"""What following up those who arrive adds to who was in touch with a home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.models import Contact
from wanli.domains.arrivals.vault import open_note
from wanli.domains.people.lately import Touch, last_of_each, open_to
from wanli.kernel.access import Access

OFFICE = _("返沪核实")


def touches(access: Access, paths: Sequence[str], since: datetime, at_most: int) -> Iterator[Touch]:
    """Contacts of the committee with families that came back, with what was said."""
    here = open_to(access, "arrival.view", paths)
    rows = Contact.objects.filter(path__in=here, at__gte=since)
    for one in last_of_each(rows.select_related("by"), at_most):
        what = f"{one.get_way_display()} · {one.get_outcome_display()}"
        who = one.by.name if one.by else ""
        yield Touch(one.path, one.at, OFFICE, what, who, open_note(one.note_cipher))
