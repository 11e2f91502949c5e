"""Delivery reports: which address a mail did not reach, why, and which mail it was (RFC 3464).

Many servers still write prose. :mod:`mail.machine.prose` reads that; the structure is looked at first.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mail.machine.prose import Prose, read_prose, status_in
from mail.mime.headers import Headers, decode_words, message_ids
from mail.mime.part import Part, read_part

OUR_HEADER = (
    "X-Stafett-Thread"  # a signed token: which ticket a mail of ours is about, or which delivery it is
)

_ADDRESS = re.compile(r"[^\s<>()\",;:@]{1,128}@[^\s<>()\",;:@]{1,255}")
_ENCLOSED = re.compile(
    rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[\x21-\x7e]{1,500}>)", re.IGNORECASE | re.MULTILINE
)
_OURS = re.compile(
    rb"^" + OUR_HEADER.encode() + rb":[ \t]*([\x21-\x7e]{1,100})", re.IGNORECASE | re.MULTILINE
)
_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_MOST = 50  # recipients and ids of one report
_LONGEST_REASON = 300
_SEARCHED = 200_000  # octets of a part in which the enclosed mail's header is looked for


class Action(StrEnum):
    """What became of the mail for one recipient (RFC 3464 2.3.3)."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"  # to a server that sends no reports
    EXPANDED = "expanded"  # to several, by a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a mail for one address."""

    address: str | None  # lower case; None: the report names none
    action: Action
    status: str | None = None  # "5.1.1" (RFC 3463)
    reason: str = ""  # one line, the server's words

    @property
    def blames_address(self) -> bool:
        """Whether any mail to it would fare alike: no such box or host, or it was closed (RFC 3463).

        A full box, a mail too large or one that was taken for spam says nothing about the next mail.
        """
        if self.action is not Action.FAILED:
            return False
        return self.status is None or (self.status.startswith(_GONE) and self.status not in _OF_THE_SENDER)


_GONE = ("5.0.0", "5.1.", "5.2.0", "5.2.1", "5.3.0", "5.4.0", "5.4.1", "5.4.4", "5.5.0", "5.5.1")
_OF_THE_SENDER = ("5.1.7", "5.1.8")  # our address is what they do not like


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """A bounce. ``mails`` are the Message-IDs of what it is about, the surest first; ``ours`` the values of
    our own header in it.
    """

    fates: tuple[Fate, ...]
    mails: tuple[str, ...]
    ours: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether the mail did not reach somebody, for good."""
        return any(fate.action is Action.FAILED for fate in self.fates)

    @property
    def delayed(self) -> bool:
        """Whether it is on its way still."""
        return not self.failed and any(fate.action is Action.DELAYED for fate in self.fates)


def read_report(raw: bytes, own: Iterable[str] = ()) -> DeliveryReport:
    """The report ``raw``; of one in prose as much as can be told. ``own``: the desk's addresses."""
    root = read_part(raw)
    parts = list(root.walk())
    fates = [fate for part in parts if part.type in _REPORTS for fate in _fates(part)]
    prose = read_prose(root, raw, frozenset(one.lower() for one in own))
    reason = _line(prose.reason)
    return DeliveryReport(
        fates=tuple(
            replace(fate, reason=fate.reason or reason) for fate in (fates or [_fate_in(prose)])[:_MOST]
        ),
        mails=tuple(dict.fromkeys(_mails(root, parts)))[:_MOST],
        ours=tuple(dict.fromkeys(_enclosed(parts, _OURS)))[:_MOST],
    )


def _fates(part: Part) -> Iterator[Fate]:
    """Each recipient's block; the first block is about the mail as a whole (RFC 3464 2.1)."""
    blocks = [
        Headers.parse(block) for block in re.split(rb"\r?\n[ \t]*\r?\n", part.content[:_SEARCHED].strip())
    ]
    for block in blocks:
        address = _address(block, "original-recipient") or _address(block, "final-recipient")
        action = block.token("action")
        if not address and not action:
            continue
        said = _typed(block, "diagnostic-code")
        found = status_in(block.text("status"))
        if found in (None, "5.0.0"):
            found = status_in(said) or found
        yield Fate(
            address=address,
            action=_action(action, found),
            status=found,
            reason=_line(said or _typed(block, "x-supplementary-info") or block.text("status")),
        )


def _action(word: str, status: str | None) -> Action:
    if word in {each.value for each in Action}:
        return Action(word)
    return {"2": Action.DELIVERED, "4": Action.DELAYED}.get((status or "5")[0], Action.FAILED)


def _address(block: Headers, name: str) -> str | None:
    """``rfc822; kari@x``; some put names and brackets there, or xtext (RFC 3461 4)."""
    typed = re.sub(r"\+([0-9A-F]{2})", lambda hexed: chr(int(hexed[1], 16)), _typed(block, name))
    found = _ADDRESS.search(typed)
    return found[0].lower() if found else None


def _typed(block: Headers, name: str) -> str:
    """The value after its type: ``smtp; 550 5.1.1 ...``."""
    kind, mark, value = block.text(name).partition(";")
    return value.strip() if mark and " " not in kind.strip() else block.text(name).strip()


def _fate_in(prose: Prose) -> Fate:
    action = Action.DELAYED if prose.delayed else Action.FAILED
    return Fate(address=prose.address, action=action, status=prose.status, reason=_line(prose.reason))


def _mails(root: Part, parts: list[Part]) -> Iterator[str]:
    """The enclosed mail's own id first; then what the report itself says that it answers."""
    yield from _enclosed(parts, _ENCLOSED)
    yield from message_ids(root.headers.raw("in-reply-to"))
    yield from reversed(message_ids(root.headers.raw("references")))
    for part in parts:
        if part.type in _REPORTS:
            yield from message_ids(part.content[:_SEARCHED])


def _enclosed(parts: list[Part], field: re.Pattern[bytes]) -> Iterator[str]:
    """The values of a field in mails or headers within the mail, as a part or copied into the words."""
    for part in parts:
        if not part.children and part.type.startswith(("message/", "text/")):
            for found in field.findall(part.content[:_SEARCHED]):
                yield found.decode("ascii")


def _line(text: str) -> str:
    line = " ".join(decode_words(text.encode()).split())
    return line if len(line) <= _LONGEST_REASON else f"{line[: _LONGEST_REASON - 1]}…"
