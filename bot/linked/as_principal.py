"""The job is ours, and a partner's Stafett does it: what it says moves our handoff, as the partner would."""

from dataclasses import replace

from bot.linked.items import attached, caught_up, files_follow, source_of, takeable, words_of
from bot.linked.reading import Beside
from bot.mails import learning
from bot.mails.in_hand import InHand
from handlers.desk import Desk
from handlers.signing import OfHandoff, handoff_of
from storage.links import Link
from tickets.linked import answers
from tickets.linked.copy import Copy, Said
from tickets.linked.telling import told_downwards
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import Actor, Audience, Role, party_of_partner
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Message


async def take_in(mail: InHand, got: Beside, copy: Copy) -> int | None:
    """The ticket that the copy is about."""
    desk, unit = mail.desk, mail.desk.unit
    found = await handed_over(desk, copy)
    if found is None:
        return None
    ticket, handoff = await desk.ticket(found[0].number), found[1]
    link = await unit.links.get(copy.link) or _begun(got, copy, ticket, handoff)
    newest = copy.seq > link.seq
    fresh = takeable(copy.said, got, link)
    link = replace(
        link,
        seen=max(link.seen, copy.seen),
        heard=max([link.heard, *(item.n for item in fresh)]),
        seq=max(link.seq, copy.seq),
        desk=copy.desk if newest else link.desk,
    )
    await unit.links.put(link)
    ticket = await _number(mail, copy, ticket, handoff)
    by = _author(mail, copy, handoff)
    ticket = await caught_up(mail, got, copy, ticket, newest=newest)
    for item in fresh:
        message = _message(mail, got, copy, item, by)
        if message.text or message.attachments:
            said = answers.heard(ticket, handoff.seq, message, await desk.given(ticket))
            ticket = await mail.carry_out(said)
    if newest and copy.standing is not None:
        stands = answers.stands(
            ticket,
            handoff.seq,
            copy.standing,
            await desk.given(ticket),
            desk.now,
            by=by,
            timeline=await desk.timeline(ticket),
            seen=copy.seen,
        )
        ticket = await mail.carry_out(stands)
    ticket = await _files(mail, got, copy, link, ticket, handoff)
    await learning.remember(mail, ticket, Audience.PARTNER, handoff.seq)
    return ticket.number


async def handed_over(desk: Desk, copy: Copy) -> tuple[Ticket, Handoff] | None:
    """Our handoff that a partner's copy is about: only we can have given it that name."""
    token, _, domain = copy.link.partition("@")
    signed = desk.house.addresses.signer.read(token)
    seq = handoff_of(signed[1], OfHandoff.ROOT) if signed else None
    if signed is None or seq is None or domain != desk.house.addresses.domain:
        return None
    ticket = await desk.unit.tickets.get(signed[0])
    handoff = next((each for each in ticket.handoffs if each.seq == seq), None) if ticket else None
    return (ticket, handoff) if ticket and handoff else None


async def _number(mail: InHand, copy: Copy, ticket: Ticket, handoff: Handoff) -> Ticket:
    """What they call the job; our desk's post shows it from now on (S60)."""
    numbers, party = mail.desk.unit.their_numbers, party_of_partner(handoff.partner_id)
    before = await numbers.of(ticket.number, party)
    await numbers.learn(ticket.number, party, [copy.desk.number], mail.desk.now)
    if before == await numbers.of(ticket.number, party):
        return ticket
    changed = Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED)
    return await mail.desk.carry_out(Outcome(ticket=ticket, notices=(changed,)))


async def _files(
    mail: InHand, got: Beside, copy: Copy, link: Link, ticket: Ticket, handoff: Handoff
) -> Ticket:
    entries = await mail.desk.unit.tickets.entries(ticket.number) if copy.missing else ()
    theirs = {item.n for item in told_downwards(handoff.seq, entries, "", 0)}
    told = [entry for entry in entries if entry.id in theirs]
    progress = Notice(to=Party.PARTNER, tell=Tell.PROGRESS, handoff=handoff.seq)
    return await files_follow(mail, got, link, copy, ticket, told, progress)


def _begun(got: Beside, copy: Copy, ticket: Ticket, handoff: Handoff) -> Link:
    return Link(
        id=copy.link,
        ticket=ticket.number,
        handoff=handoff.seq,
        fingerprint=got.fingerprint,
        desk=copy.desk,
    )


def _author(mail: InHand, copy: Copy, handoff: Handoff) -> Actor:
    name = mail.desk.policy.partner_name(handoff.partner_id)
    return Actor(role=Role.PARTNER, name=name, id=copy.desk.address.lower())


def _message(mail: InHand, got: Beside, copy: Copy, item: Said, by: Actor) -> Message:
    """In the time of our own clock: theirs may be wrong."""
    files = attached(item, got)
    return Message(
        author=by,
        at=mail.arrival.received_at,
        text=words_of(item, files),
        attachments=files,
        source=source_of(copy.link, item.n),
        proof="linked",
    )
