"""The block of header lines that Outlook, Lotus, Exchange and others put above quoted or forwarded mail.

    Fra: Kari Berg <kari@kafe.example>
    Sendt: torsdag 5. november 2026 09:12
    Til: Service
    Emne: Kaffemaskin

Nothing else marks what follows as history, so the block is recognised by its shape in any of the languages
whose labels ``mail/words`` knows: at least three different roles, a sender among them, next to each other.
A form or a list that merely has "Fra:" and "Til:" in it lacks the addresses and dates that a client writes;
a block of which too little is left to be sure needs somebody it names to take part in the mail
(:mod:`mail.reply.blocks`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from mail.reply.lines import Line, Mark
from mail.words import phrases

_ROLES = ("from", "sent", "to", "cc", "subject")
_LABELLED = re.compile(
    r"[\s*_|]{0,6}([^\W\d_][\w .’'/-]{0,30}?)[\s*_]{0,4}(?:[:：][\s*_]{0,4}|\t)[ \t]{0,20}(.*)", re.DOTALL
)
_ADDRESS = re.compile(r"[\w.+%&'*/=?^{|}~-]{1,64}@[\w.-]{1,255}")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[:.]\d\d")
_INLINE = re.compile(r"(?<!\S)[*_]{0,2}([^\W\d_]{1,15})[*_]{0,2} ?:[*_]{0,2}(?=\s)")
_MAX_ONE_LINE, _ROLES_ON_ONE_LINE = 1000, 3
_MAX_CONTINUED, _ROLES_AT_LEAST, _LABEL_WORDS = 12, 2, 3
_CLOCK, _YEAR = re.compile(r"\d{1,2}[:.]\d\d"), re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class HeaderBlock:
    """Lines ``start`` to ``end`` (exclusive) of a text are such a block; ``values`` by role. ``sure``: its
    shape alone says so.
    """

    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    sure: bool = True

    @property
    def sender(self) -> str:
        """The address behind "From", lower case; empty when only a name is given."""
        found = _ADDRESS.search(self.values.get("from", ""))
        return found[0].lower() if found else ""

    @property
    def sender_name(self) -> str:
        """The name behind "From", as written."""
        words = re.split(r"[<\[(]|mailto:", self.values.get("from", ""))[0]
        return words.strip(" \"'*\t")

    @property
    def dated(self) -> bool:
        """Whether it tells when the mail was sent."""
        return bool(_DATE.search(self.values.get("sent", "")))

    @property
    def addresses(self) -> frozenset[str]:
        """All addresses in To and Cc, lower case."""
        both = f"{self.values.get('to', '')} {self.values.get('cc', '')}"
        return frozenset(address.lower() for address in _ADDRESS.findall(both))


def header_block(lines: Sequence[Line], start: int) -> HeaderBlock | None:
    """What looks like a block that begins at line ``start``, two roles at least; None where nothing does."""
    first = role_of(lines[start].text)
    if first is None or first[0] == "cc":
        return None
    if (told := _on_one_line(lines[start].text)) is not None:
        return _judged(HeaderBlock(start, start + 1, told), lines)
    block = HeaderBlock(start, start)
    at, blanks, continued, last = start, 0, 0, ""
    while at < len(lines) and at < start + 40:
        line = lines[at]
        if line.depth != lines[start].depth:
            break
        labelled = role_of(line.text)
        if labelled and labelled[0] not in block.values:
            last, value = labelled
            block.values[last] = value
            block.end = at + 1
            blanks = continued = 0
        elif "sent" not in block.values and not blanks and (when := _dated_label(line.text)):
            last, block.values["sent"] = "sent", when
            block.end = at + 1
        elif line.blank:
            blanks += 1
            if blanks > 1:
                break
        elif blanks or not _continues(line.text, last, continued, lines, at):
            break
        else:
            block.values[last] += " " + line.text.strip()
            block.end = at + 1
            continued += 1
        at += 1
    return _judged(block, lines)


def visible(text: str) -> str:
    """``text`` without the marks of direction that clients put around dates and addresses."""
    return text if text.isascii() or not _INVISIBLE.search(text) else _INVISIBLE.sub("", text)


def role_of(text: str) -> tuple[str, str] | None:
    """The role of a labelled line ("Sendt: i dag" gives "sent", "i dag"), or None."""
    if len(text) > 2000:
        return None
    match = _LABELLED.match(visible(text))
    if not match:
        return None
    role = _labels().get(match[1].strip().casefold())
    return (role, match[2].strip(" *\t")) if role else None


def _dated_label(text: str) -> str:
    """The value of a line whose label nobody knows but that tells a date and a time."""
    match = _LABELLED.match(visible(text))
    value = match[2] if match and len(match[1].split()) <= _LABEL_WORDS else ""
    return value if _CLOCK.search(value) and _DATE.search(value) and _YEAR.search(value) else ""


def _on_one_line(text: str) -> dict[str, str] | None:
    """The values of "From: ... Sent: ... To: ... Subject: ..." on a line of its own; None when it is none."""
    if len(text) > _MAX_ONE_LINE:
        return None
    found = [(role, at) for at in _INLINE.finditer(text) if (role := _labels().get(at[1].casefold()))]
    values: dict[str, str] = {}
    for index, (role, at) in enumerate(found):
        end = found[index + 1][1].start() if index + 1 < len(found) else len(text)
        values.setdefault(role, text[at.end() : end].strip(" *\t"))
    return values if len(values) >= _ROLES_ON_ONE_LINE else None


@cache
def _labels() -> dict[str, str]:
    return {label: role for role in reversed(_ROLES) for label in phrases("headers", role)}


def _continues(text: str, role: str, continued: int, lines: Sequence[Line], at: int) -> bool:
    """Long recipient lists and subjects run over several lines; they end where another role stands."""
    if continued >= _MAX_CONTINUED or role not in ("to", "cc", "subject", "from"):
        return False
    if role in ("to", "cc") and (_ADDRESS.search(text) or text.strip().endswith((";", ","))):
        return True
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    return continued == 0 and role_of(following) is not None and len(text) < 200


def _judged(block: HeaderBlock, lines: Sequence[Line]) -> HeaderBlock | None:
    if len(block.values) < _ROLES_AT_LEAST:
        return None
    block.sure = _convincing(block, lines)
    return block


def _convincing(block: HeaderBlock, lines: Sequence[Line]) -> bool:
    values = block.values
    if "from" not in values or len(values) < 3:
        return False
    dated = block.dated
    addressed = "@" in values["from"] or "@" in values.get("to", "")
    ruled = bool(lines[block.start].marks & Mark.RULE)
    if "subject" in values and "sent" in values:
        return dated or addressed
    return (dated and addressed) or (ruled and (dated or addressed))
