"""Absence notes and other automatic replies: for the desk, on their ticket, and for nobody else (I16)."""

from dataclasses import replace
from datetime import datetime, time

from bot.automatic.about import find_delivery
from bot.automatic.quiet import kept_quietly
from handlers.desk import Desk
from mail.machine.absence import back_on
from mail.parsed import ParsedMail
from storage.arrivals import Arrival
from tickets import conversation
from tickets.ticket import Ticket
from tickets.timeline import Message

_NOON = time(12)  # a day's name is the same in every zone near ours


async def decide(
    desk: Desk,
    arrival: Arrival,
    mail: ParsedMail,
    ticket: Ticket | None,
    message: Message,
    *,
    quiet: bool = False,
) -> tuple[str, int | None]:
    """The outcome, and the ticket: neither its state nor its clocks change, whoever is away.

    The same note again, as some programs answer every mail, says nothing new.
    """
    if ticket is None:
        answered = [*([mail.in_reply_to] if mail.in_reply_to else []), *reversed(mail.references)]
        sent = await find_delivery(desk, arrival, mail, mails=answered)  # a partner's, for one
        if sent is None or sent.ticket is None:
            return "auto_reply_without_ticket", None
        ticket = await desk.ticket(sent.ticket)
    entries = await desk.timeline(ticket)
    if any(each.author.id == message.author.id and each.text == message.text for each in entries):
        return "auto_reply_again", ticket.number
    outcome = conversation.stranger_says(ticket, message, how="auto_reply")
    back = back_on(mail)
    if back is not None:
        at_noon = datetime.combine(back, _NOON, desk.policy.zone)
        notices = [replace(each, facts=each.facts | {"back": at_noon}) for each in outcome.notices]
        outcome = replace(outcome, notices=tuple(notices))
    await desk.carry_out(kept_quietly(outcome) if quiet else outcome)
    return "auto_reply", ticket.number
