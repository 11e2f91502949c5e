"""A dispatcher mutes a party of a ticket: it is sent nothing about it, until it is told again (I7)."""

from aiogram.types import Message

from handlers.context import actor
from handlers.desk import Desk
from handlers.hanging import hung_anew
from tickets import muting, offers
from tickets.chasing import asked_again
from tickets.given import Given
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import CUSTOMERS_SIDE, Actor, Role, party_of_partner
from tickets.states import HandoffState
from tickets.ticket import Handoff, Ticket

USAGE = "N customer|partner"


async def mute(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """The party that is named is sent nothing more, nor what waits to be sent."""
    known, given, by = await _scene(ticket, message, desk)
    party = muting.meant(known, rest, given, usage=f"/mute {USAGE}")
    return await muted(known, party, given, desk, by=by)


async def muted(ticket: Ticket, party: str, given: Given, desk: Desk, *, by: Actor) -> Outcome:
    """The same. An offer whose card had not left reaches nobody: it goes to the next one."""
    outcome = muting.mute(ticket, party, given, desk.now, by=by)
    kept = await desk.unit.outbox.hush(ticket.number, outcome.ticket.muted, desk.now)
    for seq in {each.handoff for each in kept if each.kind == Tell.CARD and each.handoff is not None}:
        if outcome.ticket.handoff(seq).state is HandoffState.OFFERED:
            outcome = outcome.then(offers.unreached(outcome.ticket, seq, given, desk.now))
    return outcome


async def unmute(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """The party is told again: its card is set right, a question that still waits for it is asked again."""
    known, given, by = await _scene(ticket, message, desk)
    party = muting.meant(known, rest, given, usage=f"/unmute {USAGE}", muted=True)
    outcome = muting.unmute(known, party, given, desk.now, by=by)
    if outcome.ticket is known:
        return outcome
    await desk.unit.outbox.hush(known.number, outcome.ticket.muted, desk.now)
    for handoff in muting.live_jobs(outcome.ticket, party):
        outcome = outcome.then(await _card_of(outcome.ticket, handoff, desk))
    question = asked_again(outcome.ticket) if party == CUSTOMERS_SIDE else None
    notices = (question,) if question is not None else ()
    return outcome.then(Outcome(ticket=outcome.ticket, notices=notices))


async def muted_too(ticket: Ticket, heir: Ticket, desk: Desk, *, by: Actor) -> None:
    """What `ticket` was about is told under `heir` from now on: who was muted there stays so, where it is the
    same person who takes part."""
    if not ticket.muted:
        return
    same = {CUSTOMERS_SIDE} if ticket.requester.address == heir.requester.address else set()
    same |= {party_of_partner(each.partner_id) for each in heir.handoffs}
    for party in sorted(same.intersection(ticket.muted).difference(heir.muted)):
        heir = await desk.carry_out(await muted(heir, party, await desk.given(heir), desk, by=by))


async def _card_of(ticket: Ticket, handoff: Handoff, desk: Desk) -> Outcome:
    """The card as it is now, in place; a new one where none has reached them."""
    row = await desk.unit.outbox.get(handoff.card_delivery) if handoff.card_delivery is not None else None
    if row is None or (row.state == "withheld" and row.kind == Tell.CARD):
        return hung_anew(ticket, handoff.seq)
    changed = Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq)
    return Outcome(ticket=ticket, notices=(changed,))


async def _scene(ticket: Ticket | None, message: Message, desk: Desk) -> tuple[Ticket, Given, Actor]:
    if ticket is None:
        raise Refused("no_job_meant")
    return ticket, await desk.given(ticket), actor(message.from_user, Role.DISPATCHER)
