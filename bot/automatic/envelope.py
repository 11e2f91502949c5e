"""What the envelope says of a mail, beside the mail itself."""

import re

from storage.arrivals import Arrival

_BEGINS_AS_A_MAIL = re.compile(rb"[!-9;-~]{1,80}:")
_RETURN_PATH = re.compile(rb"(?im)^return-path:")
_HEADER = 20_000  # octets in which a server's Return-Path stands


def with_return_path(arrival: Arrival) -> bytes:
    """The mail, with the empty return path that it came with: who sends so wants no answer (RFC 3834 2).

    A server that delivers writes it down as Return-Path; over SMTP and LMTP that server is us. A mailbox
    tells no envelope.
    """
    raw = arrival.raw
    came_by_smtp = bool(arrival.envelope.get("recipients"))
    if not came_by_smtp or arrival.envelope.get("sender") or _RETURN_PATH.search(raw[:_HEADER]):
        return raw
    return b"Return-Path: <>\r\n" + raw if _BEGINS_AS_A_MAIL.match(raw) else raw
