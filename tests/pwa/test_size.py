"""How much JavaScript a phone loads; slow signal pays for every kilobyte."""

from collections import Counter

from tests.pwa.modules import PWA, gzipped, modules, name_of, needed_by

KILOBYTE = 1000
MOST = 60 * KILOBYTE


def test_javascript_is_small():
    by_room: Counter[str] = Counter()
    for path in modules():
        by_room[name_of(path).split("/")[0]] += gzipped(path)

    assert sum(by_room.values()) <= MOST, dict(by_room.most_common())


def test_javascript_of_the_first_screen_is_small():
    files = needed_by("main.js")

    assert PWA / "ui/dom.js" in files
    assert sum(map(gzipped, files)) <= MOST, {name_of(each): gzipped(each) for each in files}
