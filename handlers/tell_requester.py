"""Telling the requester, in the channel and language they wrote in: one supplier, one tone.

Where that channel is lost (their mail comes back, they have blocked the bot) and the register knows another,
it is the other (T19, I30).
"""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from handlers import leaving, mailing, unreachable
from handlers.buttons import price_keyboard, score_keyboard
from handlers.house import Telling
from handlers.leaving import Urgency, chat_files, chat_text, once_quiet
from handlers.mailing import LINK, Withheld
from handlers.news import news
from handlers.signing import OfHandoff, of_handoff
from storage.deliveries import NewDelivery
from tickets.linked.copy import Side
from tickets.linked.telling import digest, told_standing
from tickets.muting import is_muted
from tickets.outcome import Tell
from tickets.parties import CUSTOMERS_SIDE, Audience, Channel, Role
from tickets.ticket import Ticket
from tickets.views import CustomerView, customer_view
from tickets.work.customer import kinds_asked

_NO_CHAT = 0  # stands for the requester's mailbox where an album's passing on is keyed by chat

_WITH_FILES = frozenset({Tell.REPLY, Tell.PROGRESS})

_ANSWERS = frozenset({Tell.REPLY, Tell.RECEIVED, Tell.CONTINUED, Tell.REOPENED, Tell.THANKS})

# News of a job's progress: if an older piece has not left yet, the newer one takes its place (S26).
_PROGRESS = frozenset({Tell.TAKEN, Tell.EN_ROUTE, Tell.DELAYED, Tell.ETA})


async def tell(telling: Telling) -> Ticket:
    """Writes the outbox rows of one notice."""
    view = customer_view(telling.ticket, telling.given.known, telling.house.policy, telling.entries)
    entry = await news(telling, telling.ticket.requester.chat_id or _NO_CHAT)
    telling = replace(telling, notice=replace(telling.notice, entry=entry))
    if not (await _is_lost(telling) and await _otherwise(telling, view)):
        await _as_they_wrote(telling, view)
    return telling.ticket


async def by_another_way(telling: Telling) -> bool:
    """Tells what did not arrive where they wrote from, where else they can be reached; False: nowhere."""
    view = customer_view(telling.ticket, telling.given.known, telling.house.policy, telling.entries)
    return await _otherwise(telling, view)


async def _as_they_wrote(telling: Telling, view: CustomerView) -> None:
    requester = telling.ticket.requester
    if requester.channel is not Channel.MAIL:
        if requester.chat_id is not None:
            await _chat(telling, view, requester.chat_id)
    elif requester.address:  # a mail without a sender can be worked on, not answered
        withheld = await _mail(telling, view, requester.address)
        if withheld is Withheld.UNREACHABLE and telling.notice.tell is Tell.REPLY:
            await _did_not_leave(telling)


async def _is_lost(telling: Telling) -> bool:
    """Whether nothing arrives where they wrote from."""
    requester = telling.ticket.requester
    if requester.channel is Channel.MAIL:
        return await telling.unit.mail_addresses.unreachable(requester.address) is not None
    chat = await telling.unit.people.chat(requester.chat_id) if requester.chat_id is not None else None
    return chat is not None and chat.unreachable_at is not None


async def _otherwise(telling: Telling, view: CustomerView) -> bool:
    contact, requester = telling.given.known.contact, telling.ticket.requester
    if contact is None or is_muted(telling.ticket, CUSTOMERS_SIDE):
        return False
    if requester.channel is Channel.MAIL:
        chat = await telling.unit.people.contact_chat(contact.id)
        if chat is None or chat.unreachable_at is not None:
            return False
        await _chat(telling, view, chat.chat_id)
        return True
    if not contact.email or await telling.unit.mail_addresses.unreachable(contact.email) is not None:
        return False
    return await _mail(telling, view, contact.email) is None


async def _did_not_leave(telling: Telling) -> None:
    """A dispatcher's own words went nowhere: they hear it each time."""
    known = await telling.unit.mail_addresses.unreachable(telling.ticket.requester.address)
    if known is not None:
        await unreachable.tell(
            telling.unit, telling.house, known, telling.ticket, telling.now, otherwise=False
        )


async def _chat(telling: Telling, view: CustomerView, chat_id: int) -> None:
    ticket, tell_ = telling.ticket, telling.notice.tell
    requester = ticket.requester
    row = _row(telling, Channel.TELEGRAM)
    keyboard = None
    if tell_ is Tell.RESOLVED:
        keyboard = score_keyboard(ticket.number, telling.texts, requester.language)
    if tell_ is Tell.COST_QUESTION:
        question = int(str(telling.notice.facts["question"]))
        keyboard = price_keyboard(ticket.number, question, telling.texts, requester.language)
    html = telling.texts.chat(
        f"requester/{tell_}",
        requester.language,
        view=view,
        **telling.facts(**_words(telling), score_url=None, links=()),
    )
    entry = telling.notice.entry
    quiet = once_quiet(entry, "words", chat_id, telling.now)
    if entry is None or entry.text or not telling.notice.facts.get("grew"):
        text = chat_text(
            chat_id,
            html,
            kind=tell_.value,
            now=telling.now,
            keyboard=keyboard,
            **(row | quiet),
        )
        await telling.unit.outbox.add(text)
    if entry and entry.attachments:
        files = chat_files(
            chat_id,
            entry.attachments,
            kind=f"{tell_}_files",
            now=telling.now,
            urgency=Urgency.REPLY,
            **(row | {"collapse_key": None} | once_quiet(entry, "files", chat_id, telling.now)),
        )
        for delivery in files:
            await telling.unit.outbox.add(delivery)


