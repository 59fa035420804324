"""Take back a visit that was typed in by a slip."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.access import held_door
from wanli.domains.canvass.before import put_back
from wanli.domains.canvass.measures import OF_A_DOOR
from wanli.domains.canvass.models import Door, Visit
from wanli.domains.ledger.entries import settle
from wanli.domains.people.operations.set_home_use import set_home_use
from wanli.domains.people.queries import use_of_home
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused


def withdraw_visit(*, access: Access, visit_id: UUID) -> Door:
    """Undo a visit typed in from a sheet: the door and the home are again as they were.

    The visit stays on record as withdrawn. Withdrawing twice changes nothing. Refused when
    somebody has recorded this door since. Permission ``canvass.record`` at the door.
    """
    with transaction.atomic():
        hold_tree()
        visit = Visit.objects.filter(pk=visit_id, sheet__isnull=False).first()
        if visit is None or not access.can("canvass.record", visit.path):
            raise Hidden
        door = held_door(access, visit.door_id)
        visit.refresh_from_db()
        if visit.withdrawn_at is None:
            _take_back(access, door, visit)
    return door


def _take_back(access: Access, door: Door, visit: Visit) -> None:
    if not door.running:
        raise Refused(_("这次排摸已经结束,不能再改。"))
    since = Visit.objects.filter(door=door, withdrawn_at=None, recorded_at__gt=visit.recorded_at)
    if since.exists() or visit.before is None:
        raise Refused(_("这户后来又有人记过,不能撤销。要改,请再录一次这一行。"))
    outcome = door.campaign.outcomes.get(visit.result)
    use = outcome.home if outcome else ""
    if use and visit.before["use"] and use_of_home(door.place_id) == use:
        set_home_use(
            access=access,
            label=door.place.label,
            use=visit.before["use"],
            permission="canvass.record",
        )
    put_back(door, visit.before)
    visit.withdrawn_at = clock.now()
    visit.save(update_fields=["withdrawn_at"])
    settle(measures=OF_A_DOOR, sources=[door.pk])
