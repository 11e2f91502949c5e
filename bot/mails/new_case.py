"""A mail that belongs to no ticket: it opens one, unless it is a newsletter or a calendar's answer."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.asking import Asked, asked
from bot.automatic import calendars, lists
from bot.mails import learning
from bot.mails.in_hand import Decided, InHand, ways_of
from bot.reader import facts_of
from handlers.knowing import register_language
from mail.parsed import Kind
from tickets import intake
from tickets.intake import Request
from tickets.parties import Channel, Role
from tickets.states import Priority
from tickets.ticket import Requester

_ACKS_A_DAY = 10  # to one known contact; a stranger gets one (I15)


async def begins(mail: InHand, relative: int | None) -> Decided:
    """Opens a ticket, but for lists and calendars' answers; `relative` is one it hints at."""
    if mail.parsed.kind is Kind.LIST and not mail.is_wanted and not await _is_known(mail):
        return await lists.set_aside_list(mail.desk, mail.arrival, mail.parsed, tell=not mail.quiet)
    if mail.parsed.kind is Kind.LIST:
        mail.parsed = await asyncio.to_thread(lists.as_a_persons, mail.arrival.raw, ways_of(mail.desk.house))
    if mail.invitation is not None and calendars.only_answers(mail.invitation):
        return "window_without_ticket", None
    return await opens(mail, relative)


async def opens(mail: InHand, relative: int | None) -> Decided:
    """A ticket, acknowledged to its requester and handed off to whoever fits."""
    desk, writer = mail.desk, mail.written_by
    ask = await asked(desk, mail.parsed, writer, mail.codes, mail.filled)
    opened = intake.open_ticket(await _request(mail, ask, relative), ask.known, desk.policy, desk.now)
    if mail.quiet:
        opened = intake.keep_quietly(opened, desk.policy, desk.now)
    ticket = await desk.carry_out(opened)
    for address in sorted({mail.address, writer}):
        await desk.unit.tickets.add_participant(ticket.number, address, mail.name, confirmed=True)
    await learning.remember_writer(mail, ticket)
    await learning.remember(mail, ticket)
    await learning.learn(mail, ticket)
    if not mail.quiet:
        given = await desk.given(ticket)
        await desk.carry_out(intake.hand_off_new(ticket, given, desk.now, ask.doubt))
    return "ticket", ticket.number


async def _is_known(mail: InHand) -> bool:
    """Whether the register has whoever it is from."""
    sender = mail.parsed.sender
    return sender is not None and bool(await mail.desk.unit.register.contact_by_email(sender.address))


async def _request(mail: InHand, ask: Asked, relative: int | None) -> Request:
    contact = ask.contact
    fields = replace(ask.fields, reference=next(iter(await learning.numbers(mail)), None))
    return Request(
        requester=Requester(
            name=(contact.name if contact else None) or mail.name,
            channel=Channel.MAIL,
            address=mail.address,
            language=await register_language(mail.desk.unit, contact) or mail.parsed.language,
        ),
        subject=mail.parsed.subject,
        message=mail.message(Role.CUSTOMER, None),
        facts=calendars.with_window(facts_of(fields), mail.invitation),
        priority=Priority(fields.priority),
        category=fields.category,
        relative=relative,
        resolve_by=mail.filled.deadline if mail.filled else None,
        automatic=not await _may_acknowledge(mail, known=contact is not None),
    )


async def _may_acknowledge(mail: InHand, *, known: bool) -> bool:
    """Never a machine; somebody nobody knows once a day; a contact for each case, within reason (I15)."""
    if mail.parsed.automatic or mail.quiet or not mail.address:
        return False
    answers = mail.desk.unit.auto_answers
    given = await answers.given(mail.address, mail.desk.now - timedelta(days=1))
    if given >= (_ACKS_A_DAY if known else 1):
        return False
    await answers.note(mail.address, mail.desk.now)
    return True
