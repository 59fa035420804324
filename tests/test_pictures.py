"""Photos from phones: what was sent becomes a plain picture, or a sentence says why not."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from wanli.ground import pictures
from wanli.ground.pictures import redrawn
from wanli.kernel.errors import Refused

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def sent(
    kind: str = "JPEG", size: tuple[int, int] = (400, 300), mode: str = "RGB", turned: int = 1
) -> bytes:
    """What a phone sends: a picture with its left half red, and where it was taken."""
    image = Image.new(mode, size, "white")
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "red"))
    camera = Image.Exif()
    camera[ORIENTATION] = turned
    camera[MAKER] = "Fernsprecher"
    camera.get_ifd(GPS)[2] = (31.0, 14.0, 5.0)
    file = BytesIO()
    image.save(file, kind, exif=camera)
    return file.getvalue()


def shown(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_what_the_camera_wrote_into_it_is_gone(kind: str) -> None:
    content = sent(kind)
    assert b"Fernsprecher" in content
    kept = redrawn(content)
    image = shown(kept)
    assert (image.format, image.size) == ("JPEG", (400, 300))
    assert not image.getexif()
    assert b"Fernsprecher" not in kept
    assert b"Exif" not in kept


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_it_stands_upright(kind: str) -> None:
    image = shown(redrawn(sent(kind, turned=6)))
    assert image.size == (300, 400)
    red, _green, blue = image.getpixel((150, 20))  # type: ignore[misc]
    assert red > 200
    assert blue < 60


def test_a_large_one_is_scaled_down() -> None:
    assert shown(redrawn(sent(size=(6000, 4000)))).size == (2400, 1600)
    assert shown(redrawn(sent(size=(600, 400)), side=300)).size == (300, 200)


def test_writing_on_nothing_stays_black_on_white() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 20, 40))
    file = BytesIO()
    image.save(file, "PNG")
    kept = shown(redrawn(file.getvalue()))
    assert max(kept.getpixel((5, 20))) < 60  # type: ignore[arg-type]
    assert min(kept.getpixel((35, 20))) > 200  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 scan", "PDF"),
        (b"\x00\x00\x00\x20ftypmp42\x00\x00\x00\x00mp42isom", "视频"),
        (b"PK\x03\x04" + bytes(40), "文档"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是照片"),
        (sent("GIF"), "不是照片"),
        (sent()[:300], "不是照片"),
        (sent("HEIF")[:300], "不是照片"),
    ],
)
def test_what_is_no_picture_is_refused_in_its_own_words(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        redrawn(content, field="receipt")
    assert refused.value.field == "receipt"


def test_thirty_megabytes_are_the_limit() -> None:
    padded = sent() + bytes(30_000_000 - len(sent()))
    assert shown(redrawn(padded)).size == (400, 300)
    with pytest.raises(Refused, match="最多 30 MB"):
        redrawn(padded + b"\x00")


def test_a_small_file_of_very_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100_000)
    monkeypatch.setattr(pictures, "MOST_PIXELS_WHOLE", 50_000)
    assert redrawn(sent(size=(300, 300)))
    for content in (sent(size=(400, 300)), sent("PNG", size=(300, 300)), sent("HEIF", (300, 300))):
        with pytest.raises(Refused, match="像素太多"):
            redrawn(content)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "HEIF"]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=12),
    st.integers(0, 2000),
)
def test_damage_is_refused_or_drawn(kind: str, hits: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(sent(kind, size=(60, 40)))
    for place, value in hits:
        content[place % len(content)] = value
    with suppress(Refused):
        assert redrawn(bytes(content[: max(cut, 1)])).startswith(b"\xff\xd8")
