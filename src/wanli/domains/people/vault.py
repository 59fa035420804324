"""Document and phone numbers: sealed, found again, opened."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from wanli.kernel.keyring import Keyring, load

DOCUMENT, PHONE, FILE = "person.document", "person.phone", "roster.file"


def keyring() -> Keyring:
    """The installation's keys."""
    file: Path = settings.OPTIONS.keys_file
    return load(file)
