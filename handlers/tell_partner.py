"""Telling a partner: the card, kept true in place, and everything else as an answer to it.

A partner without a chat is told by mail (:mod:`handlers.tell_partner_mail`).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import tell_partner_mail, topics
from handlers.buttons import (
    FORCE_REPLY,
    card_keyboard,
    chain_rows,
    check_work_keyboard,
    cost_keyboard,
    undo_keyboard,
    whom_keyboard,
)
from handlers.handoff_view import row_of, view_of
from handlers.house import Telling
from handlers.leaving import Urgency, chat_files, chat_text, once_quiet
from handlers.leaving_card import CardText, chat_card
from handlers.news import news
from handlers.out_of_reach import words_stay_here
from handlers.withdrawing import withdraw
from tickets.card import Card
from tickets.chains.tree import choices as subcontractors
from tickets.evidence.demands import EvidenceKind
from tickets.outcome import Party, Tell
from tickets.states import HandoffState
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Attachment, Entry
from tickets.views import for_partner

_PHOTOS = 10  # in the card; a technician has seen enough then, and the rest follows


async def tell(telling: Telling) -> Ticket:
    """Writes the outbox rows of one notice; the ticket comes back knowing which row carries its card.

    What a principal is told hangs under its own card; an answer to it is for the subcontractor it is about.
    """
    if telling.notice.handoff is None:
        raise ValueError("a partner's notice is about one handoff")
    handoff = telling.ticket.handoff(telling.notice.handoff)
    if telling.notice.to is Party.PRINCIPAL:
        if handoff.parent is None:
            raise ValueError("the principal of this handoff is the desk")
        handoff = telling.ticket.handoff(handoff.parent)
    if not handoff.is_live:
        await withdraw(telling.unit, telling.ticket.number, handoff.seq, telling.now)
    if handoff.chat_id is None:
        if handoff.email is None:
            return telling.ticket
        return await tell_partner_mail.tell(telling, handoff, handoff.email)
    if telling.notice.tell is not Tell.CARD and not await _still_theirs(telling, handoff):
        return await _move(telling, handoff)
    language = await _language(telling, handoff)
    if telling.notice.tell is Tell.CARD:
        return await _send_card(telling, handoff, handoff.chat_id, language)
    if telling.notice.tell is Tell.CARD_CHANGED:
        await _edit_card(telling, handoff, handoff.chat_id, language)
    else:
        await _say(telling, handoff, handoff.chat_id, language)
    return telling.ticket


async def _still_theirs(telling: Telling, handoff: Handoff) -> bool:
    """Whether the chat still is this partner's and hears us: one bound anew must hear no more of it (S20)."""
    chat = await telling.unit.people.chat(handoff.chat_id) if handoff.chat_id is not None else None
    if chat is None or chat.unreachable_at is not None:
        return False
    return chat.role == "partner" and chat.partner_id == handoff.partner_id


async def _move(telling: Telling, handoff: Handoff) -> Ticket:
    """The job goes on in the chat that the partner has now, or by mail, with a new card, which the news
    follows; else it rests."""
    reach = telling.given.reach.get(handoff.partner_id)
    if not handoff.is_live:
        return telling.ticket
    if reach is None or (reach.chat_id is None and reach.email is None):
        await words_stay_here(telling, handoff)
        return telling.ticket
    moved = replace(handoff, chat_id=reach.chat_id, email=reach.email, card_delivery=None)
    card = replace(telling.notice, to=Party.PARTNER, tell=Tell.CARD, handoff=handoff.seq, entry=None)
    hung = await tell(replace(telling, ticket=telling.ticket.with_handoff(moved), notice=card))
    if telling.notice.tell is Tell.CARD_CHANGED:
        return hung
    return await tell(replace(telling, ticket=hung))


async def take_down(telling: Telling) -> None:
    """The card in a chat whose job it is not any more shows what it was, and nothing of the customer."""
    if telling.notice.handoff is None:
        raise ValueError("a card is about one handoff")
    handoff = telling.ticket.handoff(telling.notice.handoff)
    if handoff.chat_id is not None:
        gone = replace(handoff, state=HandoffState.RECALLED) if handoff.is_live else handoff
        await _edit_card(telling, gone, handoff.chat_id, await _language(telling, handoff))


async def _send_card(telling: Telling, handoff: Handoff, chat_id: int, language: str) -> Ticket:
    card = _card(telling, handoff, language)
    name = topics.name_of_job(view_of(telling, handoff).card, telling.texts, language)
    await topics.want(telling.unit, chat_id, telling.ticket.number, name)
    row = chat_card(chat_id, card, kind="card", now=telling.now, **row_of(telling, handoff))
    sent = replace(handoff, card_delivery=await telling.unit.outbox.add(row))
    others = [file for file in telling.given.known.files if file not in card.photos]
    await _send_files(telling, sent, chat_id, Urgency.CARD, others)
    return telling.ticket.with_handoff(sent)


