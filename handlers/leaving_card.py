"""A card as an outbox row: a rich message, and what stands in for it on a server that has none.

The payload's ``"photos"`` are the card's p1, p2 ... in their order, by hash or file id. Its ``"plain"`` is a
payload of its own, with ``"further"`` ones that follow it: what was cut short, and the photos as an album.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.leaving import Urgency, chat_lane, file_payloads, medium, text_args
from storage.deliveries import NewDelivery
from tickets.timeline import Attachment


@dataclass(frozen=True, slots=True)
class CardText:
    """A card in both its forms. `rich` is None when it is too long for a rich message."""

    rich: str | None
    pages: tuple[str, ...]  # Telegram HTML; what the first had to cut short follows in the others, whole
    photos: Sequence[Attachment]
    keyboard: dict[str, Any] | None


def chat_card(
    chat_id: int, card: CardText, *, kind: str, now: datetime, edits: int | None = None, **row: Any
) -> NewDelivery:
    """The card, or how it is now in place of what delivery `edits` sent."""
    plain = _plain(chat_id, card, edits)
    return NewDelivery(
        channel="telegram",
        lane=chat_lane(chat_id),
        kind=kind,
        urgency=Urgency.CARD if edits is None else Urgency.EDIT,
        payload=plain if card.rich is None else {**_rich(chat_id, card, card.rich, edits), "plain": plain},
        created_at=now,
        edits=edits,
        **row,
    )


def _rich(chat_id: int, card: CardText, html: str, edits: int | None) -> dict[str, Any]:
    args: dict[str, Any] = {"chat_id": chat_id, "rich_message": {"html": html}}
    if card.keyboard is not None:
        args["reply_markup"] = card.keyboard
    method = "sendRichMessage" if edits is None else "editMessageText"
    return {"method": method, "args": args, "photos": [medium(photo) for photo in card.photos]}


def _plain(chat_id: int, card: CardText, edits: int | None) -> dict[str, Any]:
    first, *rest = card.pages
    args = text_args(chat_id, first, card.keyboard)
    if edits is not None:
        return {"method": "editMessageText", "args": args}
    pages = [{"method": "sendMessage", "args": text_args(chat_id, page, None)} for page in rest]
    return {"method": "sendMessage", "args": args, "further": [*pages, *file_payloads(chat_id, card.photos)]}
