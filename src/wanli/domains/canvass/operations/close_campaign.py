"""End a campaign."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from wanli.domains.canvass.access import campaign_for
from wanli.domains.canvass.measures import OF_A_DOOR
from wanli.domains.canvass.models import Campaign, Door
from wanli.domains.ledger.entries import settle
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access


def close_campaign(*, access: Access, campaign_id: UUID) -> Campaign:
    """End it: its doors leave Today and the wall. Ending it twice changes nothing.

    Permission ``canvass.manage`` at the campaign's place.
    """
    with transaction.atomic():
        hold_tree()
        campaign_for(access, campaign_id, "canvass.manage")
        campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
        if campaign.closed_on is None:
            campaign.closed_on = clock.today()
            campaign.save(update_fields=["closed_on"])
            doors = Door.objects.filter(campaign=campaign, running=True)
            ids = list(doors.select_for_update().values_list("pk", flat=True))
            doors.update(running=False)
            settle(measures=OF_A_DOOR, sources=ids)
    return campaign
