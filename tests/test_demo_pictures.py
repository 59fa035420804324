"""The demo's pictures are drawn, are taken like anybody's, and show nobody."""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from PIL import Image

from tests.world import World
from wanli.demo.drawn import parcel_at_door, wet_floor
from wanli.demo.pictured import take_pictures
from wanli.domains.errands.models import Photo
from wanli.domains.routines.models import RoutinePhoto
from wanli.domains.routines.photos import SHELF
from wanli.kernel.access import Access


def test_routines_and_things_brought_have_pictures(world: World) -> None:
    n = take_pictures(Access.system(), Random(1))
    routines = list(RoutinePhoto.objects.all())
    proofs = Photo.objects.filter(what="proof").count()
    assert n == len(routines) + proofs
    assert len(routines) >= 5
    assert proofs >= 5
    with Image.open(BytesIO(SHELF.read(routines[0].file))) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (480, 360))


@pytest.mark.parametrize("draw", [wet_floor, parcel_at_door])
def test_the_same_seed_draws_the_same_picture_and_a_small_one(draw: object) -> None:
    assert callable(draw)
    one, same, other = (draw(Random(seed)) for seed in (3, 3, 4))
    assert one == same != other
    assert len(one) < 30_000
