"""Filling in the report by hand: what a finger taps and types in questions of the form."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.phone.phone import Phone
from tests.visits.pictures import jpeg


class Report:
    """The report of an assignment, open on a phone."""

    def __init__(self, held: Phone, assignment: str) -> None:
        self.page = held.page
        self._held = held
        self._assignment = assignment

    def open(self) -> Report:
        """Go there, with the brief read."""
        self._held.read_brief(self._assignment)
        self._held.go(f"#/report/{self._assignment}")
        self.page.locator("fieldset legend").first.wait_for()
        return self

    def question(self, code: str) -> Any:
        """The block of a question."""
        return self.page.locator(f"#q-{code}")

    def tap(self, code: str, *labels: str) -> None:
        """Choose options by their words."""
        for label in labels:
            option = (
                self.question(code)
                .locator("label")
                .filter(has_text=re.compile(f"^{re.escape(label)}$"))
            )
            option.click()

    def write(self, code: str, text: str) -> None:
        """Type the answer of a question that takes one."""
        self.question(code).locator("[data-part=value] :is(input, textarea)").first.fill(text)

    def comment(self, code: str, text: str) -> None:
        """Type a comment where one is asked for."""
        self.question(code).locator("[data-part=comment] textarea").fill(text)

    def photograph(self, code: str, data: bytes | None = None) -> None:
        """Give a picture through the field behind the camera's button."""
        picture = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": data or jpeg(640, 480)}
        before = self.pictures(code).count()
        self.question(code).locator("input[type=file]").first.set_input_files(picture)
        self.pictures(code).nth(before).wait_for()

    def pictures(self, code: str) -> Any:
        """The pictures of a question."""
        return self.question(code).get_by_role("button", name="look at it")

    def written(self, code: str) -> str:
        """What stands in a question that takes text."""
        field = self.question(code).locator("[data-part=value] :is(input, textarea)").first
        return str(field.input_value())

    def fill_every(self) -> None:
        """A complete and good answer to every question of `questions.every_type`."""
        self.write("came", "10:00")
        self.tap("greeted", "Yes")
        self.write("greet_wait", "1:48")
        self.write("day", "2026-08-14")
        self.tap("advice", "Answered at once")
        self.tap("clean", "Tables", "Floor")
        self.write("guests", "4")
        self.write("paid", "7.40")
        self.photograph("receipt")
        self.write("left", "10:40")
        self.tap("friendly", "5")
        self.write("story", "They were quick and friendly.")

    def saved(self) -> None:
        """Wait until the phone says that all of it is saved."""
        script = "async () => { await tools.store.drafts(); return true; }"
        self._held.tools(script)
        self.page.get_by_text("Saved on this phone").first.wait_for()

    def submit(self) -> None:
        """Review and submit."""
        self.page.get_by_role("button", name="Review and send").first.click()
        self.page.get_by_role("button", name="Submit").click()


# another tab holds the lock of the one sender
NO_SENDER = """() => new Promise((held) => {
  navigator.locks.request("plainclothes-sender", () => {
    held();
    return new Promise(() => {});
  });
})"""


def checked_in(held: Phone, assignment: str, begin: bool = True) -> Any:
    """Read the brief and come to the check-in; begin without a position, or stop there."""
    page = held.page
    held.go(f"#/visit/{assignment}")
    page.get_by_label("I have read the brief").check()
    page.get_by_role("button", name="Check in").click()
    page.get_by_role("button", name="Take my position").wait_for()
    if begin:
        page.get_by_role("button", name="Go on without").click()
        page.get_by_text("Write up").wait_for()
    return page
