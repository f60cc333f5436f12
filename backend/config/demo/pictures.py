"""What shoppers photograph, drawn: receipts, counters, order screens, tables, restrooms.

Every picture carries the EXIF a phone would write (moment, place, make), and some are stored
turned, as phones do.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import datetime
from functools import cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from backend.config.demo.world import Place

WIDTH, HEIGHT = 1200, 900
_QUALITY = 82
Draw = ImageDraw.ImageDraw
Colour = tuple[int, int, int]


def photograph(subject: str, place: Place, at: datetime, seed: int, note: str = "") -> bytes:
    """A JPEG of `subject` (`receipt`, `counter`, `screen`, `table`, `restroom`) taken there then.

    `note` is what stands on it: an amount, a waiting time. The same arguments give the same bytes.
    """
    dice = random.Random(f"{subject}{place.code}{seed}")
    image = _SCENES[subject](place, at, dice, note)
    turned = dice.random() < 0.35
    exif = _exif(place, at, dice, turned)
    if turned:
        # orientation 6: the sensor lay on its side, the viewer must turn it back
        image = image.transpose(Image.Transpose.ROTATE_90)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, exif=exif)
    return out.getvalue()


def _receipt(place: Place, at: datetime, dice: random.Random, note: str) -> Image.Image:
    image = _wood(dice)
    paper = Image.new("RGB", (470, 620), (250, 249, 244))
    draw = ImageDraw.Draw(paper)
    y = 36
    for index, line in enumerate([place.name, place.address, f"{at:%d.%m.%Y}"]):
        draw.text((36, y), line, font=_font(30 if index == 0 else 22), fill=(40, 40, 44))
        y += 46 if index == 0 else 36
    for name, price in [*_basket(dice), ("TOTAL", note)]:
        y += 50
        if name == "TOTAL":
            draw.line((36, y, 434, y), fill=(120, 120, 120), width=2)
            y += 12
        draw.text((36, y), name, font=_font(28), fill=(30, 30, 34))
        draw.text((434, y), price, font=_font(28), fill=(30, 30, 34), anchor="ra")
    draw.text((36, y + 90), "Thank you!", font=_font(22), fill=(110, 110, 110))
    for x in range(0, 470, 24):
        draw.polygon([(x, 620), (x + 12, 604), (x + 24, 620)], fill=(120, 84, 52))
    angle = dice.uniform(-9, 9)
    slip = paper.convert("RGBA").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    image.paste(slip, (360 + dice.randint(-60, 60), 110), slip)
    draw = ImageDraw.Draw(image)
    _cup(draw, 1010, 240, 120)
    return image


def _counter(place: Place, at: datetime, dice: random.Random, note: str) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), (74, 62, 54))
    draw = ImageDraw.Draw(image)
    for _ in range(26):
        x, y, r = dice.randint(0, WIDTH), dice.randint(0, 330), dice.randint(14, 44)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(150 + r, 118 + r, 72))
    image = image.filter(ImageFilter.GaussianBlur(9))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 400, WIDTH, HEIGHT), fill=(222, 226, 228))
    for row in range(3):
        y = 450 + row * 130
        draw.rectangle((0, y + 84, WIDTH, y + 96), fill=(170, 176, 180))
        for column in range(11):
            _pastry(draw, 60 + column * 110 + dice.randint(-8, 8), y + 50, dice)
    draw.rectangle((430, 560, 780, 730), fill=(28, 30, 32))
    draw.text((462, 584), "Pastel de nata", font=_font(34), fill=(240, 240, 236))
    draw.text((462, 636), note or "1,40", font=_font(66), fill=(255, 255, 255))
    return image


def _screen(place: Place, at: datetime, dice: random.Random, note: str) -> Image.Image:
    image = _wall((54, 48, 46), dice)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 620, WIDTH, HEIGHT), fill=(128, 88, 56))
    draw.rounded_rectangle((520, 150, 1080, 500), 24, fill=(18, 22, 24))
    draw.rounded_rectangle((540, 170, 1060, 480), 12, fill=(26, 54, 62))
    draw.text((572, 190), "Now serving", font=_font(34), fill=(170, 200, 205))
    draw.text((572, 240), str(dice.randint(11, 98)), font=_font(150), fill=(255, 255, 255))
    draw.text((790, 290), note or "04:10", font=_font(76), fill=(240, 200, 110))
    draw.rectangle((770, 500, 830, 640), fill=(30, 30, 30))
    for index in range(dice.randint(2, 4)):
        _paper_cup(draw, 120 + index * 120, 470)
    return image


def _table(place: Place, at: datetime, dice: random.Random, note: str) -> Image.Image:
    image = _wall((86, 76, 66), dice)
    draw = ImageDraw.Draw(image)
    draw.ellipse((130, 130, 1070, 880), fill=(146, 102, 62), outline=(96, 66, 38), width=8)
    for _ in range(dice.randint(3, 5)):
        _cup(draw, dice.randint(320, 880), dice.randint(290, 720), dice.randint(58, 84))
    for _ in range(120):
        x, y = dice.randint(380, 820), dice.randint(380, 760)
        draw.ellipse((x, y, x + 6, y + 5), fill=(214, 176, 120))
    return image


def _restroom(place: Place, at: datetime, dice: random.Random, note: str) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), (206, 212, 212))
    draw = ImageDraw.Draw(image)
    for y in range(0, 560, 70):
        for x in range(-60 if (y // 70) % 2 else 0, WIDTH, 120):
            draw.rectangle((x, y, x + 118, y + 68), outline=(178, 186, 186), width=3)
    draw.rectangle((0, 560, WIDTH, HEIGHT), fill=(96, 100, 104))
    draw.polygon([(420, 380), (720, 380), (690, 800), (450, 800)], fill=(64, 68, 74))
    for _ in range(26):
        x, y, r = dice.randint(380, 760), dice.randint(290, 400), dice.randint(22, 52)
        draw.polygon(_crumple(x, y, r, dice), fill=(236, 238, 238), outline=(190, 194, 194))
    for _ in range(dice.randint(4, 9)):
        x, y = dice.randint(100, 1100), dice.randint(640, 860)
        draw.polygon(_crumple(x, y, 34, dice), fill=(228, 230, 230), outline=(180, 184, 184))
    return image


_SCENES: dict[str, Callable[[Place, datetime, random.Random, str], Image.Image]] = {
    "receipt": _receipt,
    "counter": _counter,
    "screen": _screen,
    "table": _table,
    "restroom": _restroom,
}


def _basket(dice: random.Random) -> list[tuple[str, str]]:
    menu = [
        ("Flat white", "3,40"),
        ("Galão", "2,30"),
        ("Pastel de nata", "1,40"),
        ("Water", "1,50"),
    ]
    return dice.sample(menu, 3)


def _wood(dice: random.Random) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), (120, 84, 52))
    draw = ImageDraw.Draw(image)
    for y in range(0, HEIGHT, 6):
        shade = dice.randint(-9, 9)
        draw.line((0, y, WIDTH, y), fill=(120 + shade, 84 + shade, 52 + shade), width=6)
    return image


def _wall(colour: Colour, dice: random.Random) -> Image.Image:
    """A plain wall with light from above."""
    image = Image.new("RGB", (1, 64))
    for y in range(64):
        lift = (64 - y) // 2
        image.putpixel((0, y), tuple(min(255, c + lift) for c in colour))
    return image.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)


def _cup(draw: Draw, x: int, y: int, r: int) -> None:
    draw.ellipse(
        (x - r, y - r, x + r, y + r), fill=(244, 243, 240), outline=(206, 204, 200), width=3
    )
    inner = int(r * 0.62)
    draw.ellipse((x - inner, y - inner, x + inner, y + inner), fill=(98, 62, 36))


def _paper_cup(draw: Draw, x: int, y: int) -> None:
    draw.polygon([(x, y), (x + 84, y), (x + 72, y + 160), (x + 12, y + 160)], fill=(238, 236, 230))
    draw.rectangle((x + 6, y + 54, x + 78, y + 106), fill=(140, 98, 60))
    draw.rectangle((x - 4, y - 12, x + 88, y + 4), fill=(252, 252, 250))


def _pastry(draw: Draw, x: int, y: int, dice: random.Random) -> None:
    draw.ellipse(
        (x - 44, y - 30, x + 44, y + 30), fill=(232, 180, 72), outline=(178, 116, 34), width=5
    )
    for _ in range(4):
        dx, dy = dice.randint(-24, 20), dice.randint(-16, 10)
        draw.ellipse((x + dx, y + dy, x + dx + 11, y + dy + 8), fill=(110, 64, 24))


def _crumple(x: int, y: int, r: int, dice: random.Random) -> list[tuple[int, int]]:
    corners = [(1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7)]
    return [
        (int(x + a * r * dice.uniform(0.6, 1)), int(y + b * r * dice.uniform(0.6, 1)))
        for a, b in corners
    ]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        str(settings.BASE_DIR / "reports" / "fonts" / "NotoSans-Regular.ttf"), size
    )


def _exif(place: Place, at: datetime, dice: random.Random, turned: bool) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Lanternphone"
    exif[0x0110] = f"LP {dice.randint(3, 9)}"
    exif[0x0112] = 6 if turned else 1
    details = exif.get_ifd(0x8769)
    details[0x9003] = at.strftime("%Y:%m:%d %H:%M:%S")
    details[0x9011] = at.strftime("%z")[:3] + ":" + at.strftime("%z")[3:]
    position = exif.get_ifd(0x8825)
    position[1], position[2] = ("N" if place.latitude >= 0 else "S"), _degrees(place.latitude)
    position[3], position[4] = ("E" if place.longitude >= 0 else "W"), _degrees(place.longitude)
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    whole = abs(value)
    minutes = (whole - int(whole)) * 60
    return float(int(whole)), float(int(minutes)), round((minutes - int(minutes)) * 60, 2)
