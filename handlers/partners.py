"""The partners' room: a group (or one technician's chat) where cards hang and are answered by thumb."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import admitting, arriving, declining, handing_on, leaving, onboarding, parking, seeing
from handlers.acts import step_of
from handlers.albums import joins_album
from handlers.buttons import (
    DECLINE_CHOICES,
    WAIT_CHOICES,
    Belongs,
    Press,
    Walk,
    button,
    check_keyboard,
    job_keyboard,
    keyboard,
)
from handlers.context import InRoom, actor, answer_message, language_of
from handlers.desk import Desk
from handlers.incoming import key_of, said
from handlers.owning import Job, answered, is_principal, require_own
from handlers.sizes import warn_of_size
from handlers.tell_partner import show_choices
from handlers.tell_partner import tell as tell_partner
from storage.people import Chat
from tickets import conversation, handoffs, reports
from tickets.card import build_card
from tickets.chains import handing
from tickets.evidence.job import evidence_of
from tickets.expected import told_in
from tickets.outcome import Notice, Party, Refused, Tell
from tickets.parties import Audience, Role
from tickets.ticket import Ticket
from tickets.views import PartnerView, partner_view
from tickets.work import costs
from tickets.work.lines import WorkLine
from tickets.work.reading import READERS, read_words

_USAGE = {"log": "/log 2.5h", "part": "/part ABC-12 x1", "cost": "/cost 350 kr taxi"}

_CHOICES = 10  # jobs to choose from


def router() -> Router:
    """The room's handlers, in the order in which they are asked."""
    room = Router(name="partners")
    room.message.filter(InRoom("partner"))
    room.edited_message.filter(InRoom("partner"))
    room.callback_query.filter(InRoom("partner"))
    room.message_reaction.filter(InRoom("partner"))
    room.message_reaction.register(seeing.reacts)
    room.message.register(jobs, Command("jobs"))
    room.message.register(handing_on.command, Command("handon"))
    room.message.register(show_help, Command("help"))
    room.message.register(says, Command(*READERS))
    room.message.register(unknown_command, F.text.startswith("/"))
    room.message.register(says)
    room.callback_query.register(presses, Press.filter())
    room.callback_query.register(chooses, Belongs.filter())
    room.callback_query.register(onboarding.walks, Walk.filter())
    return room


async def presses(query: CallbackQuery, callback_data: Press, desk: Desk, room: Chat) -> None:
    """A button of the card."""
    if not await admitting.knows(query, desk, room):
        return
    ticket = await desk.ticket(callback_data.number)
    if handing_on.is_about_a_chain(callback_data.act):
        await handing_on.presses(query, callback_data, desk, room, ticket)
        return
    require_own(ticket, callback_data.seq, room)
    language = language_of(desk, room)
    act = callback_data.act
    if act == "question":
        text = desk.texts.word("toast/question", language)
        await desk.unit.outbox.add(leaving.toast(query.id, text, now=desk.now, alert=True))
        return
    if act in ("waiting", "decline"):
        choices = WAIT_CHOICES if act == "waiting" else DECLINE_CHOICES
        if not ticket.handoff(callback_data.seq).is_live:
            raise Refused("ended")
        markup = job_keyboard(ticket.number, callback_data.seq, choices, desk.texts, language)
        card = Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=callback_data.seq)
        await show_choices(await desk.telling(card, ticket), markup)
        text = desk.texts.word("toast/choose", language)
        await desk.unit.outbox.add(leaving.toast(query.id, text, now=desk.now))
        return
    if arriving.is_about_a_time(act):
        await arriving.presses(query, callback_data, desk, language, ticket)
        return
    if act in ("checks", "back") or act.startswith("check_"):
        await _ticks(query, callback_data, desk, language, ticket)
        return
    if act == declining.ACT:
        await declining.ask(query, ticket, callback_data.seq, desk, room)
        return
    state, wait, note = step_of(act, desk.texts, language)
    outcome = handoffs.answer(
        ticket,
        callback_data.seq,
        state,
        await desk.given(ticket),
        desk.now,
        by=actor(query.from_user, Role.PARTNER),
        note=note,
        wait=wait,
    )
    await desk.carry_out(outcome)
    text = desk.texts.word(f"toast/{outcome.answer}", language)
    await desk.unit.outbox.add(leaving.toast(query.id, text, now=desk.now))


