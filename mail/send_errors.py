"""What can go wrong when a mail leaves, and whether trying again helps (RFC 5321 section 4.2.1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import aiosmtplib

_WAIT = re.compile(r"\b(\d{1,4})\s*(s|sec|seconds?|m|min|minutes?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One recipient that the server did not take, in its words."""

    recipient: str
    code: int
    reason: str

    @property
    def is_transient(self) -> bool:
        """Whether the server may take the recipient later."""
        return not 500 <= self.code < 600


class MailError(Exception):
    """A mail that did not reach everybody. ``reason`` is for people, in the server's words where it spoke.

    ``delivered`` are recipients that have the mail, ``refusals`` those that have not; both are empty when the
    mail as a whole failed.
    """

    def __init__(
        self, reason: str, *, refusals: Sequence[Refusal] = (), delivered: Sequence[str] = ()
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.refusals = tuple(refusals)
        self.delivered = tuple(delivered)


class TransientMailError(MailError):
    """Try again later. ``retry_after`` is seconds, None when the server named none (greylisting does).

    ``try_again`` are the recipients to send to then; empty means all. ``server`` says that nothing leaves
    now: the server is not there, or does not let us in.
    """

    def __init__(
        self,
        reason: str,
        *,
        retry_after: float | None = None,
        refusals: Sequence[Refusal] = (),
        delivered: Sequence[str] = (),
        server: bool = False,
    ) -> None:
        super().__init__(reason, refusals=refusals, delivered=delivered)
        self.retry_after = retry_after
        self.server = server
        self.try_again = tuple(refusal.recipient for refusal in self.refusals if refusal.is_transient)


class PermanentMailError(MailError):
    """Trying again would not help. ``code`` is the server's, None when it was not asked. ``sender``: it is
    our return path that it does not take.
    """

    def __init__(
        self,
        reason: str,
        code: int | None = None,
        *,
        refusals: Sequence[Refusal] = (),
        delivered: Sequence[str] = (),
        sender: bool = False,
    ) -> None:
        super().__init__(reason, refusals=refusals, delivered=delivered)
        self.code = code
        self.sender = sender


def as_mail_error(error: Exception) -> MailError:
    """What an error of aiosmtplib, of the network or of an address means for the mail."""
    if isinstance(error, _ABOUT_US):
        # The server refuses us, not this mail: the operator mends it, and then the mail must still go.
        return TransientMailError(_told(error), retry_after=_retry_after(error.message), server=True)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        if 500 <= error.code < 600 and error.code not in _NOT_LOGGED_IN:
            ours = isinstance(error, aiosmtplib.SMTPSenderRefused) and error.code != _TOO_LARGE
            return PermanentMailError(_told(error), error.code, sender=ours)
        return TransientMailError(_told(error), retry_after=_retry_after(error.message))
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return PermanentMailError(str(error))
    return TransientMailError(str(error) or type(error).__name__, server=True)


def refused(refusals: Sequence[Refusal], delivered: Sequence[str]) -> MailError:
    """Recipients were refused one by one. Transient when trying again may help any of them."""
    reason = "; ".join(f"{one.recipient}: {one.code} {one.reason}" for one in refusals)
    waiting = [one for one in refusals if one.is_transient]
    if waiting:
        retry_after = _retry_after(waiting[0].reason)
        return TransientMailError(reason, retry_after=retry_after, refusals=refusals, delivered=delivered)
    return PermanentMailError(reason, refusals[0].code, refusals=refusals, delivered=delivered)


_ABOUT_US = (
    aiosmtplib.SMTPAuthenticationError,
    aiosmtplib.SMTPConnectResponseError,
    aiosmtplib.SMTPHeloError,
)
_TOO_LARGE = 552  # RFC 1870 section 6.1: told at MAIL FROM, as the size stands there
_NOT_LOGGED_IN = frozenset({530, 534, 538})  # RFC 4954 section 6


def _told(error: aiosmtplib.SMTPResponseException) -> str:
    return f"{error.code} {error.message}"


def _retry_after(text: str) -> float | None:
    match = _WAIT.search(text)
    if match is None:
        return None
    return float(match[1]) * (60 if match[2].lower().startswith("m") else 1)
