"""From what a template gives to what is sent: parts, lines, and nothing that cannot be seen.

Forms of plain lines (chat, plain mail, words) mark the start of a part with PART, or TAIL for a part whose
last lines matter most, and a line break inside somebody's words with BREAK. Text from outside is escaped,
so it cannot contain a mark.
"""

import re
from itertools import groupby

from markupsafe import Markup

PART = "<part>"
TAIL = "<part-tail>"
BREAK = "<br>"

# Control characters, half surrogates (not encodable), and the marks that turn a line's direction for
# all that follows. Direction by the letters themselves, and isolates that close, work without them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_BLOCK = re.compile("<(?:p|ul|h[1-6]|table|details|blockquote|footer|tg-map|tg-collage|img)[ >/]")
_MARK = re.compile(f"({PART}|{TAIL})")


def clean(text: str) -> str:
    """Without characters that nobody sees and some break on. New lines and tabs stay."""
    return _UNSEEN.sub("", text)


def broken(part: Markup) -> Markup:
    """The lines of a part as a mail program shows them: the same, with <br> between."""
    return Markup("<br>").join(filter(None, map(Markup.strip, part.split("\n"))))


def blocks(part: Markup) -> Markup:
    """The lines of a part as blocks of a rich message: loose lines become a paragraph, items a list."""
    found: list[Markup] = []
    for kind, lines in groupby(filter(None, map(Markup.strip, part.split("\n"))), _kind_of):
        match kind:
            case "item":
                found.append(Markup("<ul>{}</ul>").format(Markup().join(lines)))
            case "block":
                found += lines
            case _:
                found.append(Markup("<p>{}</p>").format(Markup("<br>").join(lines)))
    return Markup("\n").join(found)


def one_line(part: Markup) -> Markup:
    """The lines of a part without the breaks between them."""
    return Markup().join(map(Markup.strip, part.split("\n")))


def _kind_of(line: Markup) -> str:
    if line.startswith("<li>"):
        return "item"
    return "block" if _BLOCK.match(line) else "words"


def parts_of(rendered: str) -> list[tuple[str, bool]]:
    """The parts that are not empty, each with whether its tail matters most.

    Inside a part, lines are stripped and empty ones dropped, so that templates may be laid out freely.
    """
    pieces = _MARK.split(clean(rendered))
    found = [(_lines(pieces[0]), False)]
    found += [(_lines(text), mark == TAIL) for mark, text in zip(pieces[1::2], pieces[2::2], strict=True)]
    return [(text, tail) for text, tail in found if text]


def _lines(part: str) -> str:
    lines = filter(None, map(str.strip, part.split("\n")))
    return "\n".join(lines).replace(BREAK, "\n").strip()
