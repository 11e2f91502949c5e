"""A message whose markup Telegram would not take, without its markup."""

from dataclasses import replace
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from storage.deliveries import Delivery


def as_plain(delivery: Delivery) -> Delivery:
    """The same words, no parse_mode."""
    args: dict[str, Any] = dict(delivery.payload["args"])
    args.pop("parse_mode", None)
    body = LexborHTMLParser(str(args["text"])).body
    args["text"] = unescape(body.text() if body is not None else str(args["text"]))
    return replace(delivery, payload={**delivery.payload, "args": args})
