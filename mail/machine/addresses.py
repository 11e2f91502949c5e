"""Addresses behind which no person writes, or none reads (RFC 3834 2)."""

import re

_NO_REPLY = r"no-?reply|do-?not-?reply|ikke-?svar|svar-?ikke|svara-?(?:ej|inte)|noreply\w*|ne-?otvechat\w*"
_DAEMONS = r"mailer-?daemon|postmaster|mail-?delivery|mdaemon|bounces?"
_EXCHANGE = r"microsoftexchange[0-9a-f]{20,}"

_NOBODY = re.compile(
    rf"(?:^|[._+-])(?:{_NO_REPLY}|{_DAEMONS}|auto-?reply|listserv|majordomo)(?:$|[._+=-])|^{_EXCHANGE}$",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    rf"(?:^|[._+-])(?:{_NO_REPLY}|robot\w*|notifications?|mailer)(?:$|[._+-])", re.IGNORECASE
)
_DAEMON = re.compile(rf"(?:{_DAEMONS}|{_EXCHANGE})\b", re.IGNORECASE)


def nobody_reads(address: str) -> bool:
    """Whether the address says that no person reads it: no automatic mail goes there."""
    return _NOBODY.search(address.rpartition("@")[0]) is not None


def is_programs(address: str) -> bool:
    """Whether a form or a ticket program writes from it, whoever reads the answers."""
    return _PROGRAM.search(address.partition("@")[0]) is not None


def is_daemons(address: str) -> bool:
    """Whether a mail server itself writes from it."""
    return _DAEMON.match(address.partition("@")[0]) is not None
