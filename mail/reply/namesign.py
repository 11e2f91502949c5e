"""Signatures that nothing marks but the name they begin with: title, firm, numbers and law follow."""

import re

from mail.reply.lines import Line, Mark
from mail.reply.names import common, folded, is_signed_by, looks_like_name
from mail.reply.signed import CONTACT, STOP, Signed, is_prose, trimmed
from mail.words import begun, has_any, phrases

_SLASH_NAME = re.compile(r"(?://?|[-–—~*])\s?([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2})[.!]?\s*")
_ADDRESS_LINE = re.compile(r"\b\d{3} ?\d{2,3}\b|\b\d{1,4}[A-Za-zА-я]?\b")
_NAME_END = re.compile(r"\s*[,/|(•·]\s*|\s+[-–—]\s+|\s+(?=\+?\d)|\s{2,}|\t")
_BY = re.compile(r"(?:v/|(?:v\.|c/o|p\.?p\.|genom|ved)\s)\s{0,3}", re.IGNORECASE)
_END_SLASH = re.compile(r"\s//?\s?([^\W\d_][\w.'’-]{0,30}(?: [^\W\d_][\w.'’-]{0,30})?)$")
_SMILE = re.compile(r"\s*(?:[:;=]-?[)D(P]|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)+\s*$")
_PLACED = re.compile(r"\s(?:på|i|fra|från|hos|ved|at|in|from|из|с|со|in)\s", re.IGNORECASE)
_INITIALED = re.compile(r"[^\W\d_]{3,} [^\W\d_]\. ?[^\W\d_]\.|[^\W\d_]\. ?[^\W\d_]\. ?[^\W\d_]{3,}")
_GAP = re.compile(r"\s{2,}|\t")
_NUMBER_END = re.compile(r"[\s,]*(?:[^\W\d_]{1,4}[.:]{1,2}\s*)?\+?\d[\d ()-]{5,}$")
_NAME_AT_END = re.compile(
    r"(.*(?:[.!?]|(,)|(?=\s[-–—]\s)))\s+(?:[-–—]\s)?([^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)?)"
)
_NOTICE = 300  # characters
_BULLET = re.compile(r"\s{0,8}[-–*•·]\s")
_WITH = re.compile(r"\s(?:og|och|and|&|и|med|och)\s")
_WORDS_ABOVE = "."  # stands for words elsewhere in the mail
_INITIAL, _GREETING_WORDS = 3, 3
_MAX_MARK, _TITLE_WORDS, _HOUSE_WORDS = 20, 4, 7
_MAX_FIRM = 50  # characters
_MOST_LINES = 22  # written ones, of a signature with all its paragraphs


def is_all_name(lines: list[Line], tokens: frozenset[str]) -> bool:
    """Whether nothing but the sender's signature stands there, as below a quote or above a forwarded mail."""
    if not lines or not is_signed_by(lines[0].text, tokens):
        return False
    return not at_name([Line(_WORDS_ABOVE), Line(""), *lines], tokens, more_below=False).text[1:]


def at_name(lines: list[Line], tokens: frozenset[str], more_below: bool) -> Signed:
    """A last paragraph that is a name, perhaps with title, firm and numbers: a signature without any mark.

    ``tokens`` are the words by which the sender signs; ``more_below``: something of a signature was taken
    from below already.
    """
    parted = _from_own_name(lines, tokens)
    if parted.signature:
        return _with_name_above(lines, parted, tokens)
    start = len(lines)
    while start and not lines[start - 1].blank:
        start -= 1
    parted = _name_from(lines, start, tokens, alone=True, more_below=more_below)
    if parted.signature:
        return parted
    # A paragraph of contact lines under the paragraph with the name.
    above = start
    while above and lines[above - 1].blank:
        above -= 1
    if start < len(lines) and all(
        CONTACT.search(line.text) and not is_prose(line.text) for line in lines[start:]
    ):
        first = above
        while first and not lines[first - 1].blank:
            first -= 1
        parted = _name_from(lines[:above], first, tokens, alone=True, more_below=True)
        if parted.signature:
            return Signed(parted.text, [*parted.signature, *lines[start:]])
    for parted in (_at_line_end(lines, tokens), _over_notice(lines, start, tokens)):
        if parted.signature:
            return parted
    # A name directly below the last sentence.
    for at in range(max(start + 1, len(lines) - 6), len(lines)):
        parted = _name_from(lines, at, tokens, alone=False, more_below=more_below)
        if parted.signature:
            return parted
    return Signed(lines, [])


def _at_line_end(lines: list[Line], tokens: frozenset[str]) -> Signed:
    """A name at the end of the last line: "Tack på förhand! /Maja", "Thanks, Maja"."""
    if not lines:
        return Signed(lines, [])
    last = lines[-1]
    head, name = "", ""
    if (slash := _END_SLASH.search(last.text[-80:].rstrip())) and looks_like_name(slash[1]):
        head, name = last.text.rstrip()[: -len(slash[0])], slash[0].strip()
    elif (match := _NAME_AT_END.fullmatch(last.text.rstrip())) and is_signed_by(match[3], tokens):
        sure = looks_like_name(match[3], most=2) and (not match[2] or _thanks(last.text))
        head, name = (match[1], match[3]) if sure else ("", "")
    if not head.strip():
        return Signed(lines, [])
    return Signed([*lines[:-1], Line(head, last.depth, last.marks)], [Line(name)])


