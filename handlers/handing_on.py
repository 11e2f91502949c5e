"""A partner's chat and its subcontractors: the buttons and the command by which a job is handed on."""

from collections.abc import Sequence

from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers import admitting
from handlers.buttons import REWORK_CHOICES, Press, job_keyboard, to_whom, whom_keyboard
from handlers.context import actor, answer_message, answer_press, language_of
from handlers.desk import Desk
from handlers.owning import answered, is_principal, require_own
from handlers.tell_partner import show_choices
from storage.people import Chat
from tickets.chains import handing
from tickets.chains.tree import choices, subcontractors_of
from tickets.chains.words import named
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import Actor, Role
from tickets.policy import Partner
from tickets.ticket import Ticket
from tickets.work import costs
from tickets.work.money import find_money

_USAGE = "/handon N NAME [2 000 kr]"
_REWORKS = frozenset(act for row in REWORK_CHOICES for act in row)
_COSTS = {"cost_yes_below": True, "cost_no_below": False}  # of a page: in a chat they carry the sum
_BELOW = frozenset({"approve_below", "reject_below", "recall_below", *_COSTS}) | _REWORKS


def is_about_a_chain(act: str) -> bool:
    """Whether a button of a partner's chat is about its subcontractors."""
    return act == "hand_on" or act.startswith("to_") or act in _BELOW


async def presses(query: CallbackQuery, press: Press, desk: Desk, room: Chat, ticket: Ticket) -> None:
    """One of those buttons. Those about a subcontractor carry its handoff, the others the partner's own."""
    language = language_of(desk, room)
    if press.act in _BELOW:
        if not is_principal(ticket, press.seq, room):
            raise Refused("not_your_job")
        if press.act == "reject_below":
            await _ask_why(query, press, desk, language)
            return
        by = actor(query.from_user, Role.PARTNER)
        outcome = await about_below(desk, ticket, press.seq, press.act, by, language)
        await desk.carry_out(outcome)
        answer = outcome.answer or "recorded"
    elif press.act == "hand_on":
        require_own(ticket, press.seq, room)
        await _ask_whom(press, desk, language, ticket)
        answer = "choose_whom"
    else:
        require_own(ticket, press.seq, room)
        by = actor(query.from_user, Role.PARTNER)
        outcome = await hands_on(desk, ticket, press.seq, press.act, by)
        await desk.carry_out(outcome)
        answer = outcome.answer or "offered"
    text = desk.texts.word(f"toast/{answer}", language)
    await answer_press(query, desk, text)


async def command(message: Message, command: CommandObject, desk: Desk, room: Chat) -> None:
    """``/handon N NAME``, or an answer to the job with ``/handon NAME``; without a name it asks to whom.

    An amount after the name is the cap of whoever it is handed on to.
    """
    if message.from_user is None or message.sender_chat is not None:
        raise Refused("anonymous")
    if not await admitting.is_known(message.from_user.id, desk, room):
        raise Refused("stranger")
    ticket, name = await _meant(message, command.args or "", desk)
    seq = next(
        (h.seq for h in reversed(ticket.handoffs) if h.is_live and h.partner_id == room.partner_id), None
    )
    if seq is None:
        raise Refused("not_your_job")
    given, language = await desk.given(ticket), language_of(desk, room)
    cap, name = find_money(name) or (None, name)
    could = choices(ticket, seq, given, desk.now)
    partner = named(name, subcontractors_of(ticket.handoff(seq), given))
    if name and partner is None:
        raise Refused("not_your_subcontractor", partners=_names(could))
    if partner is None:
        if not could:
            raise Refused("not_your_subcontractor", partners="")
        text = desk.texts.word("toast/choose_whom", language)
        markup = whom_keyboard(ticket.number, seq, could, desk.texts, language, back=False)
        await answer_message(message, desk, f"#{ticket.number} {text}", keyboard=markup, plain=True)
        return
    by = actor(message.from_user, Role.PARTNER)
    told = await desk.timeline(ticket)
    outcome = handing.hand_on(
        *(ticket, seq, partner, given, desk.now), by=by, timeline=told, cap=str(cap) if cap else None
    )
    await desk.carry_out(outcome)


async def _meant(message: Message, arguments: str, desk: Desk) -> tuple[Ticket, str]:
    """The job that a command is about, by its number or by what it answers, and the rest of its words."""
    first, _, rest = arguments.strip().partition(" ")
    if (number := first.lstrip("#")).isdecimal():
        return await desk.ticket(int(number[:9])), rest.strip()
    if (job := await answered(message, desk)) is not None:
        return await desk.ticket(job[0]), arguments.strip()
    raise Refused("unreadable_arguments", usage=_USAGE)


async def hands_on(desk: Desk, ticket: Ticket, seq: int, act: str, by: Actor) -> Outcome:
    """A press of one of the names. Refused: `old_button`, and as handing.hand_on."""
    partner = next((each for each in desk.policy.partners.values() if to_whom(each) == act), None)
    if partner is None:
        raise Refused("old_button")
    given, told = await desk.given(ticket), await desk.timeline(ticket)
    return handing.hand_on(ticket, seq, partner, given, desk.now, by=by, timeline=told)


async def about_below(
    desk: Desk, ticket: Ticket, seq: int, act: str, by: Actor, language: str, words: str = "", cost: str = ""
) -> Outcome:
    """The work of the subcontractor with that handoff is good, is not, or the job is taken back; or a yes or
    no to what it has come to, which stood there as `cost`. `words`: why, besides what the button says.

    Refused: `old_button` for another sum, and as by handing and costs.decide_below.
    """
    given = await desk.given(ticket)
    if act in _COSTS:
        if ticket.handoff(seq).cost_asked is not None and str(ticket.handoff(seq).cost_asked) != cost:
            raise Refused("old_button")
        return costs.decide_below(ticket, seq, given, desk.now, by=by, yes=_COSTS[act])
    if act == "approve_below":
        return handing.approve(ticket, seq, given, desk.now, by=by)
    if act == "recall_below":
        return handing.take_back(ticket, seq, given, desk.now, by=by, note=words)
    label = desk.texts.word(f"button/{act}", language)
    reason = words if act == "rework_other" and words else ": ".join(filter(None, (label, words)))
    return handing.send_back(ticket, seq, given, desk.now, by=by, reason=reason)


async def _ask_whom(press: Press, desk: Desk, language: str, ticket: Ticket) -> None:
    if not ticket.handoff(press.seq).is_live:
        raise Refused("ended")
    could = choices(ticket, press.seq, await desk.given(ticket), desk.now)
    if not could:
        raise Refused("not_your_subcontractor", partners="")
    markup = whom_keyboard(ticket.number, press.seq, could, desk.texts, language)
    card = Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=press.seq)
    await show_choices(await desk.telling(card, ticket), markup)


async def _ask_why(query: CallbackQuery, press: Press, desk: Desk, language: str) -> None:
    text = desk.texts.word("toast/choose", language)
    if query.message is not None:
        markup = job_keyboard(press.number, press.seq, REWORK_CHOICES, desk.texts, language)
        await answer_message(query.message, desk, f"#{press.number} {text}", keyboard=markup, plain=True)
    await answer_press(query, desk, text)


def _names(partners: Sequence[Partner]) -> str:
    return ", ".join(each.name for each in partners)
