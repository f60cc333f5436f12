"""Derivatives: upright, small, bare, the same every time; and the metadata that was taken out."""

import io
from typing import Any

import pytest
from PIL import Image

from backend.visits.bare_jpeg import bare_copy, is_bare
from backend.visits.photo_work import derive
from tests.visits import pictures
from tests.visits.pictures import BLUE, HEIC, RED, SECRET, encoded, halves, jpeg


def opened(data: bytes) -> Image.Image:
    """A derivative, decoded."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def near(pixel, colour) -> bool:
    """The same colour, but for what JPEG loses."""
    pixel, colour = (each if isinstance(each, tuple) else (each,) for each in (pixel, colour))
    return all(abs(a - b) <= 12 for a, b in zip(pixel, colour, strict=True))


def sides(image: Image.Image) -> dict[str, Any]:
    """The colours at the four edges."""
    width, height = image.size
    return {
        "left": image.getpixel((2, height // 2)),
        "right": image.getpixel((width - 3, height // 2)),
        "top": image.getpixel((width // 2, 2)),
        "bottom": image.getpixel((width // 2, height - 3)),
    }


@pytest.mark.parametrize(
    ("size", "full", "thumb"),
    [
        ((4000, 3000), (1600, 1200), (320, 240)),
        ((3000, 4000), (1200, 1600), (240, 320)),
        ((1600, 1200), (1600, 1200), (320, 240)),
        ((1601, 1200), (1600, 1199), (320, 240)),
        ((320, 200), (320, 200), (320, 200)),
        ((5000, 4), (1600, 1), (320, 1)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_longer_side_is_at_most_1600_and_320(size, full, thumb):
    derived = derive(jpeg(*size), "image/jpeg")

    assert opened(derived.full).size == full
    assert opened(derived.thumb).size == thumb


@pytest.mark.parametrize(
    ("orientation", "red_side"),
    [
        (1, "left"),
        (2, "right"),
        (3, "right"),
        (4, "left"),
        (5, "top"),
        (6, "top"),
        (7, "bottom"),
        (8, "bottom"),
    ],
)
@pytest.mark.parametrize("size", [(2000, 1400), (96, 64)], ids=["large", "small"])
def test_picture_is_upright_whatever_the_camera_did(orientation, red_side, size):
    derived = derive(pictures.telling_jpeg(size[0], size[1], orientation), "image/jpeg")

    for picture in (derived.full, derived.thumb):
        assert near(sides(opened(picture))[red_side], RED)


@pytest.mark.parametrize("size", [(2000, 1400), (96, 64)], ids=["encoded anew", "taken over"])
def test_derivatives_hold_nothing_but_pixels(size):
    data = pictures.telling_jpeg(*size)

    derived = derive(data, "image/jpeg")

    assert SECRET.encode() in data
    for picture in (derived.full, derived.thumb):
        assert is_bare(picture) is True
        assert SECRET.encode() not in picture
        assert b"Exif" not in picture
        assert b"adobe" not in picture
        assert set(opened(picture).info) == {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
        }


@pytest.mark.parametrize(
    ("kind", "mime"), [("PNG", "image/png"), ("WEBP", "image/webp")], ids=["png", "webp"]
)
def test_other_kinds_become_bare_jpegs_too(kind, mime):
    derived = derive(encoded(halves(), kind, exif=pictures.exif(6)), mime)

    assert is_bare(derived.full) is True
    assert near(sides(opened(derived.full))["top"], RED)
    assert derived.metadata["device"] == "Canary Phones Model 7"


@pytest.mark.parametrize(
    ("image", "left", "right"),
    [
        (halves(mode="L"), 80, 46),
        (halves(mode="CMYK"), RED, BLUE),
        (halves(mode="RGBA"), RED, BLUE),
        (halves().quantize(2), RED, BLUE),
        (halves(mode="LA"), (80, 80, 80), (46, 46, 46)),
        (halves(mode="1"), None, None),
        (Image.new("RGBA", (96, 64), (0, 0, 0, 0)), (255, 255, 255), (255, 255, 255)),
        (Image.new("I;16", (96, 64), 32768), 128, 128),
    ],
    ids=["grey", "cmyk", "rgba", "palette", "grey-alpha", "bits", "transparent", "16-bit"],
)
def test_every_colour_mode_is_shown_right(image, left, right):
    kind, mime = ("JPEG", "image/jpeg") if image.mode == "CMYK" else ("PNG", "image/png")

    picture = opened(derive(encoded(image, kind), mime).full)

    seen = sides(picture)
    assert picture.mode in ("L", "RGB")
    if left is not None:
        assert near(seen["left"], left)
        assert near(seen["right"], right)


def test_large_transparent_png_is_laid_on_white():
    image = Image.new("RGBA", (2000, 1000), (200, 30, 30, 0))

    picture = opened(derive(encoded(image, "PNG"), "image/png").full)

    assert picture.size == (1600, 800)
    assert near(picture.getpixel((800, 400)), (255, 255, 255))


def test_heic_needs_the_extra_and_then_becomes_a_jpeg():
    pi_heif = pytest.importorskip("pi_heif", reason="needs the extra heic")
    pi_heif.register_heif_opener()

    derived = derive(HEIC, "image/heic")

    assert is_bare(derived.full) is True
    assert near(sides(opened(derived.full))["left"], RED)
    assert derived.metadata["device"] == "Apple iPhone 15"


def test_metadata_tells_when_where_and_with_what():
    derived = derive(pictures.telling_jpeg(orientation=6), "image/jpeg")

    assert derived.metadata == {
        "taken_at": "2026:08:14 11:20:05 +01:00",
        "latitude": 38.71,
        "longitude": -9.14,
        "device": "Canary Phones Model 7",
        "orientation": 6,
    }


def test_photo_without_metadata_has_empty_metadata():
    assert derive(jpeg(), "image/jpeg").metadata == {
        "taken_at": "",
        "latitude": None,
        "longitude": None,
        "device": "",
        "orientation": 1,
    }


def test_odd_metadata_is_left_empty_and_the_picture_shown():
    odd = pictures.exif()
    odd[0x010F] = "Ca\0na\u202ery\n"
    odd[0x0112] = 77
    odd.get_ifd(0x8825)[2] = (999.0, 0.0, 0.0)
    odd.get_ifd(0x8825)[4] = (9.0, 8.0)

    derived = derive(jpeg(exif=odd), "image/jpeg")

    assert derived.metadata["device"].startswith("Ca")
    assert derived.metadata["device"].isprintable()
    assert derived.metadata["latitude"] is None
    assert derived.metadata["longitude"] is None
    assert derived.metadata["orientation"] == 1


@pytest.mark.parametrize(
    "garbage", [b"", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"\xff" * 90]
)
def test_broken_exif_costs_the_metadata_only(garbage):
    derived = derive(jpeg(exif=garbage), "image/jpeg")

    assert opened(derived.full).size == (96, 64)
    assert derived.metadata["taken_at"] == ""


@pytest.mark.parametrize("size", [(2000, 1400), (96, 64)], ids=["encoded anew", "taken over"])
def test_same_bytes_give_the_same_bytes(size):
    data = pictures.telling_jpeg(*size)

    assert derive(data, "image/jpeg") == derive(data, "image/jpeg")


@pytest.mark.parametrize("size", [(2000, 1400), (960, 640)], ids=["encoded anew", "taken over"])
def test_truncated_photo_is_no_picture(size):
    data = encoded(Image.effect_noise(size, 60).convert("RGB"))

    with pytest.raises(OSError, match="truncated"):
        derive(data[: len(data) // 2], "image/jpeg")


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (pictures.png_claiming(96, 64), "image/png"),
        (pictures.jpeg_claiming(12_001, 64), "image/jpeg"),
        (jpeg(), "image/png"),
        (HEIC[:200], "image/heic"),
    ],
    ids=["few pixels", "large after all", "another kind", "half a heic"],
)
def test_what_cannot_be_decoded_raises(data, mime):
    # KeyError: nobody in this process has registered a decoder of HEIC
    with pytest.raises((OSError, ValueError, SyntaxError, KeyError)):
        derive(data, mime)


def test_small_upright_photo_keeps_its_pixels():
    data = pictures.telling_jpeg()

    derived = derive(data, "image/jpeg")

    assert opened(derived.full).tobytes() == opened(data).tobytes()


def test_nothing_behind_the_picture_is_taken_over():
    bare = bare_copy(jpeg() + b"<script>alert(1)</script>")

    assert bare is not None
    assert bare.endswith(b"\xff\xd9")
    assert b"script" not in bare


@pytest.mark.parametrize(
    "data",
    [
        jpeg(progressive=True),
        encoded(halves(mode="CMYK")),
        jpeg(keep_rgb=True),
        jpeg()[:-2],
        encoded(halves(), "PNG"),
    ],
    ids=["progressive", "cmyk", "rgb", "without end", "png"],
)
def test_only_the_plain_kind_of_jpeg_is_taken_over(data):
    assert bare_copy(data) is None


@pytest.mark.parametrize(
    "data",
    [pictures.telling_jpeg(), jpeg(comment="x"), jpeg() + b"x", b"", encoded(halves(), "PNG")],
    ids=["exif", "comment", "behind the end", "nothing", "png"],
)
def test_jpeg_with_anything_else_is_not_bare(data):
    assert is_bare(data) is False
