"""Under which number a partner has a job: told in its chat, by command or in words, or by the desk (S60)."""

from dataclasses import replace

from aiogram.types import Message

from handlers.context import actor, answer_message, language_of
from handlers.desk import Desk
from handlers.incoming import said
from storage.people import Chat
from tickets import numbers, reports
from tickets.chains.words import named
from tickets.outcome import Outcome, Refused
from tickets.parties import Actor, Role, party_of_partner
from tickets.ticket import Handoff, Ticket

COMMAND = "ref"
_USAGE = "/ref SO-123"


def is_number(text: str) -> bool:
    """Whether the message tells a number, and nothing else."""
    return _is_command(text) or numbers.number_in_words(text) is not None


async def tells(message: Message, ticket: Ticket, seq: int, desk: Desk, room: Chat) -> None:
    """The job's number at the partner whose chat it is; what goes with it is kept as any photo is.

    Refused: `unreadable_arguments`.
    """
    text = message.text or message.caption or ""
    words = said(message, Role.PARTNER, proof="reply")
    if words.attachments:
        given = await desk.given(ticket)
        kept = reports.partner_says(ticket, seq, replace(words, text=""), given, desk.now)
        ticket = await desk.carry_out(kept)
    rest = text.split(maxsplit=1)[1:]
    told = (rest[0] if rest else "") if _is_command(text) else numbers.number_in_words(text) or ""
    outcome = await learn(ticket, seq, told, desk, by=actor(message.from_user, Role.PARTNER), usage=_USAGE)
    ticket = await desk.carry_out(outcome)
    number = (await desk.given(ticket)).known.number_at(ticket.handoff(seq).partner_id)
    answer = desk.texts.word(
        "toast/your_number", language_of(desk, room), number=ticket.number, theirs=number
    )
    await answer_message(message, desk, answer, plain=True)


async def named_by_desk(ticket: Ticket, rest: str, desk: Desk, *, by: Actor, usage: str) -> Outcome:
    """The desk has it from the telephone or a letter: of the partner whom it chose, or of one it names.

    Refused: `nobody_has_it`, `unreadable_arguments`.
    """
    had = {each.partner_id: each for each in ticket.handoffs}
    first, _, further = rest.strip().partition(" ")
    known = [desk.policy.partners[each] for each in had if each in desk.policy.partners]
    partner = named(first, known) if further.strip() else None
    handoff: Handoff | None = had[partner.id] if partner else ticket.live_handoff
    if handoff is None:
        whose = [each for each in ticket.handoffs if each.parent is None]
        handoff = whose[-1] if whose else None
    if handoff is None:
        raise Refused("nobody_has_it")
    return await learn(ticket, handoff.seq, further if partner else rest, desk, by=by, usage=usage)


async def learn(ticket: Ticket, seq: int, written: str, desk: Desk, *, by: Actor, usage: str) -> Outcome:
    """Keeps the number and says what follows. Refused: `unreadable_arguments`; ours is not theirs."""
    number = numbers.read_number(written)
    if number is None or number == str(ticket.number):
        raise Refused("unreadable_arguments", usage=usage)
    outcome = numbers.told(ticket, seq, number, await desk.given(ticket), desk.now, by=by)
    party = party_of_partner(ticket.handoff(seq).partner_id)
    await desk.unit.their_numbers.tell(ticket.number, party, number, desk.now)
    return outcome


def _is_command(text: str) -> bool:
    first = text.partition(" ")[0].partition("\n")[0]
    return first.partition("@")[0].lower() == f"/{COMMAND}"
