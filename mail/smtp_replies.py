"""What the SMTP server answers: for people, kind and short, with enhanced codes (RFC 3463, RFC 2034)."""

import re

from mail.smtp_data import Fault

ACCEPTED = "250 2.6.0 Thank you, your mail is safe with us"
TRY_AGAIN = "451 4.3.0 The fault is ours: please try again later"
START_DATA = "354 Go ahead, end with <CRLF>.<CRLF>"
NEED_RECIPIENT = "503 5.5.1 Name a recipient first (RCPT TO)"
NOT_OURS = "550 5.1.1 We have no such mailbox: please check the address"
BAD_ADDRESS = "553 5.1.3 That address can't be read: please check its spelling"
TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients: please send to the rest in another mail"
NO_VRFY = "252 2.5.0 We don't tell who is here: just send your mail"
TOO_BUSY = "421 4.3.2 Too busy just now: please try again in a minute"
IDLE = "421 4.4.2 Nothing heard for too long: goodbye"
TOO_SLOW = "421 4.4.2 The mail came too slowly: please try again later"
LEAVING = "421 4.3.2 Shutting down: please try again in a minute"

FAULTS = {
    Fault.TOO_LARGE: "552 5.3.4 The mail is too large: please send fewer or smaller attachments",
    Fault.LINE_TOO_LONG: "500 5.5.2 A line is too long: at most 998 octets and <CRLF>",
    Fault.NO_ROOM: "452 4.3.1 Too busy for a mail of this size: please try again in a minute",
}

# What aiosmtpd says without an enhanced code.
_CODES = {
    "221": "2.0.0",
    "250": "2.0.0",
    "454": "4.7.0",
    "500": "5.5.2",
    "501": "5.5.4",
    "502": "5.5.1",
    "503": "5.5.1",
    "530": "5.7.0",
    "552": "5.3.4",
    "553": "5.1.3",
    "554": "5.7.0",
    "555": "5.5.4",
}
_HAS_CODE = re.compile(r"\d{3} [245]\.\d{1,3}\.\d{1,3} ")


def with_enhanced_code(reply: str) -> str:
    """``250 OK`` becomes ``250 2.0.0 OK``. Greetings and 354 have none (RFC 2034 section 4)."""
    code = _CODES.get(reply[:3])
    if code is None or _HAS_CODE.match(reply):
        return reply
    return f"{reply[:3]} {code} {reply[4:]}"
