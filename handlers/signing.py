"""Signed names for things that leave the house: reply addresses and score links, known by their signature."""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

_TOKEN = re.compile(r"(\d{1,10})-([a-z]{1,24})-([a-z2-7]{13})")
MARK = "X-Stafett-Thread"
_MARKED = re.compile(rf"(?:{MARK}:\s*|\+)({_TOKEN.pattern.replace('(', '(?:')})\b", re.IGNORECASE)
_DIGITS, _LETTERS = "0123456789", "abcdefghij"  # tokens have no digits in their purpose
_MOST_MARKS = 50  # of a text: whoever writes thousands wants us to be busy


def new_secret() -> str:
    """A secret to sign with; kept in the database, so that every process signs alike."""
    return secrets.token_hex(32)


class OfHandoff(StrEnum):
    """What a token of one handoff is for; the customer's thread takes none of them (I4)."""

    ANSWER = "p"  # where its partner's answers come back
    BELOW = "q"  # where the answers of the partner above come back, who has handed that one on
    LINK = "j"  # the page with its partner's buttons
    ROOT = "m"  # the first Message-ID of its thread
    PRICE = "y"  # a question to the customer about a price; by its number, not the handoff's
    COST = "k"  # a question about what the one below has come to, by its number: behind BELOW and the handoff


def of_handoff(what: OfHandoff, seq: int) -> str:
    """The purpose of a token for one handoff: ``pb`` for answers about the first."""
    return what + str(seq).translate(str.maketrans(_DIGITS, _LETTERS))


def handoff_of(purpose: str, what: OfHandoff) -> int | None:
    """The handoff that such a purpose names; None: it is another purpose."""
    letters = purpose.removeprefix(what)
    if letters == purpose or not letters or not set(letters) <= set(_LETTERS):
        return None
    return int(letters.translate(str.maketrans(_LETTERS, _DIGITS)))


def of_cost(seq: int, question: int) -> str:
    """The purpose of answers to what the handoff has come to: a yes is for the sum that was asked about."""
    return of_handoff(OfHandoff.BELOW, seq) + of_handoff(OfHandoff.COST, question)


def below_of(purpose: str) -> tuple[int | None, int | None]:
    """The handoff of the subcontractor to whom answers go, and the question about cost that they answer."""
    below, cost, question = purpose.partition(OfHandoff.COST)
    return handoff_of(below, OfHandoff.BELOW), handoff_of(cost + question, OfHandoff.COST)


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs (ticket, purpose) into a token of lower-case letters, digits and hyphens, and reads it back."""

    secret: str

    def token(self, number: int, purpose: str) -> str:
        """``1001-c-<13 characters>``; `purpose` is one to twenty-four lower-case letters."""
        return f"{number}-{purpose}-{self._signature(number, purpose)}"

    def read(self, token: str) -> tuple[int, str] | None:
        """The ticket and the purpose of a token that we signed; None for anything else."""
        match = _TOKEN.fullmatch(token.lower())
        if match is None:
            return None
        number, purpose = int(match[1]), match[2]
        if not hmac.compare_digest(match[3], self._signature(number, purpose)):
            return None
        return number, purpose

    def _signature(self, number: int, purpose: str) -> str:
        digest = hmac.digest(bytes.fromhex(self.secret), f"{number}:{purpose}".encode(), hashlib.sha256)
        return base64.b32encode(digest[:8]).decode().rstrip("=").lower()


@dataclass(frozen=True, slots=True)
class Addresses:
    """The desk's mail address, and the reply addresses below it: ``service+<token>@nordlys.example``.

    `aliases` are further addresses of the desk's: what is sent to them is sent to it (I12).
    """

    desk: str
    signer: Signer
    aliases: tuple[str, ...] = ()

    @property
    def domain(self) -> str:
        """The desk's domain, which our Message-IDs carry too."""
        return self.desk.rpartition("@")[2]

    def reply_address(self, number: int, purpose: str = "c") -> str:
        """Where answers about a ticket come back: `c` from its customer; a partner's by `of_handoff`."""
        local, _, domain = self.desk.rpartition("@")
        return f"{local}+{self.signer.token(number, purpose)}@{domain}"

    def is_ours(self, address: str) -> bool:
        """Whether mail to `address` is for this desk: an address of its, with or without a ``+`` part."""
        local, _, domain = address.strip("<>").lower().rpartition("@")
        bare = f"{local.partition('+')[0]}@{domain}"
        return any(bare == own.lower() for own in (self.desk, *self.aliases))

    def read(self, address: str) -> tuple[int, str] | None:
        """The ticket and purpose a reply address was signed for; None when it was not signed by us."""
        if not self.is_ours(address):
            return None
        return self.signer.read(address.strip("<>").rpartition("@")[0].partition("+")[2])

    def mark(self, number: int, purpose: str = "c") -> dict[str, str]:
        """The header that names the thread of a mail of ours, whatever becomes of its Message-ID (I13)."""
        return {MARK: self.signer.token(number, purpose)}

    def marked(self, text: str) -> list[tuple[int, str]]:
        """What our marks and reply addresses in a text say, in their order; forged ones say nothing."""
        found = islice(_MARKED.finditer(text), _MOST_MARKS)
        read = (self.signer.read(match[1]) for match in found)
        return list(dict.fromkeys(each for each in read if each is not None))
