"""Telling the dispatchers: one post a ticket, kept true in place, and its news as answers to it."""

from dataclasses import replace
from typing import Any

from handlers import topics
from handlers.buttons import cost_keyboard
from handlers.desk_keyboards import (
    agree_keyboard,
    desk_keyboard,
    in_stead_keyboard,
    let_in_keyboard,
    rate_keyboard,
)
from handlers.house import Telling
from handlers.leaving import Urgency, chat_edit, chat_files, chat_text, once_quiet
from handlers.news import news
from tickets.chasing import Wanted
from tickets.desk_view import DeskView, desk_view
from tickets.moves import whoever_has_it
from tickets.outcome import Tell
from tickets.parties import Audience
from tickets.ticket import Ticket
from tickets.timeline import Entry

_URGENT = frozenset(
    {
        Tell.BREACH,
        Tell.COST_TO_APPROVE,
        Tell.SECOND_ASKED,
        Tell.STILL_WAITS,
        Tell.WARNING,
        Tell.NEEDS_DESK,
    }
)
_NO_TAKER = ("declined", "expired", "unreached")
_WITH_BUTTONS = frozenset({Tell.OPENED, Tell.TO_APPROVE, Tell.NEEDS_DESK, Tell.STILL_WAITS, Tell.INCOMPLETE})


async def tell(telling: Telling) -> Ticket:
    """Writes the outbox rows of one notice; without a bound chat there is only the queue."""
    chat = await telling.unit.people.dispatchers_chat()
    if chat is None:
        return telling.ticket
    ticket, tell_ = telling.ticket, telling.notice.tell
    language = chat.language or telling.house.policy.language
    view = desk_view(ticket, telling.given.known, telling.house.policy, telling.entries)
    if tell_ is Tell.POST_CHANGED:
        return await _edit_post(telling, chat.chat_id, language, view)
    entry = await news(telling, chat.chat_id)
    is_new = entry is not None and telling.notice.facts.get("stranger") == "new_person"
    text = "dispatchers/new_person" if is_new else f"dispatchers/{tell_}"
    facts = _said(entry, ticket.number, is_new=is_new)
    html = telling.texts.chat(text, language, view=view, **telling.facts(**facts))
    if tell_ is Tell.OPENED:
        await _want_topic(telling, chat.chat_id, language, view)
    delivery = await telling.unit.outbox.add(
        chat_text(
            chat.chat_id,
            html,
            kind=tell_.value,
            now=telling.now,
            urgency=Urgency.PING if _is_urgent(telling) else Urgency.REPLY,
            keyboard=_keyboard(telling, view, language, entry if is_new else None),
            reply_to=ticket.post_delivery,
            **_row(telling),
            **once_quiet(entry, "words", chat.chat_id, telling.now),
        )
    )
    if tell_ is Tell.OPENED:
        ticket = replace(ticket, post_delivery=delivery)
    await _send_files(telling, chat.chat_id, ticket, entry)
    return ticket


def _said(entry: Entry | None, number: int, *, is_new: bool) -> dict[str, Any]:
    """Who wrote, and what; with their address where nobody knows them yet."""
    if entry is None:
        return {}
    author = entry.author
    facts = {"who": author.name, "role": author.role, "words": entry.text, "files": len(entry.attachments)}
    return facts | {"name": author.name, "address": author.id or "", "number": number} if is_new else facts


def _keyboard(
    telling: Telling, view: DeskView, language: str, newcomer: Entry | None
) -> dict[str, Any] | None:
    """What the desk can do about it with one tap."""
    ticket, notice, texts = telling.ticket, telling.notice, telling.texts
    if newcomer is not None:
        return let_in_keyboard(ticket.number, newcomer.id or 0, texts, language)
    if notice.facts.get("event") == "approved" and notice.handoff is not None:
        return rate_keyboard(ticket.number, notice.handoff)
    if notice.tell is Tell.SECOND_ASKED:
        return agree_keyboard(ticket.number, str(notice.facts["partner_id"]), texts, language)
    if isinstance(seq := notice.facts.get("may_decide"), int):
        return in_stead_keyboard(ticket.number, ticket.handoff(seq), texts, language)
    if notice.tell is Tell.COST_TO_APPROVE or notice.facts.get("lacks") == Wanted.COST:
        return cost_keyboard(ticket.number, whoever_has_it(ticket), texts, language)
    return desk_keyboard(view, texts, language) if notice.tell in _WITH_BUTTONS else None


def _is_urgent(telling: Telling) -> bool:
    """What somebody must act on goes before what somebody will read."""
    return telling.notice.tell in _URGENT or telling.notice.facts.get("event") in _NO_TAKER


async def _edit_post(telling: Telling, chat_id: int, language: str, view: DeskView) -> Ticket:
    """The post as it is now; made anew where it hangs in a chat that is no more, or was opened before any."""
    html = telling.texts.chat("dispatchers/opened", language, view=view, **telling.facts(relative=None))
    if telling.ticket.post_delivery is None:
        await _want_topic(telling, chat_id, language, view)
        post = chat_text(
            chat_id,
            html,
            kind=Tell.OPENED.value,
            now=telling.now,
            keyboard=desk_keyboard(view, telling.texts, language),
            **_row(telling),
        )
        return replace(telling.ticket, post_delivery=await telling.unit.outbox.add(post))
    await telling.unit.outbox.add(
        chat_edit(
            chat_id,
            html,
            kind="post_changed",
            now=telling.now,
            edits=telling.ticket.post_delivery,
            keyboard=desk_keyboard(view, telling.texts, language),
            collapse_key=f"post:{telling.ticket.number}",
            **_row(telling),
        )
    )
    return telling.ticket


async def _want_topic(telling: Telling, chat_id: int, language: str, view: DeskView) -> None:
    name = topics.name_of_ticket(view, telling.texts, language)
    await topics.want(telling.unit, chat_id, telling.ticket.number, name)


async def _send_files(telling: Telling, chat_id: int, ticket: Ticket, entry: Entry | None) -> None:
    if entry is None or not entry.attachments:
        return
    for delivery in chat_files(
        chat_id,
        entry.attachments,
        kind="files",
        now=telling.now,
        urgency=Urgency.REPLY,
        reply_to=ticket.post_delivery,
        **_row(telling),
        **once_quiet(entry, "files", chat_id, telling.now),
    ):
        await telling.unit.outbox.add(delivery)


def _row(telling: Telling) -> dict[str, Any]:
    return {
        "ticket": telling.ticket.number,
        "handoff": telling.notice.handoff,
        "audience": Audience.INTERNAL,
        "entry": telling.notice.entry.id if telling.notice.entry else None,
    }
