"""The installation's keys, wherever something is sealed or digested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from wanli.kernel import signing
from wanli.kernel.keyring import Keyring, load


@dataclass(frozen=True, slots=True)
class SealedFiles:
    """Something sealed that lies outside the database."""

    keys_in_use: Callable[[], set[int]]
    """The numbers of the keys under which any of it is sealed."""
    reseal: Callable[[], int]
    """Seal again whatever is not under the active key; returns how many that were."""


_files: list[SealedFiles] = []


def register_files(files: SealedFiles) -> None:
    """Called when Django starts by a domain that keeps sealed files: keys are rotated there too."""
    if files not in _files:
        _files.append(files)


def sealed_files() -> list[SealedFiles]:
    """All that were registered."""
    return list(_files)


def keyring() -> Keyring:
    """The keys in force; read again when the file changes."""
    file: Path = settings.OPTIONS.keys_file
    return load(file)


def signing_keys() -> signing.SigningKeys:
    """The keys that sign what is handed out; read again when their file changes."""
    file: Path = settings.OPTIONS.signing_file
    return signing.load(file)
