"""Two places that are one: who was registered for the one is registered for the other."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from wanli.domains.arrivals.models import (
    Arrival,
    Contact,
    GateCode,
    GroupChat,
    HandOver,
    PaperForm,
    PaperPhoto,
    Poster,
    Returnee,
    Source,
    Stay,
    Verdict,
)
from wanli.domains.ledger.mergers import Exchange, Merger, Spot

WITH_IT: tuple[type[models.Model], ...] = (
    Stay, Returnee, Source, Contact, Verdict, PaperPhoto,
)  # fmt: skip
"""What lies where its arrival lies."""


def merge_arrivals(old: Spot, new: Spot) -> Iterable[Exchange]:
    """Registrations of both stand side by side; posters of both lead to the one that stays."""
    Poster.objects.filter(place=old.id).update(place=new.id, path=new.path)
    PaperForm.objects.filter(path=old.path).update(path=new.path)
    PaperPhoto.objects.filter(path=old.path, arrival=None).update(path=new.path)
    GroupChat.objects.filter(place=old.id).update(place=new.id, path=new.path)
    # The phones show them anew: one code may be given at both.
    GateCode.objects.filter(path=old.path).delete()
    HandOver.objects.filter(path=old.path).update(path=new.path)
    HandOver.objects.filter(place_to=old.id).update(place_to=new.id, path_to=new.path)
    arrivals = Arrival.objects.filter(place=old.id)
    ids = list(arrivals.values_list("pk", flat=True))
    arrivals.update(place=new.id, path=new.path)
    for model in WITH_IT:
        model._default_manager.filter(arrival__in=ids).update(path=new.path)
    return ()


MERGER = Merger(
    (
        "arrivals_poster",
        "arrivals_arrival",
        "arrivals_gatecode",
        "arrivals_groupchat",
        "arrivals_handover",
        "arrivals_paperform",
        *(model._meta.db_table for model in WITH_IT),
    ),
    merge_arrivals,
)
