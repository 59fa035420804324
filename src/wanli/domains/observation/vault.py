"""What is sealed of a case and its checks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import models

from wanli.domains.observation.links import Commitment
from wanli.domains.observation.models import (
    Case,
    CaseList,
    Check,
    Correction,
    Leave,
    Start,
    Step,
    TalkNote,
)
from wanli.domains.observation.rules.answers import Answers, answers_in
from wanli.domains.observation.rules.readings import Reading
from wanli.domains.observation.rules.signatures import Signature
from wanli.domains.people.operations.rotate_keys import history
from wanli.ground.keys import keyring

CHECK, NOTE = "observation.check", "observation.note"
COUNSEL = "observation.counsel"
SIGNATURE = "observation.signature"
ANSWERS = "observation.answers"
LIST = "observation.list"
SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    (Case, "note_cipher", NOTE),
    (history(Case), "note_cipher", NOTE),
    (Check, "reading_cipher", CHECK),
    (history(Check), "reading_cipher", CHECK),
    (Commitment, "signature_cipher", SIGNATURE),
    (history(Commitment), "signature_cipher", SIGNATURE),
    (Start, "answers_cipher", ANSWERS),
    (history(Start), "answers_cipher", ANSWERS),
    (Step, "note_cipher", NOTE),
    (TalkNote, "note_cipher", COUNSEL),
    (Leave, "note_cipher", NOTE),
    (history(Leave), "note_cipher", NOTE),
    (CaseList, "content", LIST),
    (CaseList, "refused_rows", LIST),
    (Correction, "reading_cipher", CHECK),
    (Correction, "note_cipher", NOTE),
)


def seal(reading: Reading) -> bytes:
    """A reading, sealed."""
    return keyring().seal(CHECK, _text(reading.as_data()))


def opened(token: bytes | memoryview) -> Reading:
    """The reading behind a token."""
    return Reading.from_data(json.loads(keyring().open(CHECK, token)))


def seal_note(said: str) -> bytes | None:
    """A remark, sealed; nothing for nothing."""
    said = " ".join(said.split())[:300]
    return keyring().seal(NOTE, said) if said else None


def seal_counsel(said: str) -> bytes | None:
    """What was said to a counsellor, sealed under a name of its own; nothing for nothing."""
    said = said.strip()[:4000]
    return keyring().seal(COUNSEL, said) if said else None


def open_counsel(token: bytes | memoryview | None) -> str:
    """What was said to a counsellor."""
    return keyring().open(COUNSEL, token) if token else ""


def open_note(token: bytes | memoryview | None) -> str:
    """The remark behind a token."""
    return keyring().open(NOTE, token) if token else ""


def seal_signature(signature: Signature) -> bytes:
    """A signature, sealed."""
    return keyring().seal(SIGNATURE, _text({"n": signature.name, "d": signature.drawn}))


def open_signature(token: bytes | memoryview) -> Signature:
    """The signature behind a token."""
    data = json.loads(keyring().open(SIGNATURE, token))
    return Signature(data["n"], data["d"])


def seal_answers(answers: Answers) -> bytes:
    """What a home answered, sealed."""
    return keyring().seal(ANSWERS, _text(answers.as_data()))


def open_answers(token: bytes | memoryview) -> Answers:
    """The answers behind a token."""
    return answers_in(json.loads(keyring().open(ANSWERS, token)))


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
