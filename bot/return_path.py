"""Where a mail of ours comes back to when it does not arrive: an address of its own, signed.

``service+123-b-<signature>@nordlys.example`` names outbox row 123, so that a report that encloses nothing and
names nobody is still known by the address it was sent to. A server that lets nobody send as another address
gets the desk's (``mail.outgoing.bounce_addresses``).
"""

from collections.abc import Iterable

from handlers.signing import Addresses

_PURPOSE = "b"


def return_path(addresses: Addresses, delivery: int) -> str:
    """The envelope sender of that outbox row's mail."""
    return addresses.reply_address(delivery, _PURPOSE)


def delivery_of(addresses: Addresses, recipients: Iterable[str]) -> int | None:
    """The outbox row whose mail came back to one of these addresses; None: to none that we signed for one."""
    for address in recipients:
        signed = addresses.read(address)
        if signed is not None and signed[1] == _PURPOSE:
            return signed[0]
    return None
