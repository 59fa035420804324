"""Photos and scans that arrive from phones, made safe and kept sealed.

``redrawn`` makes a new picture of what was sent; a ``PictureShelf`` keeps such pictures among the
uploads. A domain that keeps pictures has one model with a row for each (its column ``file`` holds
the name) and one shelf, which it registers when Django starts: keys are rotated there too, and
files without a row are swept away.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from wanli.ground.keys import SealedFiles, keyring, register_files
from wanli.kernel import clock
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

register_heif_opener()

ACCEPT = "image/jpeg,image/png,image/heic,image/heif"
"""For the ``accept`` of an input."""
MOST_MEGABYTES = 30
MOST_PIXELS = 120_000_000
"""Of a JPEG that can be scaled down while it is read."""
MOST_PIXELS_WHOLE = 60_000_000
"""Of any other picture: all of it is in memory at once."""
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
SIDE = 2400
"""Pixels of the longer side that are kept: handwriting stays legible."""
QUALITY = 80
FORMATS = ("JPEG", "PNG", "HEIF")
PLAIN = b"\xff\xd8\xff"
"""A JPEG as it is, from before pictures were sealed; no key has such a number."""
STRAY = timedelta(days=1)
Of = TypeVar("Of")


def redrawn(content: bytes, *, field: str = "photo", side: int = SIDE) -> bytes:
    """A JPEG of the same picture: upright, at most ``side`` pixels long, and without anything that
    the camera wrote into the file (place, time, device).

    What it is, is judged by its content, never by its name. Raises ``Refused`` on ``field``, with
    a sentence that says what was sent instead, when it is no JPEG, PNG or HEIC, is damaged, or
    has more than 30 MB or too many pixels. Takes up to a second: decode outside of transactions.
    """
    if not content:
        raise Refused(_("这张照片是空的。请再拍一张,或重新选一张。"), field=field)
    if len(content) > MOST_MEGABYTES * 1_000_000:
        raise Refused(
            _("照片太大:最多 {n} MB。请用手机直接拍,或把照片缩小再传。"),
            field=field,
            n=MOST_MEGABYTES,
        )
    _refuse_what_it_is_instead(content, field)
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            return _drawn(image, field, side)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(field) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError):
        raise Refused(
            _("这不是照片,或照片坏了。请再拍一张,或传 JPG、PNG、HEIC 格式的照片。"), field=field
        ) from None


def _refuse_what_it_is_instead(content: bytes, field: str) -> None:
    """People rename what their phone will not let them choose."""
    head = content[:1024].lstrip()
    if head.startswith(b"%PDF-"):
        raise Refused(
            _("这是 PDF 文件,不是照片,改了名字也不行。请打开它截图,或直接拍照再传。"), field=field
        )
    if content[4:8] == b"ftyp" and content[8:12] in (b"isom", b"mp41", b"mp42", b"qt  ", b"3gp4"):
        raise Refused(_("这是视频,不是照片。请拍一张照片再传。"), field=field)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused(
            _("这是文档或压缩包,不是照片,改了名字也不行。请拍照或截图再传。"), field=field
        )


def _drawn(image: Image.Image, field: str, side: int) -> bytes:
    scales_while_read = image.format in ("JPEG", "MPO") and "progressive" not in image.info
    most = MOST_PIXELS if scales_while_read else MOST_PIXELS_WHOLE
    if image.width * image.height > most:
        raise _too_many_pixels(field)
    image.draft("RGB", (side, side))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((side, side))
    clean = BytesIO()
    opaque = _on_white(upright)
    # A new picture of the same pixels: nothing but them goes into the file.
    Image.frombytes("RGB", opaque.size, opaque.tobytes()).save(clean, "JPEG", quality=QUALITY)
    return clean.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """Black writing on nothing would become black on black."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("RGB")


