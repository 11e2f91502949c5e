"""The sender's own number for the job: a ticket, an order, a purchase order. Not ours, and not the
machine's.
"""

import re
from functools import cache, lru_cache

from mail.fields.lexicon import everywhere, last_match, pattern
from mail.fields.numbers import norm
from mail.fields.sentences import sentences

# Has a digit; letters and digits in groups; at least four characters, or letters before a dash.
_SHAPE = re.compile(
    r"(?<![\w@.+])(?=[\w/.-]{0,20}\d)(?:[^\W_]{1,12}[-/.])*[^\W_]{1,20}(?:[-/.][^\W_]{1,12})*"
)
_DIGIT = re.compile(r"\d")
_SHORTEST = 4  # characters; three where "nr" or a dash tells
_MOST_BETWEEN = 4  # words between a label and its number
_MARK = re.compile(
    r"(?:\.?\s?(?:nr|no|№|#|n|nummer|number|nummeret|numret)\b|\s?[№#])?\.?\s?:?\s?", re.IGNORECASE
)
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|(?:19|20)\d\d|\d{1,2}[:.]\d\d")
_PREFIXED = re.compile(
    r"(?<![\w-])(?:PO|INC|REQ|WO|SR|RITM|CHG|TASK|CASE|TKT)[- ]?#?\d[\w-]{2,20}", re.IGNORECASE
)


@lru_cache(maxsize=500)
def case_label(label: str) -> bool | None:
    """Whether ``label`` (lower case) names the number of a job: "opgavenr", "work order no", "№ заявки".

    True for the sender's own, False for one called yours or the supplier's, None for other labels.
    """
    match = _case_labels().fullmatch(label)
    if match is None:
        return None
    return match["yours"] is None


@cache
def _case_labels() -> re.Pattern[str]:
    def either(key: str) -> str:
        return "|".join(sorted(map(re.escape, everywhere("numbers", key)), key=len, reverse=True))

    number = r"(?:nr|nummer|nummeret|no|number|id|ref|reference|referanse|referens|#|№)"
    return re.compile(
        rf"(?:(?P<yours>{either('yours')})\s)?(?:(?:vår|vårt|vores|our|наш|наша|client|customer|kundens)\s)?"
        rf"(?:(?:номер|№|n)\s)?(?:{either('case')})(?:s|e)?[\s.-]{{0,2}}{number}?[.:]?"
    )


def reference_of(text: str, subject: str, language: str, taken: frozenset[str]) -> str | None:
    """The reference in ``text`` or ``subject``; ``taken`` are normalised numbers known to be something
    else.
    """
    for source in (text, subject):
        found = _labelled(source, language, taken)
        if found:
            return found
    named = _registered_with_them(text, language, taken) or _on_invoice(text, language, taken)
    if named:
        return named
    for source in (text, subject):
        for match in _PREFIXED.finditer(source) if _DIGIT.search(source) else ():
            before = source[max(0, match.start() - 25) : match.start()]
            if norm(match[0]) not in taken and not _named_otherwise(before, language):
                return match[0]
    return None


def _labelled(text: str, language: str, taken: frozenset[str]) -> str | None:
    theirs, yours = pattern(language, "numbers", "theirs"), pattern(language, "numbers", "yours")
    for label in pattern(language, "numbers", "reference").finditer(text):
        before = text[max(0, label.start() - 20) : label.start()]
        if theirs.search(text[max(0, label.start() - 12) : label.end()]) or (
            (owner := last_match(yours, before)) and not before[owner.end() :].strip()
        ):
            continue
        number = _number_behind(text[label.end() : label.end() + 70], language, taken)
        if number:
            return number
    return None


def _number_behind(after: str, language: str, taken: frozenset[str]) -> str | None:
    """The number that follows a label within a few words of the same clause."""
    marked = _MARK.match(after)
    after = re.split(r"[.!?]\s|\n|[,;]\s", f" {after[marked.end() :] if marked else after}")[0]
    for match in _SHAPE.finditer(after[:50]):
        number = match[0].strip(".-/")
        if len(after[: match.start()].split()) > _MOST_BETWEEN:
            return None
        if _named_otherwise(after[: match.start()], language):
            return None  # "ordre, jf. tilbud 8812"
        if _acceptable(number, taken, short=bool(marked and marked[0].strip(" .:"))):
            return number
    return None


def _named_otherwise(between: str, language: str) -> bool:
    """Whether the words right before a number call it an offer's, an invoice's, a part's or one of ours."""
    for key in ("other", "yours"):
        last = last_match(pattern(language, "numbers", key), between)
        if last is not None and len(between[last.end() :].split()) <= 1:
            return True
    return False


def _registered_with_them(text: str, language: str, taken: frozenset[str]) -> str | None:
    """ "Saken er hos oss registrert med nr. A-3321", "у нас под номером 7781/2"."""
    ours, number = pattern(language, "numbers", "ours"), pattern(language, "numbers", "number")
    for sentence in sentences(text) if ours.search(text) else ():
        if not ours.search(sentence):
            continue
        for label in number.finditer(sentence):
            named = _number_behind(sentence[label.end() :], language, taken)
            if named and sentence[label.end() :].lstrip(" .:").startswith(named):
                return named
    return None


def _on_invoice(text: str, language: str, taken: frozenset[str]) -> str | None:
    """ "Please put 77-812 on the invoice"."""
    for where in pattern(language, "numbers", "on_invoice").finditer(text):
        before = re.split(r"[.!?]\s|\n", text[max(0, where.start() - 40) : where.start()])[-1]
        for match in _SHAPE.finditer(before):
            if _acceptable(match[0], taken) and not _named_otherwise(before[: match.start()], language):
                return match[0].strip(".-/")
    return None


def _acceptable(number: str, taken: frozenset[str], *, short: bool = False) -> bool:
    if not any(char.isdigit() for char in number) or _DATE.fullmatch(number) or norm(number) in taken:
        return False
    return len(number) >= _SHORTEST or ((short or "-" in number) and len(number) >= _SHORTEST - 1)
