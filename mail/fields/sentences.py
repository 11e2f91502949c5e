"""Text as sentences, for fields that are told in one: how to get in, when to come, who is there."""

import re
from functools import lru_cache

_END = re.compile(r"[.!?…]+[\"'»”)]{0,2}(?=\s)|\n")
_BEGINS = re.compile(r"[.!?] +[A-ZА-ЯЁÆØÅÄÖ]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(,])(?:ul|st|rd|ave|mr|mrs|ms|dr|no|nr|tel|tlf|tfn|mob|kl|ca|etc|approx|ext|inkl|evt|ev|bl\.a|f\.eks|t\.ex|t\.h|etg|vån"
    r"|ул|д|г|гор|корп|стр|пр|пер|обл|тел|доб|им|т|кв|оф|пом|эт|р-н|пр-т|наб|пл|ш|б-р|мкр|зав|сер|инв|моб|руб|см|др|ф|и\.о|н|serienr|varenr|delenr|best|ordnr|ref|int|dir|vxl"
    r"|el|ell|førstk|resp|gl|gml|skt|ndr|sdr|vn|gt|jan|feb|mar|apr|jun|jul|aug|sep|sept|okt|oct|nov|des|dec|(?-i:[a-zа-я])|\d{1,2})$",
    re.IGNORECASE,
)


@lru_cache(maxsize=32)  # every field of a mail asks for the same text's
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of ``text`` in order. A line break ends one; the dot of "ул.", "nr." or "5." does not."""
    found: list[str] = []
    start = 0
    small = text.lstrip()[:1].islower() and not _BEGINS.search(text)
    for end in _END.finditer(text):
        piece = text[start : end.end()]
        mark = end[0]
        if mark == "." and _goes_on(
            text[max(start, end.start() - 40) : end.start()], text[end.end() : end.end() + 8], small=small
        ):
            continue
        if piece.strip():
            found.append(piece.strip())
        start = end.end()
    if text[start:].strip():
        found.append(text[start:].strip())
    return tuple(found)


def _goes_on(before: str, after: str, *, small: bool) -> bool:
    """Whether a dot ends no sentence. ``small``: the writer begins none with a capital."""
    following = after.lstrip(" ")
    if following[:1] == "\n":
        return False
    if following[:1].islower() and not small:
        return True
    word = before.rsplit(None, 1)[-1] if before.split() else ""
    if re.fullmatch(r"\d{1,2}", word):
        return following[:1].islower()
    return bool(_ABBREVIATION.search(before[-12:] if len(before) > 12 else before))


def clauses(sentence: str) -> list[str]:
    """A sentence cut at commas, semicolons and dashes."""
    return [clause for clause in re.split(r"[,;]\s|\s[-–—]\s", sentence) if clause.strip()]
