"""Where the sender's words end and the signature begins: with dashes, a closing formula, or just a name.

Also what stands around them and is nobody's words: "sent from my phone", disclaimers, banners that a mail
system puts on top, the footer that a list or a form puts below.
"""

import re
from functools import cache, partial

from mail.reasons import because
from mail.reply.closing import POSTSCRIPT, at_closing
from mail.reply.lines import Line, Mark, joined
from mail.reply.names import looks_like_name
from mail.reply.namesign import at_name, is_all_name
from mail.reply.signed import CONTACT, STOP, Signed, asks, is_prose, trimmed
from mail.words import begun, has_any, phrases

_DASHES = frozenset({"--", "—", "–", "-- -", "- --"})
_LABELLED = re.compile(r"\s{0,4}[^\W\d_][^:\n]{0,48}:\s\S")
_MAX_SIGNATURE = 25  # lines
_PROGRAM_WORDS = 4
_OPENING = "<[(-–— "
_SURE = 3  # words of a phrase that begins no sentence
_ADVERT, _SIGNS = 250, 2  # characters of one, and signs of it
_LONG = 60  # characters; who puts a motto into a signature keeps it shorter
_ONLY_LAW = 4  # legal words in a mail that has no others


def part_signature(
    lines: list[Line], tokens: frozenset[str], *, form: bool = False, last: bool = True, whole: bool = False
) -> Signed:
    """``lines`` parted; ``tokens`` are the words by which the sender signs (:func:`names.name_tokens`).

    ``form``: label and value lines, in which only dashes end the text. ``last``: no more new lines follow,
    so a bare name at the end may be a signature. ``whole``: all of the lines may be one, since words stand
    elsewhere.
    """
    for at, line in enumerate(lines):
        if at > 1 and lines[at - 1].blank and POSTSCRIPT.match(line.text.strip()):
            parted = part_signature(lines[:at], tokens, form=form, last=last, whole=whole)
            if parted.signature:
                return Signed([*parted.text, Line(""), *lines[at:]], parted.signature)
            break
    marked = _marked(lines)
    lines, taken = marked.text, marked.signature
    lines = trimmed(_without_banner(lines))
    if taken:
        because("signature", "the mail program's container for signatures", taken[0].text)
    for step, rule in (
        (_at_dashes, "a line of dashes"),
        (_at_divider, "a dividing rule above a footer"),
        (_at_mobile, "a phone's or program's line"),
        (_at_advert, "a program's or house's notice at the end"),
        (_at_disclaimer, "legal text at the end"),
    ):
        parted = step(lines, form)
        if parted.signature:
            because("signature", rule, partial(joined, parted.signature))
        lines, taken = trimmed(parted.text), parted.signature + taken
    parted, rule = at_closing(lines, tokens), "a closing formula"
    if form and any(_LABELLED.match(line.text) for line in parted.signature[1:]):
        return Signed(lines, taken)
    if not parted.signature and last and not form:
        rule = "a last paragraph that is a name"
        named = whole and is_all_name(lines, tokens)
        parted = Signed([], lines) if named else at_name(lines, tokens, bool(taken))
    if parted.signature:
        because("signature", rule, partial(joined, parted.signature))
    text, signature = trimmed(parted.text), parted.signature + taken
    while text and signature and _is_rule(text[-1].text):
        signature = [text[-1], *signature]
        text = trimmed(text[:-1])
    return Signed(text, signature)


def _is_rule(text: str) -> bool:
    """A row of dashes, two at least."""
    stripped = text.strip()
    return len(stripped) > 1 and not stripped.strip("-–—_=*~")


def _marked(lines: list[Line]) -> Signed:
    """What the client itself marked; unless that leaves nothing, for people do write inside of it."""
    own = [line for line in lines if not (line.marks and line.marks & Mark.SIGNATURE)]
    if len(own) == len(lines):
        return Signed(lines, [])
    marked = [line for line in lines if line.marks & Mark.SIGNATURE and not line.blank]
    if marked and not joined(own) and any(is_prose(line.text) for line in marked):
        return Signed([Line(line.text, line.depth, line.marks & ~Mark.SIGNATURE) for line in lines], [])
    return Signed(own, marked)


def _without_banner(lines: list[Line]) -> list[Line]:
    for at, line in enumerate(lines[:6]):
        if line.blank:
            continue
        if has_any(line.text.casefold(), "reply", "banner") and len(line.text) < 600:
            end = at + 1
            while end < min(len(lines), at + 5) and not lines[end].blank:
                if not has_any(lines[end].text.casefold(), "reply", "banner"):
                    break
                end += 1
            return _without_banner(trimmed(lines[:at] + lines[end:]))
        return lines
    return lines


def _at_dashes(lines: list[Line], form: bool) -> Signed:
    """The "-- " of RFC 3676 4.3, also where its blank got lost."""
    for at, line in enumerate(lines):
        if line.text.strip() in _DASHES and len(lines) - at <= _MAX_SIGNATURE + 15:
            below, exact = lines[at + 1 :], line.text == "-- "
            if not form and _goes_on(below, exact=exact and bool(joined(lines[:at]))):
                continue
            return _parted(lines, at)
    return Signed(lines, [])


