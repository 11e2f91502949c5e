"""What Telegram finds in plain text by itself: links, addresses, mentions, tags, commands."""

import re

from sandbox.entities.entity import Entity, Formatted, in_order, utf16_length

PATTERNS = {
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "url": re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]"),
    "bot_command": re.compile(r"(?<![\w/<])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])"),
    "mention": re.compile(r"(?<![\w@])@[a-zA-Z]\w{3,31}"),
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,64}"),
    "phone_number": re.compile(r"(?<![\w+])\+\d(?:[ ()-]?\d){7,14}(?!\w)"),
}
OPAQUE = frozenset({"pre", "code", "text_link", "text_mention"})


def detected(text: Formatted) -> Formatted:
    """The text with found entities added, never inside code or links."""
    taken = [(entity.offset, entity.end) for entity in text.entities if entity.type in OPAQUE]
    found = list(text.entities)
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text.text):
            offset, length = utf16_length(text.text[: match.start()]), utf16_length(match.group())
            if not any(start < offset + length and offset < end for start, end in taken):
                taken.append((offset, offset + length))
                found.append(Entity(kind, offset, length))
    return Formatted(text.text, in_order(found))