async def _mail(telling: Telling, view: CustomerView, address: str) -> Withheld | None:
    ticket, tell_, addresses = telling.ticket, telling.notice.tell, telling.house.addresses
    thread = await telling.unit.messages.thread(ticket.number, Audience.CUSTOMER)
    words = telling.texts.mail(
        f"requester/{tell_}",
        ticket.requester.language,
        view=view,
        **telling.facts(**_words(telling), score_url=_score_url(telling), links=_price_links(telling)),
    )
    entry = telling.notice.entry
    shared = telling.given.known.principal is not None
    link = await telling.unit.links.from_principal(ticket.number) if shared else None
    payload: dict[str, Any] = {
        "message_id": f"<{_price_name(telling) or f'{ticket.number}.{uuid4().hex}'}@{addresses.domain}>",
        "to": [ticket.requester.name, address],
        "reply_to": addresses.reply_address(ticket.number),
        "subject": await mailing.with_their_number(
            telling.unit, ticket.number, telling.house.party_of(address), words.subject
        ),
        "text": words.text,
        "html": words.html,
        "quote": _answered(telling),
        "language": ticket.requester.language,
        "in_reply_to": thread[-1] if thread else None,
        "references": thread,
        "auto_submitted": _automatic(tell_),
        "attachments": [
            {"filename": file.filename, "content_type": file.content_type, "sha256": file.sha256}
            for file in (entry.attachments if entry and tell_ in _WITH_FILES else ())
        ],
    }
    if link is not None:
        payload[LINK] = mailing.copy_of(telling, Side.PARTNER)
    mail = NewDelivery(
        channel="mail",
        lane=leaving.mail_lane(address),
        kind=tell_.value,
        urgency=Urgency.REPLY,
        payload=payload,
        created_at=telling.now,
        **(_row(telling, Channel.MAIL) | _once_quiet(telling)),
    )
    withheld = await mailing.post(telling.unit, telling.house, mail, ticket, telling.now)
    if link is not None and withheld is None:
        await telling.unit.links.told(
            link.id, digest(told_standing(ticket, telling.entries, telling.house.policy))
        )
    return withheld


def _answered(telling: Telling) -> list[str] | None:
    """What an answer answers, to be quoted below it: who wrote, and the words."""
    theirs = [entry for entry in telling.entries if entry.author.role is Role.CUSTOMER and entry.text]
    if telling.notice.tell not in _ANSWERS or not theirs:
        return None
    last, requester = theirs[-1], telling.ticket.requester
    name = last.author.name or requester.address
    return [telling.texts.word("mail/wrote", requester.language, name=name, at=last.at), last.text]


def _automatic(tell_: Tell) -> str | None:
    """A dispatcher's words are a person's; all else is automatic, as an answer or by itself (RFC 3834)."""
    if tell_ is Tell.REPLY:
        return None
    return "auto-replied" if tell_ in _ANSWERS else "auto-generated"


def _row(telling: Telling, channel: Channel) -> dict[str, Any]:
    ticket, tell_ = telling.ticket, telling.notice.tell
    return {
        "ticket": ticket.number,
        "audience": Audience.CUSTOMER,
        "entry": telling.notice.entry.id if telling.notice.entry else None,
        "collapse_key": f"progress:{ticket.number}:{channel}" if tell_ in _PROGRESS else None,
        # A thumb that slips corrects itself at once: one time is told, not two.
        "not_before": telling.now + leaving.QUIET if tell_ is Tell.ETA else None,
    }


def _once_quiet(telling: Telling) -> dict[str, Any]:
    """A mail with an album waits for the album's last item, as a chat does."""
    row = once_quiet(telling.notice.entry, "files", _NO_CHAT, telling.now)
    return row | {"collapse_key": f"{row['collapse_key']}:0"} if row else row


def _words(telling: Telling) -> dict[str, object]:
    """What the notice does not say by itself: the entry's words; what a price is for, as things stand."""
    if telling.notice.tell is Tell.COST_QUESTION:
        return {"kinds": kinds_asked(telling.ticket, telling.given)}
    return {"words": telling.notice.entry.text} if telling.notice.entry else {}


def _score_url(telling: Telling) -> str | None:
    if telling.house.score_url is None:
        return None
    return f"{telling.house.score_url}/{telling.house.addresses.signer.token(telling.ticket.number, 'score')}"


def _price_token(telling: Telling) -> str | None:
    """Names a question about a price: in its links, and as the Message-ID that an answer in words answers."""
    if telling.notice.tell is not Tell.COST_QUESTION:
        return None
    purpose = of_handoff(OfHandoff.PRICE, int(str(telling.notice.facts["question"])))
    return telling.house.addresses.signer.token(telling.ticket.number, purpose)


def _price_name(telling: Telling) -> str | None:
    """What the mail is called: a reminder bears the question's name too, and is another mail."""
    token = _price_token(telling)
    return f"{token}.again" if token and telling.notice.facts.get("again") else token


def _price_links(telling: Telling) -> list[tuple[str, str]]:
    token, language = _price_token(telling), telling.ticket.requester.language
    if token is None or telling.house.price_url is None:
        return []
    return [
        (telling.texts.word(f"button/price_{each}", language), f"{telling.house.price_url}/{token}/{each}")
        for each in ("yes", "no")
    ]
