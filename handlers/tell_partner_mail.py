"""Telling a partner by mail: the card, and all that follows on it as answers in the same thread.

Each handoff has a thread and a signed reply address of its own, so that an answer can be in no other (I4). A
mail cannot be edited, so a card that has changed is sent anew only when the job itself has changed.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from handlers import mailing
from handlers.chain_acts import chain_acts, label_of
from handlers.handoff_view import row_of, view_of
from handlers.house import House, Telling
from handlers.leaving import Urgency, mail_lane, once_quiet
from handlers.mailing import LINK, Withheld
from handlers.news import news
from handlers.signing import OfHandoff, of_cost, of_handoff
from handlers.visit import visit_file
from storage.deliveries import NewDelivery
from templates import MailText
from tickets.card_changes import changed, essence
from tickets.linked.copy import Side
from tickets.outcome import Notice, Party, Tell
from tickets.parties import Role, party_of_partner
from tickets.states import HandoffState
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Attachment, Entry
from tickets.views import PartnerView, for_partner
from tickets.work.approval import question_of

# Sent because the partner's own mail came, or a press of theirs; the rest because of somebody else.
_ANSWERS = frozenset(
    {
        Tell.CANNOT,
        Tell.EVIDENCE_MISSING,
        Tell.EVIDENCE_NOTED,
        Tell.LOGGED,
        Tell.COST_ASKED,
        Tell.NEED_REASON,
        Tell.HOW_TO_ANSWER,
    }
)

_AT_WORK = ("en_route", "on_site", "waiting", "done")
LINKS: dict[HandoffState, tuple[str, ...]] = {
    HandoffState.OFFERED: ("accept", "decline", "en_route", "on_site", "done"),
    HandoffState.ACCEPTED: _AT_WORK,
    HandoffState.EN_ROUTE: _AT_WORK[1:],
    HandoffState.ON_SITE: _AT_WORK[2:],
    HandoffState.WAITING: ("en_route", "on_site", "done"),
    HandoffState.REWORK: _AT_WORK,
}


async def tell(telling: Telling, handoff: Handoff, address: str) -> Ticket:
    """Writes the outbox row of one notice; the ticket comes back knowing which row carries its card."""
    tell_ = telling.notice.tell
    view = view_of(telling, handoff)
    if tell_ is Tell.CARD:
        return await _send_card(telling, handoff, address, view)
    if tell_ is Tell.CARD_CHANGED:
        parts = await _news_of_the_card(telling, handoff, view)
        return await _send_card(telling, handoff, address, view, parts) if parts else telling.ticket
    await _say(telling, handoff, address, view)
    return telling.ticket


async def _news_of_the_card(telling: Telling, handoff: Handoff, view: PartnerView) -> tuple[str, ...]:
    """Which parts of the job are not as the last card that was mailed has them."""
    if handoff.card_delivery is None or not handoff.is_live:
        return ()
    sent = await telling.unit.outbox.get(handoff.card_delivery)
    if sent is None:
        return ()
    known = {} if sent.state == "withheld" else sent.payload.get("essence") or {}
    return changed(known, view.card)


async def _send_card(
    telling: Telling, handoff: Handoff, address: str, view: PartnerView, parts: Sequence[str] = ()
) -> Ticket:
    """The first opens the thread; the next ones (`parts`: what is new) take the place of one that waits."""
    words = _words(telling, handoff, view, "partner/card", changed=parts)
    first = handoff.card_delivery is None
    files = telling.given.known.files if first else ()
    if handoff.parent is not None or not first:  # no entry of this thread has them: those that are at home
        files = tuple(file for file in files if file.sha256)
    more: dict[str, Any] = {"essence": essence(view.card)}
    addresses = telling.house.addresses
    if visit := visit_file(view.card, words.subject, addresses.domain, handoff.offered_at, telling.now):
        name = f"{telling.ticket.number}-{handoff.seq}.ics"
        more["made"] = [{"filename": name, "content_type": "text/calendar", "text": visit}]
    columns: dict[str, Any] = {"kind": "card"}
    if first:
        more["message_id"] = root_of(telling.house, telling.ticket.number, handoff.seq)
    else:
        columns = {
            "kind": "card_changed",
            "collapse_key": f"card:{telling.ticket.number}:{handoff.seq}:mail",
        }
    posted = await _post(telling, handoff, address, words, files, more, **columns)
    if isinstance(posted, Withheld):
        return telling.ticket
    return telling.ticket.with_handoff(replace(handoff, card_delivery=posted))


async def _say(telling: Telling, handoff: Handoff, address: str, view: PartnerView) -> None:
    box = -handoff.seq  # stands for the partner's mailbox where an album's passing on is keyed by chat
    entry = await news(telling, box)
    said = for_partner(entry, view.card) if entry else None
    about = {"words": said.text, "who": said.author.name} if said else {}
    words = _words(telling, handoff, view, f"partner/{telling.notice.tell}", **about)
    quiet = once_quiet(entry, "files", box, telling.now)
    if quiet:
        quiet["collapse_key"] = f"{quiet['collapse_key']}:0"
    files = entry.attachments if entry else ()
    await _post(telling, handoff, address, words, files, {}, kind=telling.notice.tell.value, **quiet)


def _words(telling: Telling, handoff: Handoff, view: PartnerView, name: str, **facts: Any) -> MailText:
    language = language_of(telling.house, handoff)
    given, ticket = telling.given, telling.ticket
    links = links_of(
        telling.house, ticket, handoff, language, chain_acts(ticket, handoff.seq, given, telling.now)
    )
    return telling.texts.mail(name, language, view=view, **telling.facts(links=links, **facts))


async def _post(
    telling: Telling,
    handoff: Handoff,
    address: str,
    words: MailText,
    files: Sequence[Attachment],
    more: dict[str, Any],
    **columns: Any,
) -> int | Withheld:
    ticket, unit, house = telling.ticket, telling.unit, telling.house
    root = root_of(house, ticket.number, handoff.seq)
    thread = await unit.messages.thread(ticket.number, row_of(telling, handoff)["audience"], handoff.seq)
    ancestors = list(dict.fromkeys([root, *thread])) if handoff.card_delivery is not None else []
    payload: dict[str, Any] = {
        "message_id": f"<{ticket.number}.{uuid4().hex}@{house.addresses.domain}>",
        "to": [telling.given.partner_name(handoff.partner_id), address],
        "sender": _sender(telling, handoff),
        "reply_to": house.addresses.reply_address(
            ticket.number, _answered_as(ticket, telling.notice, handoff)
        ),
        "subject": await mailing.with_their_number(
            unit, ticket.number, party_of_partner(handoff.partner_id), words.subject
        ),
        "text": words.text,
        "html": words.html,
        "language": language_of(house, handoff),
        "in_reply_to": ancestors[-1] if ancestors else None,
        "references": ancestors,
        "auto_submitted": _automatic(telling.notice.tell, telling.notice.entry),
        "attachments": [
            {"filename": file.filename, "content_type": file.content_type, "sha256": file.sha256}
            for file in files
        ],
    }
    if telling.notice.to is Party.PARTNER and _takes_copies(house, handoff):
        payload[LINK] = mailing.copy_of(telling, Side.PRINCIPAL)
    mail = NewDelivery(
        channel="mail",
        lane=mail_lane(address),
        urgency=Urgency.REPLY,  # one for all: a thread is read in its order
        payload=payload | more,
        created_at=telling.now,
        **(row_of(telling, handoff) | columns),
    )
    return await mailing.post_row(unit, house, mail, ticket, telling.now)


def _sender(telling: Telling, handoff: Handoff) -> str | None:
    """Whose name the mail is from: within a chain the one above, as the card says; None: the desk's."""
    if handoff.parent is None:
        return None
    return telling.given.partner_name(telling.ticket.handoff(handoff.parent).partner_id)


