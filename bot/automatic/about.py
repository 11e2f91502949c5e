"""Which mail of ours a machine's mail is about: by a signed address, a Message-ID of ours, or our header."""

from collections.abc import Sequence

from bot.return_path import delivery_of
from handlers.desk import Desk
from mail.parsed import ParsedMail
from storage.arrivals import Arrival
from storage.deliveries import Delivery

_MOST = 50  # ids looked up


async def find_delivery(
    desk: Desk,
    arrival: Arrival,
    mail: ParsedMail,
    *,
    mails: Sequence[str] = (),
    ours: Sequence[str] = (),
    address: str | None = None,
) -> Delivery | None:
    """The outbox row, which is a mail's; None: it is about none that we have sent.

    `mails` are Message-IDs, the surest first; `ours` tokens of our header; `address` whom it was sent to,
    which tells one of a ticket's mails from the others where only the ticket is known.
    """
    recipients = (*map(str, arrival.envelope.get("recipients", ())), *mail.recipients)
    row = delivery_of(desk.house.addresses, recipients)
    if row is not None and (named := await _mail(desk, row)) is not None:
        return named
    ids = list(dict.fromkeys(mails))[:_MOST]
    known = await desk.unit.messages.find(ids)
    for each in ids:
        ref = known.get(each)
        if ref is None or not ref.ours:
            continue
        if ref.delivery is not None and (named := await _mail(desk, ref.delivery)) is not None:
            return named
        for sent in (await desk.unit.outbox.of_tickets([ref.ticket]))[ref.ticket]:
            if each in sent.sent_as:
                return sent
    return await _by_mark(desk, ours, address)


async def _mail(desk: Desk, row: int) -> Delivery | None:
    found = await desk.unit.outbox.get(row)
    return found if found is not None and found.channel == "mail" else None


async def _by_mark(desk: Desk, ours: Sequence[str], address: str | None) -> Delivery | None:
    """Of a ticket whose mark it bears, the latest mail to that address."""
    for token in ours:
        signed = desk.house.addresses.signer.read(token)
        if signed is None:
            continue
        sent = (await desk.unit.outbox.of_tickets([signed[0]]))[signed[0]]
        for each in reversed(sent):
            to = each.payload.get("to") if each.channel == "mail" and each.sent_at else None
            if to and (address is None or str(to[1]).lower() == address):
                return each
    return None
