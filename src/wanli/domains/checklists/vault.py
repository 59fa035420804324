"""What is sealed of lists and leads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import models

from wanli.domains.checklists.models import CheckList, Correction, Lead, Match, Row
from wanli.domains.people.operations.rotate_keys import history
from wanli.ground.keys import keyring

LIST, ANSWERS, KNOWN = "checklist.file", "checklist.answers", "checklist.known"
SAID, LEAD = "checklist.said", "checklist.lead"
SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    (CheckList, "content", LIST),
    (Row, "answers_cipher", ANSWERS),
    (Correction, "cipher", ANSWERS),
    (Match, "known_cipher", KNOWN),
    (history(Match), "known_cipher", KNOWN),
    (Lead, "words_cipher", LEAD),
    (history(Lead), "words_cipher", LEAD),
    (Lead, "note_cipher", LEAD),
    (history(Lead), "note_cipher", LEAD),
)


def seal_answers(answers: Mapping[int, str]) -> bytes:
    """What stands in the answering columns, by their index."""
    return _sealed(ANSWERS, {str(column): said for column, said in answers.items()})


def open_answers(token: bytes | memoryview | None) -> dict[int, str]:
    """The same, opened; nothing for nothing."""
    return {int(column): said for column, said in _opened(ANSWERS, token).items()}


def seal_correction(was: str, now: str, why: str) -> bytes:
    """What stood in a cell, what stands there now, and why."""
    return _sealed(ANSWERS, {"was": was, "now": now, "why": why})


def open_correction(token: bytes | memoryview) -> tuple[str, str, str]:
    """The same, opened."""
    data = _opened(ANSWERS, token)
    return str(data["was"]), str(data["now"]), str(data["why"])


def seal_known(known: Mapping[str, str], told: Mapping[str, str]) -> bytes:
    """Facts by their key: what was known anyway, and what somebody was told when she asked."""
    return _sealed(KNOWN, {"known": known, "told": told})


def open_known(token: bytes | memoryview | None) -> tuple[dict[str, str], dict[str, str]]:
    """The same, opened; nothing for nothing."""
    data = _opened(KNOWN, token)
    return data.get("known", {}), data.get("told", {})


def seal_words(what: str, where: str) -> bytes:
    """What a lead says."""
    return _sealed(LEAD, {"what": what, "where": where})


def open_words(token: bytes | memoryview) -> tuple[str, str]:
    """What, and where."""
    data = _opened(LEAD, token)
    return str(data["what"]), str(data["where"])


def seal_note(said: str) -> bytes | None:
    """What was found out; nothing for nothing."""
    return keyring().seal(LEAD, said) if said else None


def open_note(token: bytes | memoryview | None) -> str:
    """The same, opened."""
    return keyring().open(LEAD, token) if token else ""


def _sealed(field: str, data: Mapping[str, Any]) -> bytes:
    return keyring().seal(field, json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _opened(field: str, token: bytes | memoryview | None) -> dict[str, Any]:
    return dict(json.loads(keyring().open(field, token))) if token else {}
