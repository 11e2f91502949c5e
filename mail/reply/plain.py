"""Plain text as lines: quote depth by ``>``, format=flowed (RFC 3676) put together again, hard wraps
undone.
"""

import re

from mail.reply.lines import Line, Mark

_QUOTES = re.compile(r" ?(?:[>＞]+ ?)+")
_CID = re.compile(
    r"\[(?:cid:|image:|bilde:|bild:|billede:|изображение:|grafik:)[^\[\]\n]{0,300}\]", re.IGNORECASE
)
_LINK = re.compile(r"(?<=\S)[ ]?<(?:https?://|mailto:|tel:)[^<>\s]{1,2000}>")
_LIST_ITEM = re.compile(r"\s{0,8}(?:[-*•–·]|\d{1,3}[.)])\s")
_WRAP_MIN, _WRAP_MAX = 55, 80


def plain_lines(text: str, *, flowed: bool = False, delsp: bool = False) -> list[Line]:
    """The lines of ``text``. Placeholders of pictures are left out, addresses behind links too."""
    text = _CID.sub("", text) if "[" in text else text
    text = _LINK.sub("", text) if "<" in text else text
    lines = (
        [_line(line) for line in text.expandtabs(1).split("\n")]
        if flowed
        else [_line(line) for line in text.split("\n")]
    )
    return unwrapped(_unflowed(lines, delsp) if flowed else lines)


def _line(raw: str) -> Line:
    raw = raw.replace("\xa0", " ")
    if raw[:1] not in (">", "＞") and raw[:2] not in (" >", " ＞"):
        return Line(raw)
    quotes = _QUOTES.match(raw)
    if not quotes:
        return Line(raw)
    return Line(raw[quotes.end() :], sum(mark in ">＞" for mark in quotes[0]), Mark.CHEVRON)


def _unflowed(lines: list[Line], delsp: bool) -> list[Line]:
    """Paragraphs of RFC 3676 4.1: a line that ends in a blank goes on in the next of the same depth."""
    flowing: list[Line] = []
    open_end = False
    for line in lines:
        text = line.text.removeprefix(" ") if line.depth == 0 else line.text
        if open_end and flowing[-1].depth == line.depth and text.rstrip() not in ("--", ""):
            before = flowing[-1].text.removesuffix(" ") if delsp else flowing[-1].text
            flowing[-1] = Line(before + text, line.depth, line.marks)
        else:
            flowing.append(Line(text, line.depth, line.marks))
        open_end = text.endswith(" ") and text.rstrip() not in ("--", "")
    return flowing


def unwrapped(lines: list[Line]) -> list[Line]:
    """Lines that a client broke at a fixed width, joined where the next word would not have fitted.

    Only when the whole text keeps to one width between 55 and 80: then the breaks are a machine's.
    """
    own = [len(line.text.rstrip()) for line in lines if line.depth == 0]
    width = max(own, default=0)
    if not _WRAP_MIN <= width <= _WRAP_MAX:
        return lines
    width = max(width, 72)
    result: list[Line] = []
    last, breakable = "", False
    for line in lines:
        text = line.text.strip()
        if breakable and line.depth == 0 and text and _goes_on(last, text, width):
            result[-1] = Line(f"{result[-1].text.rstrip()} {text}")
        else:
            result.append(line)
        last = line.text.rstrip()
        breakable = line.depth == 0 and len(last) >= _WRAP_MIN - 10
    return result


def _goes_on(last: str, following: str, width: int) -> bool:
    word = following.split(maxsplit=1)[0]
    if _LIST_ITEM.match(following) or following[0] in "-_=*#~—":
        return False
    if word.endswith(":") and len(word) > 2:
        return False
    return len(last) + 1 + len(word) > width - 4 and not last.endswith(":")
