"""Two places that are one: who was observed at the one is observed at the other."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.ledger.mergers import Exchange, Merger, Spot
from wanli.domains.observation.models import (
    Case,
    Check,
    Correction,
    Diary,
    DiaryPhoto,
    Episode,
    LadderStop,
    Leave,
    Step,
    Talk,
    TalkNote,
)


def merge_cases(old: Spot, new: Spot) -> Iterable[Exchange]:
    """Cases of both stand side by side; there is one a person, not one a door."""
    cases = Case.objects.filter(place=old.id)
    ids = list(cases.values_list("pk", flat=True))
    cases.update(place=new.id, path=new.path)
    LadderStop.objects.filter(case__in=ids).update(path=new.path)
    Check.objects.filter(case__in=ids).update(path=new.path)
    Episode.objects.filter(case__in=ids).update(path=new.path)
    Step.objects.filter(episode__case__in=ids).update(path=new.path)
    Correction.objects.filter(of__case__in=ids).update(path=new.path)
    for model in (Talk, Leave, Diary):
        model.objects.filter(case__in=ids).update(path=new.path)
    TalkNote.objects.filter(talk__case__in=ids).update(path=new.path)
    DiaryPhoto.objects.filter(diary__case__in=ids).update(path=new.path)
    return ()


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
        "observation_diary",
        "observation_diaryphoto",
    ),
    merge_cases,
)
