"""From the three ways to send formatted text (parse mode, entities, neither) to one: text with entities."""

from collections.abc import Iterable
from typing import Any

from sandbox.entities.detect import detected
from sandbox.entities.entity import Entity, Formatted, in_order, utf16_length
from sandbox.entities.html import parse_html
from sandbox.entities.markdown import parse_markdown, parse_markdown_v2
from sandbox.errors import bad_request

PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}
ENTITIES_LIMIT = 100


def formatted(text: str, parse_mode: str | None, entities: Iterable[dict[str, Any]] | None) -> Formatted:
    """Parses, trims and completes a text as Telegram does before it counts its length.

    Entities beyond the hundredth are refused here, where Telegram drops them silently: a test should notice.
    """
    if parse_mode and parse_mode.lower() not in PARSERS:
        raise bad_request("unsupported parse_mode")
    if parse_mode:
        result = PARSERS[parse_mode.lower()](text)
    else:
        result = Formatted(text, in_order([_entity(item) for item in entities or ()]))
    result = detected(_trimmed(result))
    if len(result.entities) > ENTITIES_LIMIT:
        raise bad_request("ENTITIES_TOO_LONG")
    return result


def _entity(item: dict[str, Any]) -> Entity:
    extra = {key: value for key, value in item.items() if key not in {"type", "offset", "length"}}
    return Entity(item["type"], item["offset"], item["length"], extra)


def _trimmed(value: Formatted) -> Formatted:
    start = utf16_length(value.text[: len(value.text) - len(value.text.lstrip())])
    text = value.text.strip()
    length = utf16_length(text)
    kept = []
    for entity in value.entities:
        begin, end = max(0, entity.offset - start), min(length, entity.end - start)
        kept.append(Entity(entity.type, begin, end - begin, entity.extra))
    return Formatted(text, in_order(kept))
