"""A technician's words and files: which job they are about, and what they write down."""

from aiogram.types import CallbackQuery, Message

from handlers import admitting, declining, numbering, parking, spending, working
from handlers.buttons import (
    Belongs,
    button,
    keyboard,
)
from handlers.context import answer_message, answer_press, language_of
from handlers.desk import Desk
from handlers.incoming import files_of, key_of, said
from handlers.job_view import view_in
from handlers.owning import Job, answered, is_principal, require_own
from handlers.sizes import warn_of_size
from storage.people import Chat
from tickets import conversation
from tickets.chains import handing
from tickets.naming import named_in
from tickets.outcome import Refused
from tickets.parties import Audience, Role
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.work.told import command_in

_CHOICES = 10  # jobs to choose from


async def says(message: Message, desk: Desk, room: Chat) -> None:
    """Words or files: to the job they answer, to the only one there is, or to the one that gets chosen."""
    if await working.joins(message, desk, room):
        return
    job = await answered(message, desk)
    if job is None and await _is_for_a_colleague(message, desk):
        return
    if message.from_user is None or message.sender_chat is not None:
        if job is not None or await _live_jobs(desk, room):
            raise Refused("anonymous")
        return  # there is nothing it could belong to
    if not await admitting.is_known(message.from_user.id, desk, room):
        await _stranger_says(message, desk, room, job)
        return
    if await declining.takes(message, job, desk, room):
        return
    await warn_of_size(message, desk, room)
    if job is None:
        live = await _live_jobs(desk, room)
        named = named_in(message.text or message.caption or "", [ticket.number for ticket, _ in live])
        live = [each for each in live if named in (None, each[0].number)]
        if len(live) > 1:
            await _ask_which(message, desk, room, live)
            return
        job = (live[0][0].number, live[0][1]) if live else await declining.declined(message, desk, room)
        if job is None:
            return  # talk between colleagues while there is no job
    await _join(message, desk, room, job)


async def chooses(query: CallbackQuery, callback_data: Belongs, desk: Desk, room: Chat) -> None:
    """Says which job a parked message belongs to."""
    if not await admitting.knows(query, desk, room):
        return
    parked = await parking.take(desk, room.chat_id, callback_data.message)
    if not parked:
        raise Refused("old_button")
    await _join(parked[0], desk, room, (callback_data.number, callback_data.seq))
    for further in parked[1:]:
        await working.joins(further, desk, room)
    text = desk.texts.word("toast/recorded", language_of(desk, room))
    await answer_press(query, desk, text)


async def _is_for_a_colleague(message: Message, desk: Desk) -> bool:
    """Whether it answers what another of them has said, or begins with another's name, and so is talk between
    the two."""
    reply = message.reply_to_message
    if reply is not None and reply.forum_topic_created is None and reply.from_user is not None:
        return not reply.from_user.is_bot
    text = message.text or message.caption or ""
    marked = message.entities or message.caption_entities or ()
    first = next((each for each in marked if each.offset == 0), None)
    if first is None or first.type not in ("mention", "text_mention"):
        return False
    if first.user is not None:
        return not first.user.is_bot
    ours = await desk.unit.facts.get("bot_username") or ""
    return first.extract_from(text).removeprefix("@").casefold() != ours.casefold()


async def _live_jobs(desk: Desk, room: Chat) -> list[tuple[Ticket, int]]:
    tickets = await desk.unit.tickets.of_chat(room.chat_id)
    return [(t, h.seq) for t in tickets for h in t.handoffs if h.is_live and h.chat_id == room.chat_id]


async def _stranger_says(message: Message, desk: Desk, room: Chat, job: Job | None) -> None:
    """Words of somebody nobody has let in: kept for the desk; a colleague can let them in with one tap."""
    if job is not None:
        ticket = await desk.ticket(job[0])
        words = said(message, Role.STRANGER, proof="reply")
        await desk.carry_out(conversation.stranger_says(ticket, words, how="stranger_in_chat"))
    await admitting.ask(message, desk, room)


async def _ask_which(message: Message, desk: Desk, room: Chat, live: list[tuple[Ticket, int]]) -> None:
    """Refused: `unreadable_arguments`, whichever job a command is for."""
    text = message.text or message.caption or ""
    is_command = command_in(text) is not None
    if is_command:
        working.lines_of(message, text, desk)
    if not await parking.park(desk, message):
        return
    if files_of(message) or not (is_command or numbering.is_number(text)):
        await parking.show(desk, message, Role.PARTNER, live[-1][0])
    live = live[: -_CHOICES - 1 : -1]  # newest first
    language = language_of(desk, room)
    views = [await view_in(desk, ticket, seq) for ticket, seq in live]
    html = desk.texts.chat(
        "partner/which_job", language, views=views, desk=desk.policy.desk_name, now=desk.now
    )
    rows = [
        [
            button(
                f"#{ticket.number} {ticket.subject}"[:40],
                Belongs(number=ticket.number, seq=seq, message=message.message_id),
            )
        ]
        for ticket, seq in live
    ]
    await answer_message(message, desk, html, keyboard=keyboard(rows), discreet=True)


async def _join(message: Message, desk: Desk, room: Chat, job: Job) -> None:
    number, seq = job = await _where_it_went_on(job, desk, room)
    ticket = await desk.ticket(number)
    to_its_own, text = is_principal(ticket, seq, room), message.text or message.caption or ""
    if to_its_own and not (text.startswith("/") or numbering.is_number(text)):
        words, given = said(message, Role.PARTNER, proof="reply"), await desk.given(ticket)
        answered_cost = await spending.answers(message, ticket, seq, desk, room)
        await desk.carry_out(answered_cost or handing.principal_says(ticket, seq, words, given, desk.now))
    else:
        seq = (ticket.handoff(seq).parent or seq) if to_its_own else seq
        require_own(ticket, seq, room)
        if numbering.is_number(text):
            await numbering.tells(message, ticket, seq, desk, room)
        else:
            await working.report(message, ticket, seq, desk, room)
        await declining.forgets((number, seq), desk)
    await desk.unit.messages.remember(key_of(message), number, job[1], None, Audience.PARTNER, ours=False)
    was = ticket.handoff(seq)
    if not to_its_own and not was.is_live:
        kept = "approved_kept" if was.state is HandoffState.APPROVED else "ended_kept"
        answer = "toast/recorded" if was.lacks_reason else f"refused/{kept}"
        await answer_message(message, desk, desk.texts.word(answer, language_of(desk, room)), plain=True)
    elif message.from_user is not None and (await desk.ticket(number)).handoff(seq).lacks_reason:
        await declining.owes(message.from_user.id, (number, seq), desk, room)


async def _where_it_went_on(job: Job, desk: Desk, room: Chat) -> Job:
    """The same partner's job of the ticket that this one was merged into; itself where there is none."""
    ticket = await desk.ticket(job[0])
    if ticket.merged_into is None or any(each.seq == job[1] and each.is_live for each in ticket.handoffs):
        return job
    heir = await desk.heir(ticket)
    theirs = [each for each in heir.handoffs if each.partner_id == room.partner_id and each.is_live]
    return (heir.number, theirs[-1].seq) if theirs else job
