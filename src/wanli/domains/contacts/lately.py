"""What rounds and visits add to who was in touch with a home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wanli.domains.contacts.access import VIEW
from wanli.domains.contacts.models import Contact
from wanli.domains.contacts.queries import as_said
from wanli.domains.people.lately import Touch, last_of_each, open_to
from wanli.kernel.access import Access

ROUND, CARE = _("联系每一户"), _("探望关爱")


def touches(access: Access, paths: Sequence[str], since: datetime, at_most: int) -> Iterator[Touch]:
    """Contacts of rounds, and visits, with what was said."""
    rows = Contact.objects.filter(
        path__in=open_to(access, VIEW, paths), at__gte=since, withdrawn_at=None
    )
    for one in last_of_each(rows.select_related("by"), at_most):
        said = as_said(one)
        office = CARE if one.way == "visit" else ROUND
        yield Touch(one.path, one.at, office, f"{said.way} · {said.outcome}", said.who, said.note)