def _thanks(text: str) -> bool:
    """Whether it begins with thanks or a good wish, which are text and no part of a signature."""
    found = begun(text.casefold(), "thanks", "words")
    return any(not text[len(phrase) :][:1].isalnum() for phrase in found)


def _over_notice(lines: list[Line], start: int, tokens: frozenset[str]) -> Signed:
    """The sender's name over a last paragraph of law too short to be told by its words alone."""
    notice = lines[start:]
    words = " ".join(line.text for line in notice)
    if not start or not _is_boilerplate(words) or len(words) > _NOTICE or "?" in words:
        return Signed(lines, [])
    above = at_name(trimmed(lines[:start]), tokens, more_below=True)
    if not above.signature or not is_signed_by(above.signature[0].text, tokens):
        return Signed(lines, [])
    return Signed(above.text, [*above.signature, Line(""), *notice])


def _with_name_above(lines: list[Line], parted: Signed, tokens: frozenset[str]) -> Signed:
    """ "Kari" by hand, and below it the letterhead with the full name; or a title over the name."""
    above = parted.text
    if len(above) > 1 and above[-2].blank and _speaks_for(above[-1].text) and not _ends_apart(parted, lines):
        return Signed(trimmed(above[:-1]), [above[-1], *parted.signature])
    if len(above) < _GREETING_WORDS or not above[-2].blank or not is_signed_by(above[-1].text, tokens):
        return parted
    if not looks_like_name(above[-1].text, most=2):
        return parted
    return Signed(trimmed(above[:-1]), [above[-1], Line(""), *parted.signature])


def _ends_apart(parted: Signed, lines: list[Line]) -> bool:
    """Whether a blank line stands between the text and the signature."""
    return lines[len(lines) - len(parted.signature) - 1].blank


def _from_own_name(lines: list[Line], tokens: frozenset[str]) -> Signed:
    """All from the sender's own name on, be it several paragraphs, when none of it is anybody's words."""
    below = 0  # written lines from here to the end that are no words
    found = len(lines)
    for at in range(len(lines) - 1, 0, -1):
        line = lines[at]
        if line.blank:
            continue
        below += 1
        if below > _MOST_LINES or (is_prose(line.text) and not _is_boilerplate(line.text)):
            break
        if _is_full_name(line.text, tokens) and not _introduced(lines, at):
            found = at
    return Signed(trimmed(lines[:found]), lines[found:]) if found < len(lines) else Signed(lines, [])


def _is_full_name(text: str, tokens: frozenset[str]) -> bool:
    """Whether the line begins with two or more names, all of them the sender's."""
    if _is_run_together(text.strip(), tokens):
        return True
    if not _named(text.strip()):
        return False
    names = [folded(word.strip(".")) for word in _NAME_END.split(text.strip(), maxsplit=1)[0].split()]
    long = [name for name in names if len(name) > 2]
    return len(names) > 1 and sum(name in tokens for name in long) >= min(len(long), 2) > 0


def _introduced(lines: list[Line], at: int) -> bool:
    above = next((line.text.strip() for line in reversed(lines[:at]) if not line.blank), "")
    return above.endswith(":")


def _is_boilerplate(text: str) -> bool:
    return bool(has_any(text.casefold(), "reply", "disclaimer"))


def _name_from(
    lines: list[Line], at: int, tokens: frozenset[str], *, alone: bool, more_below: bool
) -> Signed:
    """The lines from ``at`` on as a signature, if they are one."""
    block = lines[at:]
    if not block or len(block) > 9 or at == 0 or any(is_prose(line.text) for line in block):
        return Signed(lines, [])
    first = block[0].text.strip()
    above = next((line.text.strip() for line in reversed(lines[:at]) if not line.blank), "")
    if above.endswith(":") or (
        block[0].marks & Mark.LABEL and len(block) > 1 and not is_signed_by(first, tokens)
    ):
        return Signed(lines, [])
    if _BULLET.match(first) and _BULLET.match(above):
        return Signed(lines, [])
    signed = len(block) == 1 and _is_own_mark(first, tokens)
    if not signed and is_signed_by(first, tokens):
        signed = _named(first) or _is_placed(first, tokens) or _is_run_together(first, tokens)
    headed = len(block) > 1 and _named(block[1].text.strip())
    if not signed and headed and (_is_heading(first) or (alone and _speaks_for(first))):
        signed = is_signed_by(block[1].text, tokens)
    if not signed and alone and len(block) > 1 and len(first) < _MAX_FIRM and not STOP.search(first):
        # a firm's own name over its numbers
        signed = is_signed_by(first, tokens) and any(CONTACT.search(line.text) for line in block[1:])
    signed = signed or (alone and len(block) == 1 and _is_own_house(first, tokens))
    slashed = _SLASH_NAME.fullmatch(first)
    if not signed and slashed and len(block) <= 4 and not common(slashed[1]):
        signed = looks_like_name(slashed[1], most=3) and (alone or len(block) == 1)
    if not signed and alone and _named(first) and not _is_an_answer(first, above, lines[:at]):
        others = block[1:]
        signed = not others or any(CONTACT.search(line.text) for line in others) or more_below
        signed = signed or (bool(STOP.search(above)) and _is_title(first, others))
        if any(_looks_like_place(line.text) for line in block):
            signed = signed and bool(tokens) and any(is_signed_by(line.text, tokens) for line in block)
    return Signed(trimmed(lines[:at]), block) if signed else Signed(lines, [])