def _answered_as(ticket: Ticket, notice: Notice, handoff: Handoff) -> str:
    """The purpose of the reply address: what is news of a subcontractor is answered to that one, and a
    question about its costs with a yes or no to that sum."""
    if notice.to is not Party.PRINCIPAL or notice.handoff is None:
        return of_handoff(OfHandoff.ANSWER, handoff.seq)
    question = question_of(ticket.handoff(notice.handoff))
    if notice.tell is Tell.COST_TO_APPROVE and question is not None:
        return of_cost(notice.handoff, question)
    return of_handoff(OfHandoff.BELOW, notice.handoff)


def _automatic(tell_: Tell, entry: Entry | None) -> str | None:
    """A dispatcher's words are a person's; all else is automatic, as an answer or by itself (RFC 3834)."""
    if tell_ is Tell.RELAY and entry is not None and entry.author.role is Role.DISPATCHER:
        return None
    return "auto-replied" if tell_ in _ANSWERS else "auto-generated"


def _takes_copies(house: House, handoff: Handoff) -> bool:
    partner = house.policy.partners.get(handoff.partner_id)
    return partner is not None and partner.signed_copy


def root_of(house: House, number: int, seq: int) -> str:
    """The Message-ID of the card, on which all that is mailed about the handoff hangs, sent yet or not."""
    token = house.addresses.signer.token(number, of_handoff(OfHandoff.ROOT, seq))
    return f"<{token}@{house.addresses.domain}>"


def links_of(
    house: House, ticket: Ticket, handoff: Handoff, language: str, chain: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """The steps that may be taken from a mail, each with its page; none where we have no web address.
    `chain`: those about its subcontractors."""
    if house.job_url is None:
        return []
    token = house.addresses.signer.token(ticket.number, of_handoff(OfHandoff.LINK, handoff.seq))
    return [
        (label_of(house.texts, act, language), f"{house.job_url}/{token}/{act}")
        for act in (*chain, *LINKS.get(handoff.state, ()))
    ]


def language_of(house: House, handoff: Handoff) -> str:
    """What a partner without a chat is written in."""
    partner = house.policy.partners.get(handoff.partner_id)
    return partner.language if partner else house.policy.language
