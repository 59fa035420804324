"""Take places out of use."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.domains.places.access import place_for
from wanli.domains.places.models import Place
from wanli.domains.places.tree import change_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused


def retire(*, access: Access, label: str) -> Place:
    """Retire the place with this label and all that stands beneath it.

    In the caller's transaction; ``ledger.operations.retire_place`` is the whole operation.
    Permission ``place.edit``. ``Refused`` for the head of one's own places.
    """
    change_tree()
    place = place_for(access, label, "place.edit")
    standing = Place.objects.standing().within(place.path).select_for_update()
    if place.path in access.paths("place.edit"):
        raise Refused(_("这是您岗位所在的地点,请由上一级停用。"))
    list(standing.order_by("path").values_list("pk"))
    Place.objects.standing().within(place.path).update(retired_on=clock.today())
    return place