def _is_an_answer(text: str, above: str, before: list[Line]) -> bool:
    """ "Hi,", and below it one word, or "the tenant's name is": that is what the mail says."""
    if text.endswith(".") and len(text.split()) == 1 and len(text) > _INITIAL:
        return True
    if above.split()[-1:] and above.rsplit(maxsplit=1)[-1].casefold() in phrases("reply", "leads"):
        return True
    written = sum(not line.blank for line in before)
    return written == 1 and len(above.split()) <= _GREETING_WORDS and above.endswith((",", "!"))


def _is_placed(text: str, tokens: frozenset[str]) -> bool:
    """ "Kari i kafeen": the sender's name, and where."""
    parts = _PLACED.split(text, maxsplit=1)
    if len(parts) < 2 or len(text.split()) > _TITLE_WORDS or STOP.search(text):
        return False
    return is_signed_by(parts[0], tokens) and looks_like_name(parts[0], most=2)


def _is_own_mark(text: str, tokens: frozenset[str]) -> bool:
    """The sender's name without its capital, or initials: "kari", "KB", "/k"."""
    first, *others = folded(_NUMBER_END.sub("", text).strip(" /-–—~*.,!")).split() or [""]
    return (
        first.isalpha()
        and len(text) < _MAX_MARK + len(text) - len(first)
        and first in tokens
        and (all(len(other.strip(".")) < _INITIAL for other in others))
    )


def _is_own_house(text: str, tokens: frozenset[str]) -> bool:
    """ "The Estates Team": capitalised words, one of them the sender's, or "- the team at" the sender's."""
    words = text.split()
    if not 1 < len(words) <= _HOUSE_WORDS or STOP.search(text) or any(map(str.isdigit, text)):
        return False
    capital = all(word[0].isupper() or not word[0].isalpha() for word in words)
    own = any(folded(word.strip(".,")) in tokens for word in words)
    return own and (capital or bool(_BULLET.match(text))) and not _thanks(text)


def _speaks_for(text: str) -> bool:
    """A line above the name: whom it speaks for, a title with its firm, a link, kisses."""
    low = text.casefold()
    if STOP.search(text) or len(text.split()) > _HOUSE_WORDS:
        return False
    if any(low.startswith(f"{one} ") for one in phrases("closing", "behalf")):
        return True
    telling = len(text) < _INITIAL or any(mark in text for mark in "«»&") or bool(CONTACT.search(text))
    return telling and not is_prose(text)


def _is_run_together(text: str, tokens: frozenset[str]) -> bool:
    """A letterhead on one line: the sender's full name, and a number or an address behind it."""
    words = text.split()[:2]
    own = len(words) > 1 and all(word[0].isupper() and folded(word.strip(",.|")) in tokens for word in words)
    return own and bool(CONTACT.search(text)) and not is_prose(text)


def _is_title(name: str, others: list[Line]) -> bool:
    """Whether a title, a firm, or both stand below a full name: short lines, no words of a sentence."""
    return len(name.split()) > 1 and not any(
        len(line.text.split()) > _TITLE_WORDS
        or any(char.isdigit() for char in line.text)
        or STOP.search(line.text)
        or (len(line.text.split()) > 1 and looks_like_name(line.text, most=2))
        for line in others
    )


def _named(text: str) -> bool:
    """Whether a signature's line begins with a name: "Roger, 938 16 440", "Kari Berg | Daglig leder"."""
    text = _SMILE.sub("", _BY.sub("", text))
    if any(_INITIALED.fullmatch(piece.strip(" ,")) for piece in _GAP.split(text)):
        return True
    if not text or STOP.search(text.rstrip(".")) or len(text) > 80:
        return False
    name = _NAME_END.split(text, maxsplit=1)[0]
    return all(map(looks_like_name, _WITH.split(name)))


def _is_heading(text: str) -> bool:
    """A firm or department above the name: short, capitalised, no sentence, no label, no number."""
    words = text.split()
    if _thanks(text):
        return False
    return (
        len(words) <= 5 and text[:1].isupper() and not any(char.isdigit() or char in ":.!?" for char in text)
    )


def _looks_like_place(text: str) -> bool:
    """A street with its number or a postal code with its town; telephone numbers are longer."""
    if CONTACT.search(text):
        return False
    return bool(_ADDRESS_LINE.search(text))
