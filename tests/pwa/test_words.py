"""The phone form's sentences: the same ones in every language, and none that is missing."""

import json
import re
import subprocess
from collections import Counter

import pytest

from tests.pwa.modules import PWA, modules, name_of

pytestmark = pytest.mark.needs("node")

LANGUAGES = ("en", "fr")
ROOMS = sorted({path.stem for path in PWA.glob("words/*/*.js")})
PLACEHOLDER = re.compile(r"\{(\w+)\}")

# `t("a.key"` and both ends of `t(isOne ? "a.key" : "b.key"`; then what stands before `${`.
FIRST_ARGUMENT = re.compile(r"(?<![\w$])t\(\s*([^`,()]*)")
LITERAL = re.compile(r'(?:^|[?:])\s*"([^"]+)"')
PREFIX = re.compile(r"(?<![\w$])t\(\s*`([^`$]+)\$\{")

# A form that a count below ten thousand can ask for must be there.
READ = """
const wanted = JSON.parse(process.argv[1]);
const words = {};
const plurals = {};
for (const [language, rooms] of Object.entries(wanted)) {
  const rules = new Intl.PluralRules(language);
  plurals[language] = [...new Set(Array.from({ length: 10000 }, (_, n) => rules.select(n)))].sort();
  words[language] = {};
  for (const [room, url] of Object.entries(rooms)) {
    words[language][room] = (await import(url)).default;
  }
}
console.log(JSON.stringify({ words, plurals }));
"""


@pytest.fixture(scope="module")
def read():
    """{words: {language: {room: {key: entry}}}, plurals: {language: [form]}}, as Node reads it."""
    wanted = {
        language: {path.stem: path.as_uri() for path in PWA.glob(f"words/{language}/*.js")}
        for language in LANGUAGES
    }
    ran = subprocess.run(
        ["node", "--input-type=module", "--eval", READ, json.dumps(wanted)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def forms_of(entry):
    return entry if isinstance(entry, dict) else {"other": entry}


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


def test_words_of_every_room_are_in_every_language(read):
    assert [sorted(read["words"][language]) for language in LANGUAGES] == [ROOMS, ROOMS]


@pytest.mark.parametrize("room", ROOMS)
def test_words_of_a_room_have_the_same_keys(read, room):
    english, french = (set(read["words"][language].get(room, {})) for language in LANGUAGES)

    assert sorted(english ^ french) == []


@pytest.mark.parametrize("room", ROOMS)
def test_words_of_a_room_have_the_same_placeholders(read, room):
    english, french = (read["words"][language].get(room, {}) for language in LANGUAGES)

    unlike = [
        key
        for key in english.keys() & french.keys()
        if placeholders(forms_of(english[key])["other"])
        != placeholders(forms_of(french[key])["other"])
    ]
    assert sorted(unlike) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_words_of_a_room_have_every_plural_form(read, room, language):
    entries = read["words"][language].get(room, {})

    incomplete = [
        key
        for key, entry in entries.items()
        if isinstance(entry, dict) and sorted(entry) != read["plurals"][language]
    ]
    # The form for one may write the number out, but may not know more than the others.
    unfilled = [
        key
        for key, entry in entries.items()
        for text in forms_of(entry).values()
        if not placeholders(text) <= placeholders(forms_of(entry)["other"])
    ]
    assert (incomplete, unfilled) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_words_of_a_room_say_something(read, room, language):
    silent = [
        key
        for key, entry in read["words"][language].get(room, {}).items()
        if not all(isinstance(text, str) and text.strip() for text in forms_of(entry).values())
    ]

    assert silent == []


def test_words_have_each_key_in_one_room(read):
    rooms = Counter(key for room in read["words"]["en"].values() for key in room)

    assert sorted(key for key, times in rooms.items() if times > 1) == []


def test_words_have_every_key_that_a_module_names(read):
    known = {key for room in read["words"]["en"].values() for key in room}
    missing = []
    for path in modules():
        source = path.read_text()
        named = [
            key
            for argument in FIRST_ARGUMENT.findall(source)
            for key in LITERAL.findall(argument)
            if key not in known
        ]
        opened = [
            f"{prefix}…"
            for prefix in PREFIX.findall(source)
            if not any(key.startswith(prefix) for key in known)
        ]
        missing += [f"{name_of(path)}: {key}" for key in (*named, *opened)]

    assert missing == []