def _too_many_pixels(field: str) -> Refused:
    return Refused(_("照片的像素太多。请用手机直接拍,或把照片缩小再传。"), field=field)


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture that somebody sent."""

    id: UUID
    """Made where it was taken, so that sent twice it is one; made here where nobody named it."""
    read: Callable[[], bytes]
    """Its content; ``Refused`` when it is not all here."""
    used: Callable[[], None] = _nothing
    """Called in the transaction that keeps it."""

    @classmethod
    def of(cls, content: bytes) -> Sent:
        """One that came in one piece."""
        return cls(uuid7(), lambda: content)


@dataclass(frozen=True)
class PictureShelf:
    """Where one domain's pictures lie: among the uploads, sealed, so that who reads the disk
    sees nothing."""

    folder: str
    """Among the uploads."""
    name: str
    """Under which they are sealed, as ``canvass.photo``: no other can be read in its stead."""
    model: Callable[[], type[models.Model]]
    """Of the rows that name them in ``file``; asked for late, when models are loaded."""

    def save(self, picture_id: object, content: bytes) -> str:
        """Seal a picture and keep it; returns under which name, for ``file``."""
        sealed = keyring().seal_bytes(self.name, content)
        return default_storage.save(f"{self.folder}/{picture_id}.sealed", ContentFile(sealed))

    @contextmanager
    def keeping(self, picture_id: object, content: bytes) -> Iterator[str]:
        """``save`` for a block that makes the row; without the row the file goes again."""
        file = self.save(picture_id, content)
        try:
            yield file
        except BaseException:
            self.delete(file)
            raise

    def take_in(
        self,
        sent: Sent,
        *,
        find: Callable[[], Sequence[Of]],
        full: Callable[[Of], None],
        make: Callable[[UUID, Of, str], models.Model],
        side: int = SIDE,
    ) -> list[Any]:
        """A row for each of what ``find`` loads and authorises, with the picture drawn anew
        (``redrawn``) and kept. The same picture again is the rows of the first time.

        ``full`` refuses one too many, ``make`` makes the row. Decoded between two transactions,
        unless the caller has one open: that takes a second, and nobody waits for it.
        """
        with transaction.atomic():
            known, new = self._known(sent, find())
            if not new:
                sent.used()
                return known
            for of in new.values():
                full(of)
            content = sent.read()
        drawn = redrawn(content, side=side)
        try:
            return self._kept(sent, drawn, find, full, make)
        except IntegrityError:
            # The same form, sent a second time while the first was being read.
            with transaction.atomic():
                known, new = self._known(sent, find())
            if new:
                raise
            return known

    def _kept(
        self,
        sent: Sent,
        drawn: bytes,
        find: Callable[[], Sequence[Of]],
        full: Callable[[Of], None],
        make: Callable[[UUID, Of, str], models.Model],
    ) -> list[Any]:
        with ExitStack() as files, transaction.atomic():
            rows, new = self._known(sent, find())
            for picture_id, of in new.items():
                full(of)
                file = files.enter_context(self.keeping(picture_id, drawn))
                rows.append(make(picture_id, of, file))
            sent.used()
        return rows

    def _known(self, sent: Sent, owners: Sequence[Of]) -> tuple[list[Any], dict[UUID, Of]]:
        """The rows that this picture has already, and what it is still to be laid beside."""
        all_of_them = {uuid5(sent.id, str(getattr(of, "pk", of))): of for of in owners}
        rows = list(self._rows().filter(pk__in=all_of_them))
        there = {row.pk for row in rows}
        return rows, {one: of for one, of in all_of_them.items() if one not in there}

    def read(self, file: str) -> bytes:
        """The picture. Raises ``FileNotFoundError``, or ``Unreadable`` when its key is gone."""
        with default_storage.open(file) as stream:
            token: bytes = stream.read()
        return token if _is_plain(token) else keyring().open_bytes(self.name, token)

    def delete(self, file: str) -> None:
        """Deleting it twice changes nothing. After the row, on commit: a file without a row is
        found by ``delete_strays``, a row without a file is a loss."""
        default_storage.delete(file)

    def delete_strays(self) -> int:
        """Delete files that no row names: a crash came between the one and the other."""
        if not default_storage.exists(self.folder):
            return 0
        known = set(self._rows().values_list("file", flat=True))
        old = clock.now() - STRAY
        strays = [
            file
            for file in (
                f"{self.folder}/{name}" for name in default_storage.listdir(self.folder)[1]
            )
            if file not in known and default_storage.get_modified_time(file) < old
        ]
        for file in strays:
            self.delete(file)
        return len(strays)

    def files(self) -> SealedFiles:
        """What follows when keys are rotated."""
        return SealedFiles(self._keys_in_use, self._reseal)

    def _rows(self) -> models.QuerySet[Any]:
        return self.model()._default_manager.all()

    def _tokens(self) -> Iterator[tuple[str, bytes]]:
        """Every picture whose file is there, its row locked: nobody deletes it meanwhile."""
        rows = self._rows().exclude(file="").select_for_update(of=("self",)).order_by("pk")
        for row in rows.iterator(chunk_size=50):
            if default_storage.exists(row.file):
                with default_storage.open(row.file) as stream:
                    yield row.file, stream.read()

    def _keys_in_use(self) -> set[int]:
        with transaction.atomic():
            return {
                keyring().number(token) for _file, token in self._tokens() if not _is_plain(token)
            }

    def _reseal(self) -> int:
        """Stopped half-way it goes on where it was: each file says under which key it is."""
        done = 0
        with transaction.atomic():
            for file, token in self._tokens():
                ring = keyring()
                if _is_plain(token) or not ring.is_current(token):
                    picture = token if _is_plain(token) else ring.open_bytes(self.name, token)
                    _replace(file, ring.seal_bytes(self.name, picture))
                    done += 1
        return done


_shelves: list[PictureShelf] = []


def register_shelf(shelf: PictureShelf) -> None:
    """Called when Django starts by a domain that keeps pictures."""
    if shelf not in _shelves:
        _shelves.append(shelf)
        register_files(shelf.files())


def delete_strays() -> int:
    """Of every shelf; returns how many files that were."""
    return sum(shelf.delete_strays() for shelf in _shelves)


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
