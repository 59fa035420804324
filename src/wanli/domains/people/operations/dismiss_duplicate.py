"""Say that two who look alike are two persons."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.people.access import person_for
from wanli.domains.people.models import Different
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused


def dismiss_duplicate(*, access: Access, one_id: UUID, other_id: UUID) -> Different:
    """The pair is not suggested again, to anybody. Saying it twice changes nothing.

    Permission ``people.edit`` at both.
    """
    if one_id == other_id:
        raise Refused(_("这是同一条记录。"))
    with transaction.atomic():
        hold_tree()
        for person_id in (one_id, other_id):
            person_for(access, person_id, "people.edit")
        found, _made = Different.objects.get_or_create(
            one_id=min(one_id, other_id),
            other_id=max(one_id, other_id),
            defaults={"by_id": access.user_id},
        )
    return found
