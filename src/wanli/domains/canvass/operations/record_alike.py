"""Record the same for several doors at which nobody answered any question."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.access import Campaign, Door, campaign_for
from wanli.domains.canvass.operations.record_visit import Told, record_visit
from wanli.domains.canvass.rules.paper import answered
from wanli.domains.places.access import hold_places
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

MOST = 60


def alike(campaign: Campaign) -> dict[str, str]:
    """What may be said of several homes at once, by key: nobody there has answered anything."""
    names = campaign.result_names()
    return {key: names[key] for key, one in campaign.outcomes.items() if not answered(one)}


def record_alike(
    *, access: Access, campaign_id: UUID, door_ids: Sequence[UUID], result: str, batch: UUID
) -> int:
    """Record one visit with this result at each of these doors of a campaign, all or none.

    Returns how many. The same ``batch`` again changes nothing. Permission ``canvass.record`` at
    each.
    """
    doors = set(door_ids)
    if not doors:
        raise Refused(_("请至少勾一户。"), field="doors")
    if len(doors) > MOST:
        raise Refused(_("一次最多 {n} 户,请分几次。"), field="doors", n=MOST)
    campaign = campaign_for(access, campaign_id, "canvass.record")
    if result not in alike(campaign):
        raise Refused(_("请先点一个结果:空关、没人应门……"), field="result")
    with transaction.atomic():
        hold_tree()
        inside = Door.objects.filter(pk__in=doors, campaign=campaign).order_by("path")
        homes = dict(inside.values_list("pk", "place_id"))
        if len(homes) < len(doors):
            raise Hidden
        hold_places(homes.values())
        for door_id in homes:
            record_visit(
                access=access,
                door_id=door_id,
                told=Told(result=result, answers={}),
                visit_id=uuid5(batch, str(door_id)),
            )
    return len(doors)
