"""Whether a signed copy is believed: by its key, in the role in which it speaks, and for us (S70)."""

from hashlib import sha256

from bot.linked import as_partner, as_principal
from bot.linked.reading import Beside
from bot.mails.in_hand import Decided, InHand
from handlers import believing, breaker
from handlers.breaker import Writer
from handlers.desk import Desk
from storage import links
from storage.links import Trust
from tickets.linked.copy import Copy, Side

_MOST_QUESTIONS = 10  # that wait for an answer: whoever sends new keys all the time is shown no more of them


async def decide(mail: InHand, got: Beside) -> Decided | None:
    """Takes it in; None: it is not believed, and the mail is anybody's."""
    copy = got.copy
    if copy is None or not _is_for_us(mail, copy):
        return None
    role = await _role(mail.desk, copy)
    key = await mail.desk.unit.links.key(got.fingerprint, role) if role else None
    if key is None or key.state is not Trust.TRUSTED or await _other_key(mail.desk, copy, got.fingerprint):
        return None
    unit = mail.desk.unit
    await unit.copies.claim([sha256(f"link:{copy.link}".encode()).hexdigest()])
    mail.quiet = await _floods(mail, copy)
    if copy.side is Side.PRINCIPAL:
        number = await as_partner.take_in(mail, got, copy)
    else:
        number = await as_principal.take_in(mail, got, copy)
    return "linked", number


async def after(mail: InHand, got: Beside, number: int | None) -> None:
    """The mail was read as anybody's: the desk hears why, or is asked whether to believe its key."""
    desk, copy = mail.desk, got.copy
    if mail.quiet:
        return
    if copy is None:
        await believing.doubt(desk, got.doubt or "unreadable", mail.written_by, number)
        return
    role = await _role(desk, copy) if _is_for_us(mail, copy) else None
    if role is None:
        await believing.doubt(desk, "not_for_us", mail.written_by, number)
        return
    if await _other_key(desk, copy, got.fingerprint):
        await believing.doubt(desk, "other_key", mail.written_by, number)
        return
    known = await desk.unit.links.key(got.fingerprint, role)
    if known is not None and known.state is Trust.REFUSED:
        return
    key, is_new = await desk.unit.links.asks(
        got.fingerprint, role, copy.desk.name, mail.written_by, mail.arrival.id, desk.now
    )
    if is_new and await desk.unit.links.count_asked() <= _MOST_QUESTIONS:
        partner = desk.policy.partner_name(role.partition(":")[2]) if role != links.PRINCIPAL else None
        await believing.ask(desk, key, number, partner, mail.sender.identity)


async def _role(desk: Desk, copy: Copy) -> str | None:
    """As what it speaks: a principal, or the partner whom we have handed this very job; None: neither."""
    if copy.side is Side.PRINCIPAL:
        return links.PRINCIPAL
    found = await as_principal.handed_over(desk, copy)
    return links.as_partner(found[1].partner_id) if found else None


def _is_for_us(mail: InHand, copy: Copy) -> bool:
    addresses = mail.desk.house.addresses
    return addresses.is_ours(copy.to) and not addresses.is_ours(copy.desk.address)


async def _other_key(desk: Desk, copy: Copy, fingerprint: str) -> bool:
    """Whether the job is shared already, with somebody who signs otherwise."""
    link = await desk.unit.links.get(copy.link)
    return link is not None and link.fingerprint != fingerprint


async def _floods(mail: InHand, copy: Copy) -> bool:
    """Two machines that mean well may still have a fault: they are counted by their job (I18); two desks that
    share many jobs write much."""
    await mail.desk.unit.mail_addresses.works_again(mail.written_by)
    link = await mail.desk.unit.links.get(copy.link)
    writer = Writer(address="", ticket=link.ticket if link else None, known=True)
    return await breaker.received(mail.desk.unit, mail.desk.house, writer, mail.desk.now)
