"""Stored files: whole or not at all."""

import errno
import os

import pytest

from backend import files
from backend.errors import NoSpace


def test_stored_bytes_come_back(settings):
    files.store("a/b/c.bin", b"\x00\xff")

    assert files.exists("a/b/c.bin")
    assert files.read("a/b/c.bin") == b"\x00\xff"
    assert [path.name for path in (settings.MEDIA_ROOT / "a" / "b").iterdir()] == ["c.bin"]


def test_storing_again_replaces_whole():
    files.store("a.bin", b"first, and longer")
    files.store("a.bin", b"second")

    assert files.read("a.bin") == b"second"


def test_file_that_breaks_off_while_it_is_written_never_appears(settings):
    files.store("a.bin", b"before")

    broken = files.storing("a.bin")
    broken.__enter__().write(b"half of it")
    assert broken.__exit__(KeyError, KeyError(), None) is False

    assert files.read("a.bin") == b"before"
    assert [path.name for path in settings.MEDIA_ROOT.iterdir()] == ["a.bin"]


def test_deleting_what_is_not_there_is_no_fault():
    files.delete("nothing.bin")

    assert not files.exists("nothing.bin")


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_full_disk_is_said_and_leaves_nothing(settings, monkeypatch, call):
    def full(*arguments, **named):
        raise OSError(errno.ENOSPC, "No space left on device")

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr("pathlib.Path.replace", full)

    with pytest.raises(NoSpace):
        files.store("a.bin", b"bytes")

    assert [path.name for path in settings.MEDIA_ROOT.iterdir()] == []


def test_other_faults_are_not_called_a_full_disk(monkeypatch):
    def broken(*arguments):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)

    with pytest.raises(OSError, match="Input/output error"):
        files.store("a.bin", b"bytes")


@pytest.mark.parametrize("key", ["../out.bin", "a/../../out.bin", "/etc/passwd"])
def test_keys_stay_in_the_media_folder(key):
    with pytest.raises(ValueError, match="leaves the media folder"):
        files.path(key)