def _goes_on(rest: list[Line], *, exact: bool) -> bool:
    """Whether somebody's words go on below two dashes that only part one paragraph from the next.

    ``exact``: the dashes are those of the RFC; below them only a question and more dashes are words.
    """
    written = [line.text for line in rest if not line.blank]
    first = next(iter(written), "")
    if not first or CONTACT.search(first) or _is_mobile(first) or looks_like_name(first):
        return False
    if any(text.strip() in _DASHES for text in written):
        return True
    if exact:
        return asks(written[-1])
    prose = sum(map(is_prose, written))
    return (is_prose(first) and (prose > 1 or len(first) > _LONG)) or prose > 3 or asks(written[-1])


def _at_divider(lines: list[Line], form: bool) -> Signed:
    """A row of dashes over a footer that a program, a list or a form added."""
    for at in range(len(lines) - 1, -1, -1):
        text = lines[at].text.strip()
        ruled = bool(lines[at].marks and lines[at].marks & Mark.RULE)
        if not ruled and not (len(text) >= 3 and not text.strip("-–—_=*~#· ")):
            continue
        rest = lines[at:] if ruled else lines[at + 1 :]
        words = joined(rest)
        if len(words) > 900 or len(rest) > _MAX_SIGNATURE:
            return Signed(lines, [])
        telling = has_any(words.casefold(), "reply", "footer") + has_any(
            words.casefold(), "reply", "disclaimer"
        )
        if form or telling or (CONTACT.search(words) and not any(is_prose(line.text) for line in rest)):
            parted = _at_divider(trimmed(lines[:at]), form)
            return Signed(parted.text, parted.signature + rest)
    return Signed(lines, [])


def _at_mobile(lines: list[Line], form: bool) -> Signed:
    """ "Sent from my iPhone" and what a company puts below it; above all text when the writer began below
    it.
    """
    for at, line in enumerate(lines):
        text = line.text.strip(" *_\t")
        if text.lstrip(_OPENING)[:2].casefold()[:2] not in _sent_letters():
            continue
        if len(text) > 90 or not (_is_mobile(text) or _is_program(text, lines[at + 1 :])):
            continue
        above = trimmed(lines[:at])
        if above:
            return Signed(above, lines[at:])
        return Signed(trimmed(lines[at + 1 :]), [line])
    return Signed(lines, [])


@cache
def _sent_letters() -> frozenset[str]:
    """The first letters of "sent from" and "sent with", by which nearly all lines are told to be neither."""
    return frozenset(phrase[:2] for key in ("mobile", "sent_with") for phrase in phrases("reply", key))


def _is_mobile(text: str) -> bool:
    bare = text.casefold().lstrip(_OPENING)
    if phrase := next(iter(begun(bare, "reply", "mobile")), None):
        # "Sent from" alone may begin somebody's sentence; "sent from my" hardly does.
        rest = text.strip(_OPENING)[len(phrase) :].split(". ")[0].split()
        told = len(phrase.split()) < _SURE and len(rest) > 1 and STOP.search(text)
        return not told or any(map(_is_capital, rest)) or has_any(bare, "reply", "programs") > 0
    return bool(begun(bare, "reply", "sent_with")) and has_any(bare, "reply", "programs") > 0


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _is_program(text: str, below: list[Line]) -> bool:
    """ "Sent with Whatever Mail" of a program nobody listed: a name follows, and nobody's words after it."""
    bare = text.lstrip(_OPENING)
    low = bare.casefold()
    phrase = next(iter(begun(low, "reply", "sent_with")), None)
    if phrase is None or any(is_prose(line.text) for line in below):
        return False
    words = bare[len(phrase) :].rstrip(" .!)]>").split()
    return 0 < len(words) <= _PROGRAM_WORDS and (words[0][:1].isupper() or words[-1][:1].isupper())


def _at_advert(lines: list[Line], form: bool) -> Signed:
    """A short paragraph at the end in which a virus scanner or the house says what it always says."""
    start = len(lines)
    while start and not lines[start - 1].blank:
        start -= 1
    words = joined(lines[start:]).casefold()
    if not start or len(words) > _ADVERT or asks(words):
        return Signed(lines, [])
    links = sum(bool(CONTACT.search(line.text)) for line in lines[start:])
    hits = has_any(words, "reply", "advert")
    if not hits or hits + bool(links) < _SIGNS:
        return Signed(lines, [])
    parted = _at_advert(trimmed(lines[:start]), form)
    return Signed(parted.text, parted.signature + lines[start:])


def _at_disclaimer(lines: list[Line], form: bool) -> Signed:
    """Paragraphs of legal text at the end: long, impersonal, and full of its words."""
    end = len(lines)
    while end:
        start = end
        while start and not lines[start - 1].blank:
            start -= 1
        paragraph = joined(lines[start:end]).casefold()
        hits = has_any(paragraph, "reply", "disclaimer")
        fine = all(line.marks & Mark.FINE for line in lines[start:end])
        # Somebody's own words may name a virus or a liability; legal text names several such things at
        # length.
        if not (hits >= 3 or (hits >= 2 and len(paragraph) > 120) or (fine and hits)):
            break
        if asks(paragraph) or (not joined(lines[:start]) and hits < _ONLY_LAW):
            break
        end = start
        while end and lines[end - 1].blank:
            end -= 1
    return Signed(lines[:end], lines[end:]) if end < len(lines) else Signed(lines, [])


def _parted(lines: list[Line], at: int) -> Signed:
    return Signed(lines[:at], lines[at + 1 :])
