"""Pictures among the uploads, sealed: who reads the disk sees nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from wanli.domains.canvass.models import SheetPhoto
from wanli.ground.keys import SealedFiles, keyring
from wanli.kernel import clock

FOLDER = "canvass"
FIELD = "canvass.photo"
PLAIN = b"\xff\xd8\xff"
"""A JPEG as it is, from before pictures were sealed; no key has such a number."""
STRAY = timedelta(days=1)


def save_photo(name: str, content: bytes) -> str:
    """Seal a picture and keep it; returns under which name."""
    sealed = keyring().seal_bytes(FIELD, content)
    return default_storage.save(f"{FOLDER}/{name}", ContentFile(sealed))


def read_photo(photo: SheetPhoto) -> bytes:
    """The picture. Raises ``FileNotFoundError``, or ``Unreadable`` when its key is gone."""
    with default_storage.open(photo.file) as stream:
        token: bytes = stream.read()
    return token if _is_plain(token) else keyring().open_bytes(FIELD, token)


def delete_photo(name: str) -> None:
    """Deleting it twice changes nothing."""
    default_storage.delete(name)


def delete_strays() -> int:
    """Delete files that no photo names: a crash came between the one and the other."""
    if not default_storage.exists(FOLDER):
        return 0
    known = set(SheetPhoto.objects.values_list("file", flat=True))
    old = clock.now() - STRAY
    strays = [
        name
        for name in (f"{FOLDER}/{file}" for file in default_storage.listdir(FOLDER)[1])
        if name not in known and default_storage.get_modified_time(name) < old
    ]
    for name in strays:
        delete_photo(name)
    return len(strays)


def _tokens() -> Iterator[tuple[SheetPhoto, bytes]]:
    """Every picture whose file is there, its row locked: nobody deletes it meanwhile."""
    for photo in SheetPhoto.objects.select_for_update().order_by("pk").iterator(chunk_size=50):
        if default_storage.exists(photo.file):
            with default_storage.open(photo.file) as stream:
                yield photo, stream.read()


def _keys_in_use() -> set[int]:
    with transaction.atomic():
        return {keyring().number(token) for _photo, token in _tokens() if not _is_plain(token)}


def _reseal() -> int:
    """Stopped half-way it goes on where it was: each file says under which key it is."""
    done = 0
    with transaction.atomic():
        for photo, token in _tokens():
            ring = keyring()
            if _is_plain(token) or not ring.is_current(token):
                picture = token if _is_plain(token) else ring.open_bytes(FIELD, token)
                _replace(photo.file, ring.seal_bytes(FIELD, picture))
                done += 1
    return done


def _replace(name: str, token: bytes) -> None:
    """Whoever reads meanwhile gets the one or the other."""
    file = Path(default_storage.path(name))
    draft = file.with_name(f".{file.name}.new")
    with draft.open("wb") as stream:
        stream.write(token)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


def _is_plain(token: bytes) -> bool:
    return token.startswith(PLAIN)


SEALED = SealedFiles(_keys_in_use, _reseal)
