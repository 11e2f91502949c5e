"""Bounces: the mail is marked, its address too where that is to blame, and who can act hears of it once.

What a server says when we hand a mail over (`bot.postman`) and what comes back days later is one mechanism.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.automatic.about import find_delivery
from bot.automatic.otherwise import say_otherwise
from handlers import unreachable
from handlers.desk import Desk
from handlers.leaving import mail_lane
from handlers.mailing import Withheld
from mail.machine.bounce import Action, Fate, read_report
from mail.parsed import ParsedMail
from storage.arrivals import Arrival
from storage.deliveries import Delivery, Report
from tickets import offers
from tickets.moves import event
from tickets.outcome import Outcome, Tell
from tickets.parties import INTERNAL_ONLY, STAFETT
from tickets.ticket import Ticket

UNKNOWN = "bounce_of_nothing"  # about no mail of ours: a forger's, or another program's


async def decide(
    desk: Desk, arrival: Arrival, mail: ParsedMail, *, quiet: bool = False
) -> tuple[str, int | None]:
    """The outcome, and the ticket. A delay is only noted: it is told when it is final.

    `quiet`: so many come that the desk has heard of that instead.
    """
    addresses = desk.house.addresses
    report = read_report(arrival.raw, (addresses.desk, *addresses.aliases))
    first = next((fate.address for fate in report.fates if fate.address), None)
    delivery = await find_delivery(desk, arrival, mail, mails=report.mails, ours=report.ours, address=first)
    if delivery is None:
        return UNKNOWN, None
    fate = _about(delivery, report.fates)
    if fate.action is Action.DELAYED:
        await desk.unit.outbox.report(delivery.id, Report.DELAYED, desk.now, fate.reason)
        return "delayed", delivery.ticket
    if fate.action is not Action.FAILED:
        return "delivered", delivery.ticket
    await bounced(desk, delivery, fate, quiet=quiet)
    return "bounce", delivery.ticket


async def bounced(desk: Desk, delivery: Delivery, fate: Fate, *, quiet: bool = False) -> None:
    """The mail has not arrived, and never will. A second report about it says nothing new."""
    if not await desk.unit.outbox.report(delivery.id, Report.BOUNCED, desk.now, fate.reason):
        return
    address = str(delivery.payload["to"][1]).lower()
    theirs = fate.address is None or fate.address == address
    known = await desk.unit.mail_addresses.failed(
        address, fate.status, fate.reason, desk.now, for_good=theirs and fate.blames_address
    )
    ticket = await desk.unit.tickets.get(delivery.ticket, lock=True) if delivery.ticket else None
    if ticket is not None:
        came_back = event(
            "bounced",
            STAFETT,
            desk.now,
            INTERNAL_ONLY,
            handoff=delivery.handoff,
            text=f"{address}: {fate.reason}",
        )
        ticket = await desk.carry_out(Outcome(ticket=ticket, entries=(came_back,)))
    otherwise = ticket is not None and await say_otherwise(desk, delivery, ticket)
    if ticket is not None:
        await _next_partner(desk, ticket, delivery)
    if known.unreachable_at is not None:
        await _withhold_the_rest(desk, address)
    news = not quiet and await desk.unit.mail_addresses.tell_now(known, desk.now)
    # A dispatcher's own words: whoever wrote them waits for an answer.
    if news or delivery.kind in (Tell.REPLY, Tell.RELAY):
        await unreachable.tell(desk.unit, desk.house, known, ticket, desk.now, otherwise=otherwise)


async def _next_partner(desk: Desk, ticket: Ticket, delivery: Delivery) -> None:
    """An offer that did not reach its partner goes to the next one, rather than wait for an answer."""
    if delivery.kind == Tell.CARD and delivery.handoff is not None:
        given = await desk.given(ticket)
        await desk.carry_out(offers.unreached(ticket, delivery.handoff, given, desk.now))


async def _withhold_the_rest(desk: Desk, address: str) -> None:
    """What still waits for that address is said in another way, or not at all."""
    for waiting in await desk.unit.outbox.withhold_lane(mail_lane(address), Withheld.UNREACHABLE, desk.now):
        ticket = await desk.unit.tickets.get(waiting.ticket) if waiting.ticket else None
        if ticket is not None:
            await say_otherwise(desk, waiting, ticket)


def _about(delivery: Delivery, fates: Iterable[Fate]) -> Fate:
    """What it says of the one whom the mail was for; it may name several, or an address behind theirs."""
    address = str(delivery.payload["to"][1]).lower()
    told = list(fates)
    theirs = next((fate for fate in told if fate.address == address), None)
    worst = sorted(told, key=lambda fate: list(Action).index(fate.action))
    return theirs or (worst[0] if worst else replace(_NOTHING, address=address))


_NOTHING = Fate(address=None, action=Action.FAILED)
