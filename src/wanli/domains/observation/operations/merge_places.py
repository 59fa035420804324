"""Two places that are one: who was observed at the one is observed at the other."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wanli.domains.ledger.mergers import Merger, Spot
from wanli.domains.observation.models import (
    Case,
    Check,
    Correction,
    Episode,
    LadderStop,
    Leave,
    Step,
    Talk,
    TalkNote,
)


def merge_cases(old: Spot, new: Spot) -> Iterable[UUID]:
    """Cases of both stand side by side; there is one a person, not one a door."""
    cases = Case.objects.filter(place=old.id)
    ids = list(cases.values_list("pk", flat=True))
    cases.update(place=new.id, path=new.path)
    checks = Check.objects.filter(case__in=ids)
    checks.update(path=new.path)
    LadderStop.objects.filter(case__in=ids).update(path=new.path)
    episodes = Episode.objects.filter(case__in=ids)
    episodes.update(path=new.path)
    Step.objects.filter(episode__case__in=ids).update(path=new.path)
    Correction.objects.filter(of__case__in=ids).update(path=new.path)
    for model in (Talk, Leave):
        model.objects.filter(case__in=ids).update(path=new.path)
    TalkNote.objects.filter(talk__case__in=ids).update(path=new.path)
    return [
        *ids,
        *checks.values_list("pk", flat=True),
        *episodes.values_list("pk", flat=True),
    ]


MERGER = Merger(
    (
        "observation_case",
        "observation_check",
        "observation_episode",
        "observation_step",
        "observation_talk",
        "observation_talknote",
        "observation_leave",
        "observation_correction",
    ),
    merge_cases,
)
