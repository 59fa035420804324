"""The installation's keys, wherever something is sealed or digested."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from wanli.kernel.keyring import Keyring, load


def keyring() -> Keyring:
    """The keys in force; read again when the file changes."""
    file: Path = settings.OPTIONS.keys_file
    return load(file)