def _card(
    telling: Telling, handoff: Handoff, language: str, choices: dict[str, Any] | None = None
) -> CardText:
    view = view_of(telling, handoff)
    texts, facts = telling.texts, telling.facts(view=view)
    files = telling.given.known.files if handoff.is_live else ()
    photos = [file for file in files if file.kind == "photo"][:_PHOTOS]
    keyboard = choices or card_keyboard(
        telling.ticket.number,
        handoff.seq,
        handoff.state,
        texts,
        language,
        checks=_has_checklist(view.card),
        time_told=handoff.eta is not None,
    )
    if keyboard and not choices:
        keyboard["inline_keyboard"] += chain_rows(
            telling.ticket.number,
            handoff.seq,
            next((each for each in view.card.below if each.is_live), None),
            texts,
            language,
            may_hand_on=bool(subcontractors(telling.ticket, handoff.seq, telling.given, telling.now)),
        )
    return CardText(
        rich=texts.rich("partner/card", language, photos=len(photos), **facts),
        pages=texts.whole("partner/card", language, **facts),
        photos=photos,
        keyboard=keyboard,
    )


def _has_checklist(card: Card) -> bool:
    return any(each.demand.kind is EvidenceKind.CHECK for each in card.demands.evidence)


async def show_choices(telling: Telling, choices: dict[str, Any]) -> None:
    """Puts a question's answers on the card in place of its buttons; news of the job brings those back."""
    if telling.notice.handoff is None:
        return
    handoff = telling.ticket.handoff(telling.notice.handoff)
    if handoff.chat_id is not None:
        language = await _language(telling, handoff)
        await _edit_card(telling, handoff, handoff.chat_id, language, choices)


async def _edit_card(
    telling: Telling,
    handoff: Handoff,
    chat_id: int,
    language: str,
    choices: dict[str, Any] | None = None,
) -> None:
    if handoff.card_delivery is None:
        return
    await telling.unit.outbox.add(
        chat_card(
            chat_id,
            _card(telling, handoff, language, choices),
            kind="card_changed",
            now=telling.now,
            edits=handoff.card_delivery,
            collapse_key=f"card:{telling.ticket.number}:{handoff.seq}",
            **row_of(telling, handoff),
        )
    )


async def _say(telling: Telling, handoff: Handoff, chat_id: int, language: str) -> None:
    tell_, entry = telling.notice.tell, await news(telling, chat_id)
    view = view_of(telling, handoff)
    said = for_partner(entry, view.card) if entry else None
    words = {"words": said.text, "who": said.author.name} if said else {}
    if entry is None or entry.text.strip() or not entry.attachments:
        html = telling.texts.chat(f"partner/{tell_}", language, view=view, **telling.facts(**words))
        await telling.unit.outbox.add(
            chat_text(
                chat_id,
                html,
                kind=tell_.value,
                now=telling.now,
                urgency=Urgency.PING if tell_ is Tell.PING else Urgency.REPLY,
                keyboard=_choices_about(telling, handoff, language),
                reply_to=handoff.card_delivery,
                **row_of(telling, handoff, telling.notice.handoff),
                **once_quiet(entry, "words", chat_id, telling.now),
            )
        )
    if entry is not None:
        await _send_files(telling, handoff, chat_id, Urgency.REPLY, entry.attachments, entry)


async def _send_files(
    telling: Telling,
    handoff: Handoff,
    chat_id: int,
    urgency: Urgency,
    files: Sequence[Attachment],
    entry: Entry | None = None,
) -> None:
    """Files as answers to the card, on which the buttons stay (T8)."""
    for delivery in chat_files(
        chat_id,
        files,
        kind="files",
        now=telling.now,
        urgency=urgency,
        reply_to=handoff.card_delivery,
        **row_of(telling, handoff, telling.notice.handoff),
        **once_quiet(entry, "files", chat_id, telling.now),
    ):
        await telling.unit.outbox.add(delivery)


async def _language(telling: Telling, handoff: Handoff) -> str:
    chat = await telling.unit.people.chat(handoff.chat_id) if handoff.chat_id is not None else None
    if chat is not None and chat.language:
        return chat.language
    partner = telling.house.policy.partners.get(handoff.partner_id)
    return partner.language if partner else telling.house.policy.language


def _choices_about(telling: Telling, handoff: Handoff, language: str) -> dict[str, Any] | None:
    """What a partner may answer with one tap to its subcontractor's news and to what it has written down
    itself; or in words, to a question."""
    number, notice = telling.ticket.number, telling.notice
    if notice.tell is Tell.TO_CHECK and notice.handoff is not None:
        return check_work_keyboard(number, notice.handoff, handoff.seq, telling.texts, language)
    if notice.tell is Tell.LOGGED:
        return undo_keyboard(number, handoff.seq, str(notice.facts["key"]), telling.texts, language)
    if notice.tell is Tell.NEED_REASON:
        return FORCE_REPLY
    if notice.tell is Tell.COST_TO_APPROVE and notice.handoff is not None:
        return cost_keyboard(number, telling.ticket.handoff(notice.handoff), telling.texts, language)
    if notice.tell is Tell.HANDED_ON and notice.facts.get("event") in ("declined", "expired"):
        others = subcontractors(telling.ticket, handoff.seq, telling.given, telling.now)
        if others:
            return whom_keyboard(number, handoff.seq, others, telling.texts, language, back=False)
    return None
