"""What is sealed of lists and leads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import models

from wanli.domains.checklists.models import CheckList, Match, Row
from wanli.domains.people.operations.rotate_keys import history
from wanli.ground.keys import keyring

LIST, ANSWERS, KNOWN = "checklist.file", "checklist.answers", "checklist.known"
SAID = "checklist.said"
SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    (CheckList, "content", LIST),
    (Row, "answers_cipher", ANSWERS),
    (Match, "known_cipher", KNOWN),
    (history(Match), "known_cipher", KNOWN),
)


def seal_answers(answers: Mapping[int, str]) -> bytes:
    """What stands in the answering columns, by their index."""
    return _sealed(ANSWERS, {str(column): said for column, said in answers.items()})


def open_answers(token: bytes | memoryview | None) -> dict[int, str]:
    """The same, opened; nothing for nothing."""
    return {int(column): said for column, said in _opened(ANSWERS, token).items()}


def seal_known(known: Mapping[str, str], told: Mapping[str, str]) -> bytes:
    """Facts by their key: what was known anyway, and what somebody was told when she asked."""
    return _sealed(KNOWN, {"known": known, "told": told})


def open_known(token: bytes | memoryview | None) -> tuple[dict[str, str], dict[str, str]]:
    """The same, opened; nothing for nothing."""
    data = _opened(KNOWN, token)
    return data.get("known", {}), data.get("told", {})


def _sealed(field: str, data: Mapping[str, Any]) -> bytes:
    return keyring().seal(field, json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _opened(field: str, token: bytes | memoryview | None) -> dict[str, Any]:
    return dict(json.loads(keyring().open(field, token))) if token else {}
