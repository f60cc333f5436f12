"""Headers of photos: kinds, dimensions, frames, and what pretends to be a photo."""

import contextlib
import random
import struct

import pytest

from backend.errors import NotAnImage, TooLarge
from backend.visits.image_headers import Header, check_header
from tests.visits import pictures
from tests.visits.pictures import HEIC, encoded, halves, jpeg

SOUND = {
    "jpeg": (jpeg(), Header("image/jpeg", 96, 64)),
    "jpeg progressive": (jpeg(progressive=True), Header("image/jpeg", 96, 64)),
    "jpeg grey": (encoded(halves(mode="L")), Header("image/jpeg", 96, 64)),
    "jpeg cmyk": (encoded(halves(mode="CMYK")), Header("image/jpeg", 96, 64)),
    "jpeg with much to tell": (pictures.telling_jpeg(), Header("image/jpeg", 96, 64)),
    "png": (encoded(halves(), "PNG"), Header("image/png", 96, 64)),
    "png palette": (encoded(halves(mode="P"), "PNG"), Header("image/png", 96, 64)),
    "png 16 bit": (encoded(halves(mode="I;16"), "PNG"), Header("image/png", 96, 64)),
    "webp": (encoded(halves(), "WEBP"), Header("image/webp", 96, 64)),
    "webp lossless": (encoded(halves(), "WEBP", lossless=True), Header("image/webp", 96, 64)),
    "webp extended": (
        encoded(halves(mode="RGBA"), "WEBP", exif=pictures.exif()),
        Header("image/webp", 96, 64),
    ),
    "heic": (HEIC, Header("image/heic", 96, 64)),
    "heic cut after its brands": (HEIC[:28], Header("image/heic", 0, 0)),
    "jpeg of the longest side": (
        pictures.jpeg_claiming(12_000, 4_166),
        Header("image/jpeg", 12_000, 4_166),
    ),
}

NO_PHOTOS = {
    "nothing": b"",
    "text": b"hello",
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "pdf": b"%PDF-1.7\n",
    "gif": encoded(halves(), "GIF"),
    "tiff": encoded(halves(), "TIFF"),
    "bmp": encoded(halves(), "BMP"),
    "avif": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf",
    "mp4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42",
    "jpeg start only": b"\xff\xd8\xff",
    "jpeg without frame": b"\xff\xd8\xff\xda\x00\x02\xff\xd9",
    "jpeg cut in its header": jpeg()[:100],
    "jpeg cut before its scan": jpeg()[: jpeg().index(b"\xff\xda")],
    "jpeg of two frames headers": jpeg().replace(b"\xff\xc0", jpeg()[158:177] + b"\xff\xc0", 1),
    "jpeg of no height": pictures.jpeg_claiming(96, 0),
    "jpeg of no width": pictures.jpeg_claiming(0, 64),
    "jpeg of filling": b"\xff\xd8" + b"\xff" * 100_000,
    "jpeg of comments": b"\xff\xd8" + b"\xff\xfe\x00\x02" * 30_000,
    "html before a jpeg": b"<script>alert(1)</script>" + jpeg(),
    "png of no width": pictures.png_claiming(0, 64),
    "png signature only": b"\x89PNG\r\n\x1a\n",
    "png cut in its header": encoded(halves(), "PNG")[:20],
    "png without pixels": encoded(halves(), "PNG")[:33],
    "png with a wrong checksum": encoded(halves(), "PNG")[:29] + b"0000" + b"\0" * 50,
    "webp without picture": b"RIFF\x04\x00\x00\x00WEBP",
    "webp cut": encoded(halves(), "WEBP")[:22],
    "riff of sound": b"RIFF\x24\x00\x00\x00WAVEfmt ",
}

SEVERAL_FRAMES = {
    "animated png": pictures.animated("PNG"),
    "animated webp": pictures.animated("WEBP"),
    "animation without flag": encoded(halves(), "WEBP")[:12] + b"ANIM\x06\0\0\0" + b"\0" * 6,
    "several pictures in a jpeg": pictures.animated("MPO"),
}

TOO_LARGE = {
    "jpeg side": pictures.jpeg_claiming(12_001, 10),
    "jpeg pixels": pictures.jpeg_claiming(10_000, 5_001),
    "jpeg bomb": pictures.jpeg_claiming(65_535, 65_535),
    "png bomb": pictures.png_claiming(2**31 - 1, 2**31 - 1),
    "png side": pictures.png_claiming(10, 12_001),
    "webp side": pictures.webp_claiming(16_383, 10),
    "heic bomb": pictures.heic_claiming(60_000, 60_000),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_photo_tells_kind_and_dimensions(name):
    data, expected = SOUND[name]

    assert check_header(data) == expected


@pytest.mark.parametrize("name", NO_PHOTOS)
def test_bytes_that_are_no_photo_are_refused(name):
    with pytest.raises(NotAnImage):
        check_header(NO_PHOTOS[name])


@pytest.mark.parametrize("name", SEVERAL_FRAMES)
def test_more_than_one_frame_is_refused(name):
    with pytest.raises(NotAnImage, match="one frame"):
        check_header(SEVERAL_FRAMES[name])


@pytest.mark.parametrize("name", TOO_LARGE)
def test_dimensions_beyond_the_limits_are_refused_from_the_header(name):
    with pytest.raises(TooLarge):
        check_header(TOO_LARGE[name])


def test_jpeg_with_a_gain_map_is_one_photo():
    # how phones keep high dynamic range: the second picture only brightens the first
    data = pictures.animated("MPO") + b'<x:xmpmeta hdrgm:Version="1.0"/>'

    assert check_header(data) == Header("image/jpeg", 96, 64)


def test_webp_whose_canvas_claims_less_than_its_picture_is_measured_by_the_picture():
    data = bytearray(encoded(halves(mode="RGBA"), "WEBP", exif=pictures.exif()))
    data[24:30] = b"\x00" * 6  # a canvas of one pixel

    assert check_header(bytes(data)) == Header("image/webp", 96, 64)


def test_still_png_in_animated_clothes_is_one_photo():
    control = pictures.png_chunk(b"acTL", struct.pack(">II", 1, 0))

    assert check_header(pictures.png_claiming(96, 64, control)) == Header("image/png", 96, 64)


def test_damaged_headers_are_answered_never_raised_through():
    dice = random.Random(20260814)
    for data, _ in SOUND.values():
        for _ in range(300):
            broken = bytearray(data[:400])
            for _ in range(dice.randint(1, 8)):
                broken[dice.randrange(len(broken))] = dice.randrange(256)
            # any other exception fails the test
            with contextlib.suppress(NotAnImage, TooLarge):
                check_header(bytes(broken[: dice.randint(1, len(broken))]))
