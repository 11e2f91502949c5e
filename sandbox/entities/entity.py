"""An entity: a stretch of text with a meaning, counted in UTF-16 code units (Bot API "MessageEntity")."""

from dataclasses import dataclass, field
from typing import Any

# Telegram orders entities that begin together by their length, then by this order.
ORDER = ("blockquote", "expandable_blockquote", "pre", "code", "text_link", "text_mention")


def utf16_length(text: str) -> int:
    """The length that Telegram counts: a character beyond the basic plane counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Entity:
    type: str
    offset: int
    length: int
    extra: dict[str, Any] = field(default_factory=dict)
    """The fields that only some types have: url, user, language, custom_emoji_id."""

    @property
    def end(self) -> int:
        return self.offset + self.length

    def json(self) -> dict[str, Any]:
        return {"type": self.type, "offset": self.offset, "length": self.length} | self.extra


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text and its entities, in Telegram's order."""

    text: str
    entities: tuple[Entity, ...] = ()

    def content(self, name: str = "text") -> dict[str, Any]:
        """As message fields: ``text`` and ``entities``, or ``caption`` and ``caption_entities``."""
        if not self.text:
            return {}
        entities = "entities" if name == "text" else f"{name}_entities"
        found = [entity.json() for entity in self.entities]
        return {name: self.text} | ({entities: found} if found else {})


def in_order(entities: list[Entity]) -> tuple[Entity, ...]:
    def key(entity: Entity) -> tuple[int, int, int]:
        rank = ORDER.index(entity.type) if entity.type in ORDER else len(ORDER)
        return entity.offset, -entity.length, rank

    return tuple(sorted((entity for entity in entities if entity.length > 0), key=key))
