"""Give a place another name, code or number of floors."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from wanli.domains.places.access import place_for
from wanli.domains.places.models import Place
from wanli.domains.places.operations.add import read_code, read_floors, read_name, taken_already
from wanli.kernel.access import Access


def edit_place(
    *, access: Access, label: str, name: str, code: str = "", floors: int | None = None
) -> Place:
    """Rename the place with this label; its label, path, rows and books stay as they are.

    Permission ``place.edit``. ``Refused`` as ``add_place`` does. The same values again change
    nothing.
    """
    with transaction.atomic():
        place_for(access, label, "place.edit")
        place = Place.objects.select_for_update().get(label=label)
        place.name = read_name(name)
        place.code = read_code(place.kind, code)
        place.floors = read_floors(floors)
        try:
            with transaction.atomic():
                place.save(update_fields=["name", "code", "floors"])
        except IntegrityError:
            raise taken_already(place.name) from None
    return place
