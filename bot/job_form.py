"""What somebody filled in on a job's page: words, numbers, ticks, and files, stored as they come."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, MultipartReader, web

from bot.mails.files import attachment
from mail.files import file_of
from storage.files import Files
from tickets.timeline import Attachment

MEGABYTES = 25  # of one file
_MOST_FILES = 30
_MOST_FIELDS = 100
_LONGEST = 4000  # characters of one field, as many as a chat's message may have
_ONCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Filled:
    """One press with its form."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Sequence[tuple[str, Attachment]] = ()  # under which field, and the file
    left_out: Sequence[str] = ()  # names of files that were too big, or too many

    def one(self, name: str) -> str:
        """What the field says, without blanks around it; "" when it was left empty."""
        return next((value.strip() for value in self.fields.get(name, ())), "")

    def under(self, name: str) -> tuple[Attachment, ...]:
        """The files of that field."""
        return tuple(file for place, file in self.files if place == name)

    @property
    def once(self) -> str | None:
        """What tells this filled-in page from every other one, so that a reload says nothing twice."""
        given = self.one("once")
        return given if _ONCE.fullmatch(given) else None


async def read_form(request: web.Request, files: Files) -> Filled:
    """The form of a POST. One file at a time is in memory, whatever comes along."""
    if request.content_type == "multipart/form-data":
        return await _read_parts(await request.multipart(), files)
    posted = await request.post()
    return Filled({name: [str(value)[:_LONGEST] for value in posted.getall(name)] for name in posted})


async def _read_parts(parts: MultipartReader, files: Files) -> Filled:
    fields: dict[str, list[str]] = {}
    kept: list[tuple[str, Attachment]] = []
    left_out: list[str] = []
    for _ in range(_MOST_FIELDS):
        part = await parts.next()
        if part is None:
            return Filled(fields, kept, left_out)
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        if part.filename is None:
            content = await _content(part, _LONGEST * 4) or b""
            fields.setdefault(part.name, []).append(content.decode("utf-8", "replace")[:_LONGEST])
            continue
        read = await _content(part, MEGABYTES * 1024 * 1024)
        if read is None or (read and len(kept) == _MOST_FILES):
            left_out.append(part.filename)
        elif read:  # a field without a file comes as an empty one without a name
            file = file_of(part.filename, part.headers.get("Content-Type", ""), read)
            await files.put(file.content)
            kept.append((part.name, attachment(file)))
    raise web.HTTPRequestEntityTooLarge(max_size=_MOST_FIELDS, actual_size=_MOST_FIELDS + 1)


async def _content(part: BodyPartReader, most: int) -> bytes | None:
    """The part's bytes; None when there are more than `most`. All are read: a browser listens after that."""
    pieces: list[bytes] = []
    size = 0
    while piece := await part.read_chunk(256 * 1024):
        size += len(piece)
        if size <= most:
            pieces.append(bytes(piece))
        else:
            pieces.clear()
    return b"".join(pieces) if size <= most else None
