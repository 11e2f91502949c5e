"""What follows DATA, taken block by block as it comes from the network (RFC 5321 sections 4.5.2 and 4.5.3.1).

Reading line by line costs an await a line; a mail has a thousand of them. Here the end is searched in each
block with one ``find``. Only ``<CRLF>.<CRLF>`` ends the mail: a dot between bare LFs or CRs is text, whatever
another server takes it for, so nobody can smuggle a second mail behind it (CVE-2023-51764 and its kin).
"""

from enum import StrEnum, auto

_END = b"\r\n.\r\n"


class Fault(StrEnum):
    """Why a mail is not taken although it was sent to its end."""

    TOO_LARGE = auto()
    LINE_TOO_LONG = auto()
    NO_ROOM = auto()  # others' mails fill the memory; ours to mend, so the sender tries again


class MailData:
    """Gathers one mail. After a fault what comes is dropped, but the end is still looked for.

    ``max_size`` counts octets as they travel, the doubled dots included. ``max_line`` counts a line's octets
    with its end and a doubled dot (RFC 5321: 1000 and 1). A bare LF begins a new line for this limit only.
    """

    def __init__(self, max_size: int, max_line: int = 1001) -> None:
        self.fault: Fault | None = None
        self.received = 0  # octets after DATA, kept or dropped, without the end
        self._max_size = max_size
        self._max_line = max_line
        self._line = 0  # octets of the line that is not ended yet
        self._has_dots = False  # at the beginning of a line; searched block by block, for 25 MB take a while
        self._kept = bytearray(b"\r\n")  # so that a dot in the first line is like any other

    @property
    def held(self) -> int:
        """Octets that this mail holds in memory now."""
        return len(self._kept)

    @property
    def content(self) -> bytes:
        """The mail with its last line end, dots undoubled. Only after the end, and without a fault."""
        whole = self._kept.replace(b"\r\n.", b"\r\n") if self._has_dots else self._kept
        return bytes(memoryview(whole)[2:])

    def feed(self, block: bytes) -> bytes | None:
        """Take the next block. None: the mail goes on. Else what came behind its end, perhaps nothing."""
        before = len(self._kept)
        self._kept += block
        self.received += len(block)
        end = self._kept.find(_END, max(0, before - len(_END) + 1))
        mail_ends = len(self._kept) if end < 0 else end + 2
        if not self._has_dots:
            self._has_dots = self._kept.find(b"\r\n.", max(0, before - 2), mail_ends) >= 0
        if end < 0:
            self._check(block, self._max_size + len(_END))  # some of it may be the beginning of the end
            return None
        rest = bytes(memoryview(self._kept)[end + len(_END) :])
        del self._kept[mail_ends:]
        self.received -= len(rest) + len(b".\r\n")
        self._check(block[: len(block) - len(rest)], self._max_size)
        return rest

    def refuse(self, fault: Fault) -> None:
        """Let go of what is held and drop what follows; the first fault stands."""
        self.fault = self.fault or fault
        del self._kept[: -len(_END)]

    def _check(self, block: bytes, max_size: int) -> None:
        if self.fault is None and self._has_long_line(block):
            self.fault = Fault.LINE_TOO_LONG
        if self.fault is None and self.received > max_size:
            self.fault = Fault.TOO_LARGE
        if self.fault is not None:
            self.refuse(self.fault)

    def _has_long_line(self, block: bytes) -> bool:
        # Leaps from line end to line end as far as the limit allows: about one step in 900 octets, where
        # splitting into lines would make an object of each.
        at, limit = -self._line, self._max_line
        while at + limit < len(block):
            end = block.rfind(b"\n", max(0, at), at + limit) if at + limit > 0 else -1
            if end < 0:
                return True
            at = end + 1
        end = block.rfind(b"\n", max(0, at))
        self._line = len(block) - (end + 1 if end >= 0 else at)
        return False
