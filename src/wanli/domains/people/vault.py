"""Document and phone numbers: sealed, found again, opened."""

from __future__ import annotations

from wanli.ground.keys import keyring

__all__ = ["DOCUMENT", "FILE", "PHONE", "keyring"]

DOCUMENT, PHONE, FILE = "person.document", "person.phone", "roster.file"
