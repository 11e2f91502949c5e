"""Pictures shown within a mail's words: told where they stood, for chats show files apart from text."""

from collections.abc import Sequence

from mail.parsed import Attachment, Placed

_SIGN = "🖼"


def amid(text: str, placed: Sequence[Placed]) -> frozenset[str]:
    """The hashes of pictures below which words go on: somebody put them there, no signature did."""
    lines = text.split("\n")
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    above = set(lines[:last])
    return frozenset(one.sha256 for one in placed if one.line in above)


def with_pictures(
    text: str, placed: Sequence[Placed], files: Sequence[Attachment]
) -> tuple[str, list[Attachment]]:
    """``text`` with "🖼 1" below the line where the first of ``files`` stands, and the files with the placed
    ones first, in that order.

    Only where it tells something: with nothing but pictures at its end, ``text`` stays as it is. A line that
    is not in ``text`` any more places nothing.
    """
    by_hash = {file.sha256: file for file in files if file.content_type.startswith("image/")}
    lines = text.split("\n")
    below: dict[int, list[str]] = {}  # marks by the number of the line
    first: list[Attachment] = []
    at = 0
    for one in placed:
        if one.sha256 not in by_hash or one.line not in lines[at:]:
            continue
        at = lines.index(one.line, at)
        first.append(by_hash.pop(one.sha256))
        below.setdefault(at, []).append(f"{_SIGN} {len(first)}")
    ordered = [*first, *(file for file in files if file not in first)]
    if not any("".join(lines[number + 1 :]).strip() for number in below):
        return text, ordered
    told = (
        part
        for number, line in enumerate(lines)
        for part in ([line, " ".join(below[number])] if number in below else [line])
    )
    return "\n".join(told), ordered
