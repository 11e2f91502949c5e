"""What Telegram would not take, in another form that it takes: plain words, single files, documents.

A server from before Bot API 10 has no rich messages: it answers a method it does not know with 404, and an
edit whose text it does not find with 400.
"""

from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from storage.deliveries import Delivery, NewDelivery

_FOREIGN = "file identifier"  # "wrong file identifier/HTTP URL specified", "wrong remote file identifier ..."


def as_plain(delivery: Delivery) -> Delivery:
    """The same words, no parse_mode."""
    args: dict[str, Any] = dict(delivery.payload["args"])
    args.pop("parse_mode", None)
    args["text"] = words_in(str(args["text"]))
    return replace(delivery, payload={**delivery.payload, "args": args})


def words_in(html: str) -> str:
    """The words of a chat's text, without its marks."""
    body = LexborHTMLParser(html).body
    return unescape(body.text() if body is not None else html)


def is_rich(delivery: Delivery) -> bool:
    """Whether it is a rich message, with plain words that may stand in for it."""
    return "plain" in delivery.payload


def without_rich(delivery: Delivery) -> Delivery:
    """Its plain words."""
    return replace(delivery, payload=delivery.payload["plain"])


def further(delivery: Delivery, now: datetime) -> list[NewDelivery]:
    """What follows a plain card, as answers to it."""
    return [
        replace(_anew(delivery, payload, now), reply_to=delivery.id, kind="card_further")
        for payload in delivery.payload.get("further", ())
    ]


def another_way(delivery: Delivery, reason: str, now: datetime) -> list[NewDelivery]:
    """An album's files one by one, a picture that is no photo to Telegram as a document; nothing further.

    One file that is refused must not take the others with it. What a former bot of ours had ids for (T10)
    Telegram does not know: it goes as bytes, where we have them.
    """
    media = delivery.payload.get("media", [])
    if _FOREIGN in reason.lower() and any(item["file_id"] and item.get("sha256") for item in media):
        ours = [{**item, "file_id": None} if item.get("sha256") else item for item in media]
        return [_anew(delivery, {**delivery.payload, "media": ours}, now)]
    if len(media) > 1:
        return [_anew(delivery, {**delivery.payload, "media": [item]}, now) for item in media]
    if len(media) == 1 and media[0]["kind"] != "document" and media[0].get("sha256"):
        # The bytes go anew: what was sent once keeps its kind under its file id (Bot API, "Sending files").
        item = {**media[0], "kind": "document", "file_id": None}
        return [_anew(delivery, {**delivery.payload, "media": [item]}, now)]
    return []


def _anew(delivery: Delivery, payload: dict[str, Any], now: datetime) -> NewDelivery:
    return NewDelivery(
        channel=delivery.channel,
        lane=delivery.lane,
        kind=delivery.kind,
        urgency=delivery.urgency,
        payload=payload,
        created_at=now,
        ticket=delivery.ticket,
        handoff=delivery.handoff,
        entry=delivery.entry,
        audience=delivery.audience,
        party=delivery.party,
        reply_to=delivery.reply_to,
    )
