"""Files of keys: readable by their owner alone, never half written, made once."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def replace(file: Path, text: str) -> None:
    """Write ``text`` in the place of whatever ``file`` held."""
    _written_beside(file, text).replace(file)


def put_first(file: Path, text: str) -> None:
    """The same, unless another process or thread has put a file there meanwhile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = _written_beside(file, text)
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _written_beside(file: Path, text: str) -> Path:
    draft = file.with_suffix(f".{secrets.token_hex(8)}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    return draft
