"""Every reason a caller is refused, as one tree: a stable code, a status and a sentence each.

Refusal
 ├─ Unauthenticated 401 · Forbidden 403 · NotFound 404 · MethodNotAllowed 405
 ├─ BadRequest 400 (unreadable request, CSRF is 403 `csrf_failed`)
 ├─ Conflict 409
 │   ├─ AlreadyExists, DatesTaken, LastSystemAdmin, AlreadyClaimed, NotEligible, BriefChanged
 │   ├─ WrongState, WindowOver, WaveNotOpen, DeclarationMissing, NoPublishedVersion
 │   └─ DifferentContent, NotReturned, AlreadyReleased, AppealWindowClosed
 ├─ TooLarge 413 · NotAnImage 415 · Invalid 422 · DigestMismatch 422
 └─ TooMany 429 · Busy 503 · NoSpace 507 (the last two and 429 say when to come back)

`docs/errors.md` lists them for people; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from shopper_forms.findings import Finding


class Refusal(Exception):  # noqa: N818  # a refusal is an answer, not a malfunction
    """A request that is not carried out, and why; nothing was changed by it."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    title: ClassVar[str] = "The request cannot be read."

    def __init__(
        self, detail: str = "", *, errors: Sequence[Finding] = (), retry_after: int | None = None
    ) -> None:
        self.detail = detail or self.title
        self.errors = tuple(errors)
        self.retry_after = retry_after
        super().__init__(self.detail)


class BadRequest(Refusal):
    """The request as such is malformed."""


class Unauthenticated(Refusal):
    """Nobody is signed in, or the token is unknown or revoked."""

    status = 401
    code = "unauthenticated"
    title = "Sign in to do this."


class BadCredentials(Unauthenticated):
    """E-mail and password do not fit; the same answer for an unknown person."""

    code = "bad_credentials"
    title = "This e-mail and password do not belong together."


class OtherPerson(Unauthenticated):
    """The call says whose work it carries, and somebody else is signed in."""

    code = "other_person"
    title = "Somebody else is signed in here."


class Forbidden(Refusal):
    """The role may never do this, whatever the object."""

    status = 403
    code = "forbidden"
    title = "Your role may not do this."


class CsrfFailed(Forbidden):
    """A session request without its CSRF token."""

    code = "csrf_failed"
    title = "The page's security token is missing or old; reload the page."


class NotFound(Refusal):
    """No such thing, or none that this person may see: the two are told apart by nobody."""

    status = 404
    code = "not_found"
    title = "There is no such thing here."


class MethodNotAllowed(Refusal):
    """The address exists; the method does not."""

    status = 405
    code = "method_not_allowed"
    title = "This address does not take that method."


class Conflict(Refusal):
    """The request is sound; the state of things forbids it."""

    status = 409
    code = "conflict"
    title = "The present state does not allow this."


class AlreadyExists(Conflict):
    """The code or address is taken; upper and lower case count as the same."""

    code = "already_exists"
    title = "Something of this name exists already."


class DatesTaken(Conflict):
    """A standard's versions are entered in the order of their days; what held once stays true."""

    code = "dates_taken"
    title = "The standard has a version from that day or a later one."


class LastSystemAdmin(Conflict):
    """Without a system admin nobody could let anybody in again."""

    code = "last_system_admin"
    title = "This is the last active system admin."


class WrongState(Conflict):
    """The transition does not start from this state."""

    code = "wrong_state"
    title = "This is not possible in the present state."


class WindowOver(Conflict):
    """A draft whose visiting window lies in the past cannot be given out."""

    code = "window_over"
    title = "The visiting window is over."


class WaveNotOpen(Conflict):
    """Assignments of a wave stay drafts until the wave opens."""

    code = "wave_not_open"
    title = "The wave is not open yet."


class DeclarationMissing(Conflict):
    """Staff must be told of mystery shopping before a wave opens."""

    code = "declaration_missing"
    title = "The programme has no declaration to staff."


class NoPublishedVersion(Conflict):
    """The questionnaire has no published version that is not retired."""

    code = "no_published_version"
    title = "The questionnaire has no published version in use."


class AlreadyClaimed(Conflict):
    """Another shopper was first."""

    code = "already_claimed"
    title = "Another shopper was first."


class NotEligible(Conflict):
    """One or more rules exclude this shopper; every one of them is listed."""

    code = "not_eligible"
    title = "The rules do not allow this shopper here."


class BriefChanged(Conflict):
    """The brief that was read is not the brief that stands."""

    code = "brief_changed"
    title = "The brief has changed; read it again."


class DifferentContent(Conflict):
    """Other bytes under an id and revision that were accepted before; both are kept."""

    code = "different_content"
    title = "Something else was received under this id and revision; both are kept."


class NotReturned(Conflict):
    """A further revision is taken only while the visit is returned or incomplete."""

    code = "not_returned"
    title = "The visit was not returned, so it takes no new revision."


class AlreadyReleased(Conflict):
    """Another visit of the same assignment counts already."""

    code = "already_released"
    title = "Another visit of this assignment is released."


class AppealWindowClosed(Conflict):
    """The days in which a score may be appealed are over."""

    code = "appeal_window_closed"
    title = "The time to appeal is over."


class TooLarge(Refusal):
    """More bytes, pixels or a longer side than is taken."""

    status = 413
    code = "too_large"
    title = "This is larger than is accepted."


class NotAnImage(Refusal):
    """The bytes are no photo of an accepted kind, whatever they are called."""

    status = 415
    code = "not_an_image"
    title = "These bytes are no JPEG, PNG, WebP or HEIC photo."


class UnsupportedMediaType(Refusal):
    """The body is of a kind this address does not read."""

    status = 415
    code = "unsupported_media_type"
    title = "This address does not read that kind of body."


class Invalid(Refusal):
    """The content is wrong; every fault is in `errors`."""

    status = 422
    code = "invalid"
    title = "Something in the request is not right."


class DigestMismatch(Invalid):
    """The bytes received are not the bytes that were named."""

    code = "digest_mismatch"
    title = "The bytes received differ from the digest in the address."


class StandardDiffers(Invalid):
    """A document's standard is unknown or differs from the register's version in force."""

    code = "standard_differs"
    title = "A standard differs from the register."


class TooMany(Refusal):
    """Too many requests or waiting things."""

    status = 429
    code = "too_many"
    title = "Too many requests; wait a little."


class Busy(Refusal):
    """The store is busy; the same request may succeed soon."""

    status = 503
    code = "busy"
    title = "Busy just now; try again shortly."


class NoSpace(Refusal):
    """There is no room to keep this safely, so it was not accepted."""

    status = 507
    code = "no_space"
    title = "There is no space to keep this; nothing was accepted."


class Malfunction(Refusal):
    """A fault of ours; kept here so that even it has the common shape."""

    status = 500
    code = "malfunction"
    title = "Something failed on our side; nothing was acknowledged."


def every_refusal() -> Iterator[type[Refusal]]:
    """All refusals of the tree that a caller can meet, each once, in order of definition."""
    stack: list[type[Refusal]] = [Refusal]
    while stack:
        kind = stack.pop(0)
        if kind is not BadRequest:  # same code as the root
            yield kind
        stack = list(kind.__subclasses__()) + stack


def invalid(*findings: tuple[tuple[str | int, ...], str, str]) -> Invalid:
    """An `Invalid` from `(loc, code, sentence)` triples."""
    return Invalid(errors=[Finding(loc, code, message) for loc, code, message in findings])
