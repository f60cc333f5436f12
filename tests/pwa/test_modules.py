"""House rules of the phone form's files: small, commented, safe, and telling nobody what it is."""

import re
import subprocess

import pytest

from tests.pwa.modules import PWA, modules, name_of

FILES = sorted(
    path for path in PWA.rglob("*") if path.suffix not in ("", ".png") and path.is_file()
)
LONGEST = 300

# What turns data into markup, text into code, or needs a style that the page's policy refuses.
# Intl's own `style:` option names a way of writing numbers and dates.
FORBIDDEN = re.compile(
    r"""innerHTML | outerHTML | insertAdjacentHTML | createContextualFragment
    | \beval\s*\( | \bnew\s+Function\b | document\.write
    | setAttribute\(\s*["'`]style | \.style\s*=(?!=) | cssText
    | (?<![\w.])["']?style["']?\s*:(?!\s*"(?:currency|unit|percent|decimal|long|short|narrow)")
    """,
    re.VERBOSE,
)
INLINE = re.compile(
    r"""<style | <script(?![^>]*\bsrc=) | \bstyle\s*= | \son\w+\s*= | javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
OPTIONS = ("--no-warnings", "--experimental-vm-modules", "--input-type=module")
CHECK = """
import { readFileSync } from "node:fs";
import { SourceTextModule } from "node:vm";
for (const file of process.argv.slice(1)) {
  try {
    new SourceTextModule(readFileSync(file, "utf8"), { identifier: file });
  } catch (fault) {
    console.log(`${file}: ${fault.message}`);
  }
}
"""


@pytest.mark.needs("node")
def test_every_module_can_be_read_by_a_browser():
    # `node --check` looks at one file a process; compiling all in one takes a tenth of the time.
    ran = subprocess.run(
        ["node", *OPTIONS, "--eval", CHECK, *map(str, modules())],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_module_keeps_the_house_rules(path):
    source = path.read_text()

    assert source.startswith("// ")
    assert len(source.splitlines()) < LONGEST
    assert FORBIDDEN.findall(source) == []


@pytest.mark.parametrize("path", sorted(PWA.rglob("*.html")), ids=name_of)
def test_document_has_nothing_inline(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_file_does_not_give_its_user_away(path):
    assert "mystery" not in path.read_text().lower()
