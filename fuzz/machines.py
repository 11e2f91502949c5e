"""What holds for mail that machines write (calendars, receipts, absences), and for who is believed to have
written one. Quick to ask, so asked by itself.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from fuzz.promises import first_broken, is_clean, quietly
from mail.identity import Trust, sender_of
from mail.machine.absence import back_on
from mail.machine.bounce import read_report
from mail.machine.invitation import read_invitation
from mail.machine.receipt import read_receipt
from mail.parse import parse
from mail.signatures import Lookup

_OWN = ("service@fjordlys.example",)
_OSLO = ZoneInfo("Europe/Oslo")
_TRUST = Trust(servers=frozenset({"mx.fjordlys.example"}), sealers=frozenset({"relay.example"}))
_KEYS = (None, b"v=DKIM1; k=rsa; p=", b"v=DKIM1; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJ", b"\xff;;p=\0", b"")


def broken_by_machine(raw: bytes, *, thoroughly: bool = True) -> str | None:
    """The first promise that does not hold. `thoroughly` asks every kind of answer of the DNS."""
    return first_broken(lambda: _broken(raw, _KEYS if thoroughly else _KEYS[2:3]))


def _broken(raw: bytes, keys: tuple[bytes | None, ...]) -> Iterator[str]:
    invitation = read_invitation(raw, _OSLO)
    if invitation is not None:
        texts = (invitation.uid, invitation.summary, invitation.location, invitation.description)
        if not all(map(is_clean, (*texts, invitation.comment))):
            yield "no clean text: invitation"
        yield from _moments(invitation.start, invitation.end)
    parsed = parse(raw, own_addresses=_OWN)
    read_receipt(raw, parsed)
    back_on(parsed)
    with quietly():
        read_report(raw, _OWN)
    for key in keys:
        sender = sender_of(raw, parsed.sender.address if parsed.sender else None, _TRUST, _dns(key))
        if not is_clean(sender.why) or not is_clean(sender.domain):
            yield "no clean text: identity"
        if sender.by == "dkim" and sender.identity == "verified":
            yield "a signature fits a key that nobody has"


def _dns(key: bytes | None) -> Lookup:
    return lambda _name: key


def _moments(start: datetime | None, end: datetime | None) -> Iterator[str]:
    for moment in (start, end):
        if moment is not None and moment.utcoffset() is None:
            yield "a moment without its offset"
    if start and end and start > end:
        yield "an event that ends before it begins"
