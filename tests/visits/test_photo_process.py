"""The decoding process: limits, crashes, time, and a parent that believes little."""

import os
from pathlib import Path

import pytest
from PIL import Image

from backend.visits.photo_child import read_message, write_message
from backend.visits.photo_metadata import checked_metadata
from backend.visits.photo_process import CannotDecode, Decoder, _checked
from backend.visits.photo_work import derive
from tests.visits.pictures import encoded, jpeg, png_claiming, telling_jpeg


@pytest.fixture
def decoder():
    """A decoder that is closed afterwards."""
    made = Decoder()
    yield made
    made.close()


def pid_of(decoder: Decoder) -> int:
    """The child's process id."""
    assert decoder._child is not None
    return decoder._child.pid


def test_child_makes_what_the_function_makes_and_lives_on(decoder):
    first = decoder.derive(telling_jpeg(2000, 1400), "image/jpeg")
    pid = pid_of(decoder)
    decoder.derive(jpeg(), "image/jpeg")

    assert first == derive(telling_jpeg(2000, 1400), "image/jpeg")
    assert pid_of(decoder) == pid


def test_undecodable_photo_costs_nothing_but_itself(decoder):
    decoder.derive(jpeg(), "image/jpeg")
    pid = pid_of(decoder)

    with pytest.raises(CannotDecode, match=r"OSError|SyntaxError"):
        decoder.derive(png_claiming(96, 64), "image/png")

    assert decoder.derive(jpeg(), "image/jpeg") == derive(jpeg(), "image/jpeg")
    assert pid_of(decoder) == pid


def test_child_that_was_killed_is_replaced(decoder):
    decoder.derive(jpeg(), "image/jpeg")
    pid = pid_of(decoder)
    os.kill(pid, 9)

    derived = decoder.derive(jpeg(), "image/jpeg")

    assert derived == derive(jpeg(), "image/jpeg")
    assert pid_of(decoder) != pid


def test_memory_is_limited():
    decoder = Decoder(memory_mb=200)
    bomb = encoded(Image.new("RGBA", (7000, 7000)), "PNG")

    with pytest.raises(CannotDecode, match="MemoryError"):
        decoder.derive(bomb, "image/png")
    decoder.close()


def test_wall_time_is_limited_and_the_photo_gets_a_second_try(monkeypatch):
    decoder = Decoder(wall_seconds=0.001)
    slow = encoded(Image.new("RGB", (6000, 6000)), "PNG")

    with pytest.raises(CannotDecode, match="died of it twice"):
        decoder.derive(slow, "image/png")

    assert decoder._child is None


@pytest.mark.slow
def test_processor_time_is_limited():
    decoder = Decoder(cpu_seconds=-1)  # so that the limit lies in the second that is running

    with pytest.raises(CannotDecode, match="died of it twice"):
        decoder.derive(encoded(Image.effect_noise((7000, 7000), 50), "PNG"), "image/png")


def test_child_ends_with_its_input(decoder):
    decoder.derive(jpeg(), "image/jpeg")
    child = decoder._child

    child.stdin.close()

    assert child.wait(10) == 0
    child.stdout.close()
    decoder._child = None


def test_child_has_no_secrets(decoder, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary-key")
    decoder.derive(jpeg(), "image/jpeg")

    environment = Path(f"/proc/{pid_of(decoder)}/environ").read_bytes()

    assert b"canary-key" not in environment


@pytest.mark.parametrize(
    ("head", "parts"),
    [
        ({"metadata": {}}, []),
        ({"metadata": {}}, [jpeg()]),
        ({"metadata": {}}, [telling_jpeg(), jpeg()]),
        ({"metadata": {}}, [jpeg(), b"<script>"]),
        ({"fault": "x" * 1000}, []),
    ],
    ids=["nothing", "one", "not bare", "no picture", "long fault"],
)
def test_odd_answers_of_a_child_are_not_believed(head, parts):
    with pytest.raises(CannotDecode) as caught:
        _checked(head, parts)

    assert len(str(caught.value)) <= 60


@pytest.mark.parametrize(
    "claimed",
    [
        None,
        [],
        {"taken_at": 5, "latitude": "38", "longitude": 900.0, "device": None, "orientation": "1"},
        {"latitude": float("nan"), "longitude": float("inf"), "orientation": 9},
    ],
)
def test_odd_metadata_of_a_child_is_left_empty(claimed):
    assert checked_metadata(claimed) == {
        "taken_at": "",
        "latitude": None,
        "longitude": None,
        "device": "",
        "orientation": 1,
    }


def test_messages_come_out_as_they_went_in(tmp_path):
    with (tmp_path / "pipe").open("w+b") as file:
        write_message(file, {"mime": "image/png"}, b"one", b"")
        file.seek(0)

        assert read_message(file) == ({"mime": "image/png", "sizes": [3, 0]}, [b"one", b""])
        assert read_message(file) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff\xff{}",
        b"\x00\x00\x00\x02[]",
        b'\x00\x00\x00\x0d{"sizes":[-1]}'[:17],
        b'\x00\x00\x00\x12{"sizes":[9999999]}',
    ],
    ids=["endless", "no head", "negative", "long part"],
)
def test_broken_messages_are_named(tmp_path, data):
    with (tmp_path / "pipe").open("w+b") as file:
        file.write(data)
        file.seek(0)

        with pytest.raises(ValueError):
            read_message(file, most=1000)
