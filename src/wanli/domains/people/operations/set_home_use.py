"""Say what a door stands for: lived in, let, empty."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.people.measures import OF_A_HOME
from wanli.domains.people.models import HomeUse, Household
from wanli.domains.places.access import held_place
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused


def set_home_use(
    *, access: Access, label: str, use: str, permission: str = "people.edit"
) -> Household:
    """Record the state of the door with this label; the same state twice changes nothing."""
    with transaction.atomic():
        place = held_place(access, label, permission)
        if use not in HomeUse.values:
            raise Refused(_("请选择:自住、出租、空置或不详。"), field="use")
        home, _made = Household.objects.select_for_update().get_or_create(
            place=place, defaults={"path": place.path}
        )
        if home.use != use:
            home.use = use
            home.updated_at = clock.now()
            home.save(update_fields=["use", "updated_at"])
        settle(measures=OF_A_HOME, sources=[place.pk])
    return home
