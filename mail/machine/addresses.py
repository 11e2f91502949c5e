"""Addresses that nobody reads: no automatic mail goes there (RFC 3834 2)."""

import re

_NOBODY = re.compile(
    r"(?:^|[._+-])(?:no-?reply|do-?not-?reply|ikke-?svar|svar-?ikke|svara-?(?:ej|inte)|noreply\w*|ne-?otvechat\w*"
    r"|mailer-?daemon|postmaster|mail-?delivery|mdaemon|bounces?|auto-?reply|listserv|majordomo)(?:$|[._+=-])"
    r"|^microsoftexchange[0-9a-f]{20,}$",
    re.IGNORECASE,
)


def nobody_reads(address: str) -> bool:
    """Whether the address says that no person reads it."""
    return _NOBODY.search(address.rpartition("@")[0]) is not None
