"""A file that somebody sent: what its bytes are, a name that every disk takes, what to be careful with."""

import hashlib
import re

from mail.mime.danger import flags_of
from mail.mime.sniff import MSG, content_type
from mail.parsed import Attachment

_EXTENSIONS = {
    "image/jpeg": ".jpg", "image/png": ".png",
    "image/gif": ".gif", "application/pdf": ".pdf", "text/plain": ".txt",
    "text/html": ".html", "message/rfc822": ".eml",
    "text/calendar": ".ics", "image/heic": ".heic", "video/mp4": ".mp4", MSG: ".msg",
}  # fmt: skip
_BAD_IN_NAMES = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')


def file_of(
    name: str, declared_type: str, content: bytes, *, inline: bool = False, content_id: str | None = None
) -> Attachment:
    """The file. `name` and `declared_type` are the sender's word, "" where there is none."""
    kind = content_type(content, declared_type)
    return Attachment(
        filename=_filename(name, kind),
        content_type=kind,
        size=len(content),
        inline=inline,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        content_id=content_id,
        flags=flags_of(name, kind, content),
    )


def _filename(declared: str, kind: str) -> str:
    """One by its type where none was given."""
    name = _BAD_IN_NAMES.sub("_", declared).strip(" .")[-150:]
    if name:
        return name
    return "attachment" + _EXTENSIONS.get(kind, "")
