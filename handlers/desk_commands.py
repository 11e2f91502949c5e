"""What each slash command of the dispatchers does to a ticket, as a table."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from aiogram.types import Message

from handlers import assigning, desk_work, muting, numbering
from handlers.context import actor
from handlers.desk import Desk
from handlers.incoming import said
from handlers.knowing import known_for_request, register_language
from tickets import approval, conversation, dispatch, intake, offers, rating, second_word
from tickets.card_parts import Part
from tickets.given import Given
from tickets.intake import Request
from tickets.linked import orders
from tickets.outcome import Outcome, Refused
from tickets.parties import Actor, Channel, Role
from tickets.states import Because, Priority, WaitReason
from tickets.ticket import Facts, Requester, Ticket
from tickets.timeline import Message as Words

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

Act = Callable[[Ticket | None, str, Message, Desk], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A command that changes a ticket. `hands_off`: one that no partner has had is routed at once."""

    act: Act
    usage: str
    needs_ticket: bool = True
    hands_off: bool = False


async def hand_off(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """To the partner that is named, and why (S2); with no name to the next one the routes know."""
    ticket, given, by = await _scene(ticket, message, desk)
    if not rest:
        return offers.offer_next(ticket, given, desk.now)
    name, _, why = rest.partition(" ")
    partner = desk.policy.partners.get(name)
    if partner is None:
        raise Refused("no_such_partner", partner=rest, partners=", ".join(desk.policy.partners))
    try:
        because = Because(why.strip().lower()) if why.strip() else None
    except ValueError:
        raise Refused("bad_because", choices=", ".join(Because)) from None
    entries = await desk.timeline(ticket)
    return second_word.choose(ticket, partner, entries, given, desk.now, by=by, because=because)


async def recall(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Takes it back."""
    ticket, given, by = await _scene(ticket, message, desk)
    return offers.recall(ticket, given, desk.now, by=by, note=rest)


async def accept(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Yes to the desk that has handed us the job."""
    ticket, given, by = await _scene(ticket, message, desk)
    return orders.take_on(ticket, await desk.timeline(ticket), given, desk.now, by=by)


async def decline(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """No to it, and why."""
    ticket, given, by = await _scene(ticket, message, desk)
    return orders.turn_down(ticket, await desk.timeline(ticket), given, desk.now, by=by, reason=rest)


async def approve(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """The work is good."""
    ticket, given, by = await _scene(ticket, message, desk)
    return approval.approve(ticket, given, desk.now, by=by)


async def done(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """The work is done, whatever evidence lacks: then with the reason, as a deviation."""
    ticket, given, by = await _scene(ticket, message, desk)
    return approval.done_without(ticket, given, desk.now, by=by, reason=rest)


async def reject(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """The work is not good yet, and why."""
    ticket, given, by = await _scene(ticket, message, desk)
    return approval.reject(ticket, given, desk.now, by=by, reason=rest)


async def rate(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """What we think of the work that was approved."""
    ticket, given, by = await _scene(ticket, message, desk)
    return rating.rate(ticket, rating.read(rest, ticket), given, desk.now, by=by)


async def note(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """For dispatchers only."""
    return conversation.note(_the(ticket), _words(rest, message))


async def reply(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """To the requester."""
    return conversation.desk_replies(_the(ticket), _words(rest, message))


async def tell(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """To the partner who has the baton."""
    given = await desk.given(_the(ticket))
    return conversation.desk_tells_partner(_the(ticket), _words(rest, message), given)


async def priority(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """critical, high, normal or low."""
    ticket, given, by = await _scene(ticket, message, desk)
    try:
        wanted = Priority(rest.strip().lower())
    except ValueError:
        raise Refused("bad_priority", choices=", ".join(Priority)) from None
    return dispatch.set_priority(ticket, wanted, given, desk.now, by=by)


async def wait(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """customer, parts, access or approval."""
    ticket, given, by = await _scene(ticket, message, desk)
    try:
        reason = WaitReason(rest.strip().lower())
    except ValueError:
        raise Refused("bad_wait_reason", choices=", ".join(WaitReason)) from None
    return dispatch.wait(ticket, reason, given, desk.now, by=by)


async def resume(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Work goes on."""
    ticket, given, by = await _scene(ticket, message, desk)
    return dispatch.resume(ticket, given, desk.now, by=by)


async def close(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Nothing more is to come."""
    ticket, given, by = await _scene(ticket, message, desk)
    return dispatch.close(ticket, given, desk.now, by=by)


async def reopen(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """It is not finished after all; why stays as a note."""
    ticket, given, _by = await _scene(ticket, message, desk)
    words = _words(rest, message)
    reopened = conversation.reopen(ticket, given, desk.now, words)
    return conversation.note(ticket, words).then(reopened) if rest.strip() else reopened


async def merge(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Ends this ticket in favour of another."""
    ticket, given, by = await _scene(ticket, message, desk)
    into = rest.strip().lstrip("#")
    if not into.isdigit():
        raise Refused("unreadable_arguments", usage=VERBS["merge"].usage)
    heir = await desk.ticket(int(into[:9]))
    merged = dispatch.merge(ticket, heir, given, desk.now, by=by)
    await muting.muted_too(ticket, heir, desk, by=by)
    return merged


async def change_requester(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Somebody else is the customer's voice; who was it until now still takes part."""
    ticket, _given, by = await _scene(ticket, message, desk)
    address = rest.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise Refused("unreadable_arguments", usage=VERBS["requester"].usage)
    contact = await desk.unit.register.contact_by_email(address)
    for known, name in ((ticket.requester.address, ticket.requester.name), (address, None)):
        await desk.unit.tickets.add_participant(ticket.number, known, name, confirmed=True)
    requester = Requester(
        name=contact.name if contact else None,
        channel=Channel.MAIL,
        address=address,
        language=await register_language(desk.unit, contact) or ticket.requester.language,
    )
    return dispatch.change_requester(ticket, requester, desk.now, by=by)


async def number(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Under which number a partner has it: the one whom we chose, or another that is named."""
    by = actor(message.from_user, Role.DISPATCHER)
    return await numbering.named_by_desk(_the(ticket), rest, desk, by=by, usage=VERBS["ref"].usage)


async def fill_card(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Types a part of the card, also "none"."""
    name, _, text = rest.strip().partition(" ")
    try:
        part = Part(name.lower())
    except ValueError:
        raise Refused("unreadable_arguments", usage=VERBS["card"].usage) from None
    by = actor(message.from_user, Role.DISPATCHER)
    return dispatch.fill(_the(ticket), part, text, desk.now, by=by)


async def new(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Opens a ticket for somebody who called: their mail address first, then the problem."""
    address, _, problem = rest.strip().partition(" ")
    if not _EMAIL.fullmatch(address) or not problem.strip():
        raise Refused("unreadable_arguments", usage=VERBS["new"].usage)
    contact = await desk.unit.register.contact_by_email(address.lower())
    known = await known_for_request(desk.unit, contact, None)
    language = await register_language(desk.unit, contact) or desk.policy.language
    request = Request(
        requester=Requester(
            name=contact.name if contact else None,
            channel=Channel.MAIL,
            address=address.lower(),
            language=language,
        ),
        subject="",
        message=replace(
            _words(problem, message),
            author=Actor(role=Role.CUSTOMER, name=contact.name if contact else address),
        ),
        facts=Facts(),
        priority=Priority.NORMAL,
    )
    return intake.open_ticket(request, known, desk.policy, desk.now)


VERBS: dict[str, Verb] = {
    "new": Verb(act=new, usage="/new EMAIL …", needs_ticket=False, hands_off=True),
    "handoff": Verb(act=hand_off, usage="/handoff N [PARTNER [WHY]]"),
    "recall": Verb(act=recall, usage="/recall N […]"),
    "accept": Verb(act=accept, usage="/accept N"),
    "decline": Verb(act=decline, usage="/decline N …"),
    "approve": Verb(act=approve, usage="/approve N"),
    "done": Verb(act=done, usage="/done N …"),
    "spend": Verb(act=desk_work.spend, usage=desk_work.SPEND),
    "strike": Verb(act=desk_work.strike, usage="/strike N LINE …"),
    "payer": Verb(act=desk_work.payer, usage="/payer N LINE maker|customer|network|us|agreement"),
    "reject": Verb(act=reject, usage="/reject N …"),
    "rate": Verb(act=rate, usage="/rate N [PARTNER] 1-5 …"),
    "assign": Verb(act=assigning.assign, usage="/assign N me|NAME|desk"),
    "note": Verb(act=note, usage="/note N …"),
    "reply": Verb(act=reply, usage="/reply N …"),
    "tell": Verb(act=tell, usage="/tell N …"),
    "priority": Verb(act=priority, usage="/priority N critical|high|normal|low"),
    "wait": Verb(act=wait, usage="/wait N customer|parts|access|approval"),
    "resume": Verb(act=resume, usage="/resume N"),
    "close": Verb(act=close, usage="/close N"),
    "reopen": Verb(act=reopen, usage="/reopen N […]"),
    "merge": Verb(act=merge, usage="/merge N INTO"),
    "mute": Verb(act=muting.mute, usage=f"/mute {muting.USAGE}"),
    "unmute": Verb(act=muting.unmute, usage=f"/unmute {muting.USAGE}"),
    "requester": Verb(act=change_requester, usage="/requester N EMAIL"),
    "ref": Verb(act=number, usage="/ref N [PARTNER] SO-123"),
    "card": Verb(
        act=fill_card, usage="/card N equipment|history|terms|demands|contact|parts …", hands_off=True
    ),
}


async def _scene(ticket: Ticket | None, message: Message, desk: Desk) -> tuple[Ticket, Given, Actor]:
    known = _the(ticket)
    return known, await desk.given(known), actor(message.from_user, Role.DISPATCHER)


def _the(ticket: Ticket | None) -> Ticket:
    if ticket is None:
        raise Refused("no_job_meant", usage="")
    return ticket


def _words(text: str, message: Message) -> Words:
    words = said(message, Role.DISPATCHER)
    # An album's key brings its further items here; a single message's stays free for a command that opens.
    return replace(words, text=text.strip(), source=words.source if message.media_group_id else None)
