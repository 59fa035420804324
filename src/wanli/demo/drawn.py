"""Small pictures for the demo, drawn and not photographed: a wet floor, a parcel at a door."""

from __future__ import annotations

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

SIZE = 480, 360
Colour = tuple[int, int, int]


def wet_floor(random: Random) -> bytes:
    """A landing that was just mopped, with the bucket in a corner, as a JPEG."""
    wall, tile = _about(random, (214, 208, 196)), _about(random, (168, 172, 168))
    drawn = Image.new("RGB", SIZE, wall)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 150, 480, 360), fill=tile)
    pen.rectangle((0, 144, 480, 152), fill=_darker(wall))
    for x in range(-480, 961, 80):
        pen.line((240 + (x - 240) // 3, 152, x, 360), fill=_darker(tile), width=2)
    for y in (164, 186, 222, 278, 350):
        pen.line((0, y, 480, y), fill=_darker(tile), width=2)
    for _streak in range(5):
        x, y = random.randrange(40, 400), random.randrange(190, 330)
        pen.ellipse((x, y, x + random.randrange(50, 120), y + 14), fill=_lighter(tile))
    door = _about(random, (120, 84, 58))
    pen.rectangle((300, 20, 400, 150), fill=door, outline=_darker(door), width=4)
    pen.ellipse((384, 86, 392, 94), fill=(214, 190, 120))
    x = random.randrange(30, 180)
    pen.polygon(
        [(x, 240), (x + 70, 240), (x + 60, 310), (x + 10, 310)], fill=_about(random, (62, 98, 146))
    )
    pen.line((x + 52, 250, x + 96, 70), fill=(150, 112, 70), width=8)
    return _jpeg(drawn)


def parcel_at_door(random: Random) -> bytes:
    """What was brought, on the mat before a closed door, as a JPEG."""
    wall, door = _about(random, (222, 216, 204)), _about(random, (112, 74, 52))
    drawn = Image.new("RGB", SIZE, wall)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 270, 480, 360), fill=_about(random, (150, 150, 146)))
    pen.rectangle((130, 10, 350, 272), fill=door, outline=_darker(door), width=6)
    for top in (34, 152):
        pen.rectangle((160, top, 320, top + 96), outline=_darker(door), width=4)
    pen.ellipse((324, 140, 340, 156), fill=(214, 190, 120))
    pen.rectangle((150, 282, 340, 312), fill=_about(random, (96, 88, 74)))
    x = random.randrange(170, 230)
    box = _about(random, (186, 146, 98))
    pen.polygon([(x, 230), (x + 100, 230), (x + 116, 214), (x + 16, 214)], fill=_lighter(box))
    pen.polygon([(x + 100, 230), (x + 116, 214), (x + 116, 282), (x + 100, 300)], fill=_darker(box))
    pen.rectangle((x, 230, x + 100, 300), fill=box)
    pen.rectangle((x + 42, 230, x + 58, 300), fill=(226, 206, 160))
    return _jpeg(drawn)


def _about(random: Random, colour: Colour) -> Colour:
    red, green, blue = (max(0, min(255, one + random.randint(-14, 14))) for one in colour)
    return red, green, blue


def _darker(colour: Colour) -> Colour:
    red, green, blue = (one * 4 // 5 for one in colour)
    return red, green, blue


def _lighter(colour: Colour) -> Colour:
    red, green, blue = (min(255, one + 26) for one in colour)
    return red, green, blue


def _jpeg(drawn: Image.Image) -> bytes:
    kept = BytesIO()
    drawn.filter(ImageFilter.GaussianBlur(0.8)).save(kept, "JPEG", quality=72)
    return kept.getvalue()
