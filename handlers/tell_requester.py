"""Telling the requester, in the channel and language they wrote in: one supplier, one tone."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from handlers import leaving
from handlers.buttons import score_keyboard
from handlers.house import Telling
from handlers.leaving import Urgency, chat_files, chat_text, once_quiet
from handlers.news import news
from storage.deliveries import NewDelivery
from tickets.ticket import Audience, Channel, Requester, Tell, Ticket
from tickets.views import CustomerView, customer_view

_NO_CHAT = 0  # stands for the requester's mailbox where an album's passing on is keyed by chat

# News of a job's progress: if an older piece has not left yet, the newer one takes its place (S26).
_PROGRESS = frozenset({Tell.TAKEN, Tell.EN_ROUTE, Tell.DELAYED})


async def tell(telling: Telling) -> Ticket:
    """Writes the outbox rows of one notice."""
    view = customer_view(telling.ticket, telling.given.known, telling.house.policy, telling.entries)
    entry = await news(telling, telling.ticket.requester.chat_id or _NO_CHAT)
    telling = replace(telling, notice=replace(telling.notice, entry=entry))
    if telling.ticket.requester.channel is Channel.MAIL:
        if telling.ticket.requester.address:  # a mail without a sender can be worked on, not answered
            await _mail(telling, view)
    else:
        await _chat(telling, view)
    return telling.ticket


async def _chat(telling: Telling, view: CustomerView) -> None:
    ticket, tell_ = telling.ticket, telling.notice.tell
    requester = ticket.requester
    if requester.chat_id is None:
        return
    row = _row(telling)
    keyboard = None
    if tell_ is Tell.RESOLVED:
        keyboard = score_keyboard(ticket.number, telling.texts, requester.language)
    html = telling.texts.chat(
        f"requester/{tell_}",
        requester.language,
        view=view,
        **telling.facts(**_words(telling), score_url=None),
    )
    entry = telling.notice.entry
    quiet = once_quiet(entry, "words", requester.chat_id, telling.now)
    if entry is None or entry.text or not telling.notice.facts.get("grew"):
        text = chat_text(
            requester.chat_id,
            html,
            kind=tell_.value,
            now=telling.now,
            keyboard=keyboard,
            **(row | quiet),
        )
        await telling.unit.outbox.add(text)
    if entry and entry.attachments:
        files = chat_files(
            requester.chat_id,
            entry.attachments,
            kind=f"{tell_}_files",
            now=telling.now,
            urgency=Urgency.REPLY,
            **(row | {"collapse_key": None} | once_quiet(entry, "files", requester.chat_id, telling.now)),
        )
        for delivery in files:
            await telling.unit.outbox.add(delivery)


async def _mail(telling: Telling, view: CustomerView) -> None:
    ticket, tell_, addresses = telling.ticket, telling.notice.tell, telling.house.addresses
    thread = await telling.unit.messages.thread(ticket.number, Audience.CUSTOMER)
    words = telling.texts.mail(
        f"requester/{tell_}",
        ticket.requester.language,
        view=view,
        **telling.facts(**_words(telling), score_url=_score_url(telling)),
    )
    entry = telling.notice.entry
    payload = {
        "message_id": f"<{ticket.number}.{uuid4().hex}@{addresses.domain}>",
        "to": _to(ticket.requester),
        "reply_to": addresses.reply_address(ticket.number),
        "subject": words.subject,
        "text": words.text,
        "html": words.html,
        "in_reply_to": thread[-1] if thread else None,
        "references": thread,
        # A dispatcher's own words are a person's; all else is automatic (RFC 3834).
        "auto_submitted": None if tell_ is Tell.REPLY else "auto-replied",
        "attachments": [
            {"filename": file.filename, "content_type": file.content_type, "sha256": file.sha256}
            for file in (entry.attachments if entry and tell_ is Tell.REPLY else ())
        ],
    }
    await telling.unit.outbox.add(
        NewDelivery(
            channel="mail",
            lane=leaving.mail_lane(ticket.requester.address),
            kind=tell_.value,
            urgency=Urgency.REPLY,
            payload=payload,
            created_at=telling.now,
            **(_row(telling) | _once_quiet(telling)),
        )
    )


def _row(telling: Telling) -> dict[str, Any]:
    ticket, tell_ = telling.ticket, telling.notice.tell
    return {
        "ticket": ticket.number,
        "audience": Audience.CUSTOMER,
        "entry": telling.notice.entry.id if telling.notice.entry else None,
        "collapse_key": f"progress:{ticket.number}" if tell_ in _PROGRESS else None,
    }


def _once_quiet(telling: Telling) -> dict[str, Any]:
    """A mail with an album waits for the album's last item, as a chat does."""
    row = once_quiet(telling.notice.entry, "files", _NO_CHAT, telling.now)
    return row | {"collapse_key": f"{row['collapse_key']}:0"} if row else row


def _words(telling: Telling) -> dict[str, str]:
    return {"words": telling.notice.entry.text} if telling.notice.entry else {}


def _score_url(telling: Telling) -> str | None:
    if telling.house.score_url is None:
        return None
    return f"{telling.house.score_url}/{telling.house.addresses.signer.token(telling.ticket.number, 'score')}"


def _to(requester: Requester) -> list[str | None]:
    return [requester.name, requester.address]
