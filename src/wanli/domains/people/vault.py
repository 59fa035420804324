"""Document and phone numbers: sealed, found again, opened."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from wanli.kernel.keyring import Keyring, load

DOCUMENT, PHONE = "person.document", "person.phone"


def keyring() -> Keyring:
    """The installation's keys."""
    file: Path = settings.OPTIONS.keys_file
    return load(file)