async def _ticks(query: CallbackQuery, press: Press, desk: Desk, language: str, ticket: Ticket) -> None:
    """The checklist: opened on the card, ticked off step by step, and closed again."""
    given, by = await desk.given(ticket), actor(query.from_user, Role.PARTNER)
    if press.act.startswith("check_"):
        key = press.act.replace("_", ":", 1)
        ticket = await desk.carry_out(handoffs.tick(ticket, press.seq, key, given, desk.now, by=by))
    elif not ticket.handoff(press.seq).is_live:
        raise Refused("ended")
    card = Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=press.seq)
    telling = await desk.telling(card, ticket)
    if press.act == "back":
        await tell_partner(telling)
    else:
        evidence = evidence_of(ticket.handoff(press.seq), ticket, given.known, desk.policy)
        markup = check_keyboard(ticket.number, press.seq, evidence, desk.texts, language)
        await show_choices(telling, markup)
    await desk.unit.outbox.add(leaving.toast(query.id, "", now=desk.now))


async def says(message: Message, desk: Desk, room: Chat) -> None:
    """Words or files: to the job they answer, to the only one there is, or to the one that gets chosen."""
    if await joins_album(message, desk):
        return
    job = await answered(message, desk)
    if job is None and _answers_a_colleague(message):
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
        if len(live) > 1:
            await _ask_which(message, desk, room, live)
            return
        if not live:
            return  # talk between colleagues while there is no job
        job = (live[0][0].number, live[0][1])
    await _join(message, desk, room, job)


def _answers_a_colleague(message: Message) -> bool:
    """Whether it answers what another of them has said, and so is talk between the two."""
    reply = message.reply_to_message
    if reply is None or reply.forum_topic_created is not None:
        return False
    return reply.from_user is not None and not reply.from_user.is_bot


async def _live_jobs(desk: Desk, room: Chat) -> list[tuple[Ticket, int]]:
    tickets = await desk.unit.tickets.of_chat(room.chat_id)
    return [(t, h.seq) for t in tickets for h in t.handoffs if h.is_live and h.chat_id == room.chat_id]


async def chooses(query: CallbackQuery, callback_data: Belongs, desk: Desk, room: Chat) -> None:
    """Says which job a parked message belongs to."""
    if not await admitting.knows(query, desk, room):
        return
    parked = await parking.take(desk, room.chat_id, callback_data.message)
    if not parked:
        raise Refused("old_button")
    await _join(parked[0], desk, room, (callback_data.number, callback_data.seq))
    for further in parked[1:]:
        await joins_album(further, desk)
    text = desk.texts.word("toast/recorded", language_of(desk, room))
    await desk.unit.outbox.add(leaving.toast(query.id, text, now=desk.now))


async def jobs(message: Message, desk: Desk, room: Chat) -> None:
    """This partner's open jobs, and nobody else's (S30)."""
    views = [
        await _view(desk, ticket, handoff.seq)
        for ticket in await desk.unit.tickets.of_partner(room.partner_id or "")
        for handoff in ticket.handoffs
        if handoff.partner_id == room.partner_id and handoff.is_live
    ]
    html = desk.texts.chat(
        "partner/jobs", language_of(desk, room), views=views, desk=desk.policy.desk_name, now=desk.now
    )
    await answer_message(message, desk, html)


