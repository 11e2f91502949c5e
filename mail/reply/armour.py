"""Mail signed as text (RFC 9580, 7): the lines that OpenPGP puts around somebody's words."""

import re

from mail.reply.lines import Line

_MESSAGE = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\s*")
_SIGNATURE = re.compile(r"-----BEGIN PGP (?:SIGNATURE|PUBLIC KEY BLOCK)-----\s*")
_END = re.compile(r"-----END PGP (?:SIGNATURE|PUBLIC KEY BLOCK)-----\s*")
_HEADER = re.compile(r"(?:Hash|Charset|NotDashEscaped): .*")
_ESCAPED = "- -"


def unarmoured(lines: list[Line]) -> list[Line]:
    """``lines`` without such ones, and without the dashes by which others are escaped (7.2)."""
    if not any("-----BEGIN PGP " in line.text for line in lines):
        return lines
    found: list[Line] = []
    at, signed = 0, False
    while at < len(lines):
        line = lines[at]
        at += 1
        if _MESSAGE.fullmatch(line.text):
            signed = True
            while at < len(lines) and _HEADER.fullmatch(lines[at].text):
                at += 1
        elif _SIGNATURE.fullmatch(line.text):
            end = next(
                (end for end in range(at, len(lines)) if _END.fullmatch(lines[end].text)), len(lines) - 1
            )
            at = end + 1
        else:
            escaped = signed and line.text.startswith(_ESCAPED)
            found.append(Line(line.text[2:], line.depth, line.marks) if escaped else line)
    return found
