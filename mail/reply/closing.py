"""Closing formulas, and what stands below: a name, a title, numbers, the house's notices, a postscript."""

import re

from mail.reply.lines import Line
from mail.reply.names import common, folded
from mail.reply.signed import CONTACT, STOP, Signed, asks, is_prose
from mail.words import begun, has_any, phrases, starts

POSTSCRIPT = re.compile(r"(?:p\.? ?p?\.?s\.?|ps|з\.?ы\.?|п\.?с\.?)\s?[:.)–—-]", re.IGNORECASE)
_AND = re.compile(r",?\s(?:and|&|og|och|med|и|samt|with)\s", re.IGNORECASE)
_BREAK = re.compile(r"[.!?)…]\s{1,3}|\s[-–—]\s")
_JOINERS = frozenset({
    "fra", "från", "from", "og", "och", "and", "hilsen", "от", "team", "på", "for", "för",
    "oss", "os", "alle", "alla", "us",
})  # fmt: skip
_MAX_SIGNATURE = 25  # lines
_QUOTED = ('"', "”", "»", "“", "'")
_MAX_FORMULA = 90  # characters, with the name behind it
_NAME_WORDS, _HOUSE_WORDS, _CLOSING_WORDS = 6, 9, 6
_LETTERHEAD = 3  # lines below the formula that make more than a name


def at_closing(lines: list[Line], tokens: frozenset[str]) -> Signed:
    """``lines`` parted at a closing formula with nobody's words below it, but perhaps a postscript.

    ``tokens`` are the words by which the sender signs.
    """
    for at in range(max(0, len(lines) - _MAX_SIGNATURE), len(lines)):
        if lines[at].blank:
            continue
        head = _before_closing(lines[at].text, tokens)
        if head is None:
            continue
        hanging = lines[at + 1 : at + 2] if _hangs(lines[at].text) else []
        rest = lines[at + 1 + len(hanging) :]
        alone = lines[at].text.strip(" ,.!*_").casefold() in phrases("reply", "closings")
        end = _end(rest, named=not alone)
        if end is None or (not at and not head and (end < len(rest) or len(rest) > _MAX_SIGNATURE // 2)):
            continue
        text = lines[:at] + ([Line(head, lines[at].depth, lines[at].marks)] if head else [])
        if end < len(rest):
            text = [*text, Line(""), *rest[end:]]
        return Signed(text, [Line(lines[at].text[len(head) :].strip()), *hanging, *rest[:end]])
    return Signed(lines, [])


def _end(rest: list[Line], *, named: bool) -> int | None:
    """Where in ``rest``, the lines below a formula, the signature ends and a postscript begins.

    None: somebody's words go on below, so that it was no closing. ``named``: the formula has the name.
    """
    below, contact = 0, False
    for at, line in enumerate(rest):
        if line.blank:
            continue
        if POSTSCRIPT.match(line.text.strip()):
            return at
        if is_prose(line.text) or asks(line.text):
            apart = at > 0 and rest[at - 1].blank
            if (contact or below >= _LETTERHEAD) and not asks(line.text):
                continue  # notices of the house: hours, surroundings, law
            if not has_any(line.text.casefold(), "reply", "disclaimer"):
                return at if apart and (below or named) else None
        below += 1
        contact = contact or bool(CONTACT.search(line.text))
    return len(rest)


def _hangs(text: str) -> bool:
    """ "Greetings from", and who they are from on the next line."""
    last = text.casefold().rstrip(" ,").split()[-1:]
    return bool(last) and last[0] in phrases("closing", "joiners")


def _before_closing(text: str, tokens: frozenset[str]) -> str | None:
    """What stands before a closing formula that ends the line (with a name at most); None when none does."""
    stripped = text.strip(" *_\t")
    if stripped.endswith(_QUOTED):
        return None  # somebody else's words are told
    if _is_closing(stripped, tokens):
        return ""
    # "Takk for hjelpen! Mvh Kari"
    for stop in _BREAK.finditer(stripped[-80:]):
        cut = max(len(stripped) - 80, 0) + stop.end()
        if _is_closing(stripped[cut:], tokens) and len(stripped[:cut].split()) > 0:
            return stripped[: cut - (len(stop[0]) - 1)].strip()
    return None


def _without_thanks(text: str) -> str:
    """ "Many thanks and kind regards" closes as "kind regards" does."""
    for phrase in begun(text.casefold(), "thanks", "words"):
        if joiner := _AND.match(text, len(phrase)):
            return text[joiner.end() :]
    return text


def _is_closing(text: str, tokens: frozenset[str]) -> bool:
    text = _without_thanks(text)
    bare = text.strip(" ,.!;:*_-–—\t").casefold()
    if not bare or len(bare) > _MAX_FORMULA:
        return False
    for phrase in begun(bare, "reply", "closings"):
        rest = text.strip(" *_-–—\t")[len(phrase) :]
        if not rest[:1].isalnum() and _signs(rest.strip(" ,;:/|-–—*_"), phrase, tokens):
            return True
    return _is_built_as_closing(text)


def _signs(rest: str, phrase: str, tokens: frozenset[str]) -> bool:
    """Whether what follows a formula on its line says who closes with it."""
    words = rest.strip(".! ").split()
    if not words:
        return True
    stops = bool(STOP.search(rest.rstrip(".! ") if len(words) < _NAME_WORDS else rest))
    if not stops and len(words) <= _NAME_WORDS and (words[0][0].isupper() or words[0].casefold() in _JOINERS):
        return True
    if folded(words[0].strip(",.")) in tokens:
        return len(words) <= _NAME_WORDS or bool(CONTACT.search(rest))
    if phrase in phrases("closing", "weak") or words[0].casefold() in phrases("closing", "towards"):
        return False
    if STOP.search(rest) or len(words) > _HOUSE_WORDS:
        return False
    return sum(map(common, words)) < _LETTERHEAD


def _is_built_as_closing(text: str) -> bool:
    """A formula nobody listed: a few words, no sentence, "greetings" or the like among them."""
    words = text.strip(" *_").split()
    if not 1 < len(words) <= _CLOSING_WORDS or STOP.search(text) or not words[0][:1].isupper():
        return False
    stems = starts("closing", "stems")
    greets = [at for at, word in enumerate(words) if word.casefold().startswith(stems)]
    if not greets or any(map(str.isdigit, text)):
        return False
    after = words[greets[-1] + 1 :]
    return text.rstrip().endswith(",") or _hangs(text) or all(word[:1].isupper() for word in after)