async def show_help(message: Message, desk: Desk, room: Chat) -> None:
    """What one can do here."""
    partner = desk.policy.partners.get(room.partner_id or "")
    language = language_of(desk, room)
    hands_on = ("handon",) if partner and partner.subcontractors else ()
    html = desk.texts.chat(
        "partner/help",
        language,
        desk=desk.policy.desk_name,
        commands=["jobs", "log", "part", "cost", *hands_on, "help"],
        now=desk.now,
    )
    await answer_message(message, desk, html, keyboard=onboarding.again_keyboard(language, desk))
    if room.confirmed_at is None:
        await onboarding.begin(room.chat_id, room.partner_id, language, desk)


async def unknown_command(message: Message, desk: Desk, room: Chat) -> None:
    """A command that this room does not have: also the dispatchers', which are obeyed from them only."""
    raise Refused("not_here")


async def _join(message: Message, desk: Desk, room: Chat, job: Job) -> None:
    number, seq = job
    ticket = await desk.ticket(number)
    to_its_own = is_principal(ticket, seq, room)
    if to_its_own and not (message.text or "").startswith("/"):
        words = said(message, Role.PARTNER, proof="reply")
        given = await desk.given(ticket)
        await desk.carry_out(handing.principal_says(ticket, seq, words, given, desk.now))
    else:
        own = (ticket.handoff(seq).parent or seq) if to_its_own else seq
        require_own(ticket, own, room)
        await _says_or_writes_down(message, ticket, own, desk)
    await desk.unit.messages.remember(key_of(message), number, seq, None, Audience.PARTNER, ours=False)
    if not to_its_own and not ticket.handoff(seq).is_live:
        text = desk.texts.word("refused/ended_kept", language_of(desk, room))
        await answer_message(message, desk, text, plain=True)


async def _says_or_writes_down(message: Message, ticket: Ticket, seq: int, desk: Desk) -> None:
    """A command is a line of work and no words; words may be both."""
    by, text = actor(message.from_user, Role.PARTNER), message.text or message.caption or ""
    given = await desk.given(ticket)
    line = _commanded(text, desk, by.name)
    if line is None:
        words = said(message, Role.PARTNER, proof="reply")
        when = told_in(ticket.handoff(seq), ticket, text, desk.now, desk.policy.zone)
        ticket = await desk.carry_out(reports.partner_says(ticket, seq, words, given, desk.now))
        line = read_words(text, desk.now, by=by.name)
        if line is None or when or ticket.handoff(seq).state not in costs.AT_WORK:
            return
    await desk.carry_out(costs.write_down(ticket, seq, line, given, desk.now, by=by))


def _commanded(text: str, desk: Desk, by: str) -> WorkLine | None:
    """The line that a command writes down; None for words. Refused: `unreadable_arguments`."""
    command, _, rest = text.partition(" ")
    name = command.removeprefix("/").partition("@")[0].lower()
    if not text.startswith("/") or name not in READERS:
        return None
    line = READERS[name](rest, desk.now, by=by)
    if line is None:
        raise Refused("unreadable_arguments", usage=_USAGE[name])
    return line


async def _stranger_says(message: Message, desk: Desk, room: Chat, job: Job | None) -> None:
    """Words of somebody nobody has let in: kept for the desk; a colleague can let them in with one tap."""
    if job is not None:
        ticket = await desk.ticket(job[0])
        words = said(message, Role.STRANGER, proof="reply")
        await desk.carry_out(conversation.stranger_says(ticket, words, how="stranger_in_chat"))
    await admitting.ask(message, desk, room)


async def _ask_which(message: Message, desk: Desk, room: Chat, live: list[tuple[Ticket, int]]) -> None:
    if not await parking.park(desk, message):
        return
    await parking.show(desk, message, Role.PARTNER, live[-1][0])
    live = live[: -_CHOICES - 1 : -1]  # newest first
    language = language_of(desk, room)
    views = [await _view(desk, ticket, seq) for ticket, seq in live]
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


async def _view(desk: Desk, ticket: Ticket, seq: int) -> PartnerView:
    given = await desk.given(ticket)
    handoff = ticket.handoff(seq)
    card = build_card(ticket, handoff, given.known, desk.policy)
    return partner_view(card, desk.policy, handoff.partner_id, await desk.unit.tickets.entries(ticket.number))
