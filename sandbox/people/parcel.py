"""Files that people attach."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from aiohttp import FormData

SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg", "photo.jpg"),
    (b"\x89PNG", "image/png", "photo.png"),
    (b"%PDF", "application/pdf", "document.pdf"),
    (b"OggS", "audio/ogg", "voice.ogg"),
)


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes
    content_type: str = "application/octet-stream"

    @classmethod
    def of(cls, value: "File | bytes") -> "File":
        """Bytes get a name and a type by their first bytes."""
        if isinstance(value, File):
            return value
        for start, content_type, name in SIGNATURES:
            if value.startswith(start):
                return cls(name, value, content_type)
        return cls("file.bin", value)


Attachment = File | bytes


def form(fields: dict[str, object], files: Iterable[Attachment]) -> FormData:
    """The multipart body of a control request; what is no text goes as JSON."""
    body = FormData()
    for name, value in fields.items():
        if value is not None:
            body.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for file in map(File.of, files):
        body.add_field("files", BytesIO(file.content), filename=file.name, content_type=file.content_type)
    return body
