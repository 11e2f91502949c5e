"""Bytes to text when the declared charset may be missing, unknown or wrong.

Valid UTF-8 with a multi-byte character in it is no accident, so it goes first whatever is declared. Of the
rest, what is declared wins unless another charset of our customers' languages reads clearly better:
Russian mail comes as koi8-r labelled windows-1251 (and the reverse), Nordic mail as cp1252 without a label.
"""

import codecs
import re
from functools import lru_cache

import cchardet

_UTF7_BIT = ("iso-2022", "utf-7", "utf7", "hz")  # 7-bit charsets whose bytes are valid ASCII
_WIDE = ("utf-16", "utf-32", "utf16", "utf32", "ucs-2", "ucs2")
_ALIASES = {
    "ansi": "cp1252", "unicode": "utf-16", "x-sjis": "shift_jis", "iso-8859-8-i": "iso-8859-8",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "ascii", "x-unknown": "",
    "unknown-8bit": "", "8bit": "", "default": "", "x-mac-cyrillic": "mac_cyrillic", "x-cp1251": "cp1251",
    "koi8": "koi8-r", "unicode-1-1-utf-7": "utf-7",
    "cp-850": "cp850", "dos-866": "cp866", "win-1251": "cp1251",
}  # fmt: skip
_CYRILLIC = ("cp1251", "koi8-r", "iso-8859-5", "cp866", "mac_cyrillic")
_RIVALS = (*_CYRILLIC, "cp1252", "cp850", "mac_roman")
_SAMPLE = 4000  # bytes judged; enough words for any verdict
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_BYTES = bytes((*range(9), 11, 12, *range(14, 32), 127))
_C1 = b"\xc2"  # what U+0080 to U+009F begin with in UTF-8
_FREQUENT = frozenset("оеаинтсрвлкмдпу")  # two thirds of running Russian
_NORDIC = frozenset("åäöæøéüÅÄÖÆØ")
_PUNCTUATION = frozenset("«»–—“”„‘’…°§·½²³µ€£©®№•×´ \xad")
_MOJIBAKE = re.compile(
    "[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[ÐÑ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)
# Russian letters in UTF-8 begin with the bytes of "Р" and "С"; what follows is rarely a letter of Russian
_CYRILLIC_MOJIBAKE = re.compile("[РС][\x98\xa0°±Ііґµ¶·ё№є»јЅѕїЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈ¤Ґ¦§©«¬®Ї]")
_BEST = 1.0  # what a text of frequent letters alone is worth
_NEARLY = 0.25  # an alternative has to read better by this much to overrule a label


def decode(data: bytes, declared: str | None = None) -> str:
    """``data`` as text without NULs, other control characters or lone surrogates. Never raises."""
    if not declared and data.isascii() and _is_tidy(data):
        return _with_line_ends(data.decode("ascii"))  # nearly all headers
    charset = _known(declared) if declared else None
    wide = _wide(data, charset)
    if wide is not None:
        return _clean(wide)
    if charset and charset.startswith(_UTF7_BIT):
        return _clean(_read(data, charset))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _clean(_eight_bit(data, charset))
    if text.isascii():
        return _with_line_ends(text if _is_tidy(data) else _CONTROLS.sub("", _with_line_ends(text)))
    mended = _unmojibake(text)
    if mended is not text:
        return _clean(mended)
    text = _with_line_ends(text).replace("\ufeff", "")
    return text if _C1 not in data and _is_tidy(data) else _CONTROLS.sub("", text)


def _is_tidy(data: bytes) -> bool:
    """Whether there are no control characters in ASCII or UTF-8: told from bytes ten times as fast."""
    return len(data.translate(None, _CONTROL_BYTES)) == len(data)


def _clean(text: str) -> str:
    """``text`` with line ends as ``\\n`` and nothing in it that a database or terminal chokes on."""
    text = _CONTROLS.sub("", _with_line_ends(text).replace("\ufeff", ""))
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def _with_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


@lru_cache(maxsize=500)
def _known(declared: str) -> str | None:
    name = declared.strip(" \"'").lower()
    name = _ALIASES.get(name, name)
    try:
        return codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None


def _read(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace")
    except (LookupError, ValueError, UnicodeError):
        return data.decode("latin-1")


def _wide(data: bytes, declared: str | None) -> str | None:
    """UTF-16 and UTF-32, by byte order mark, by label, or by every second byte being NUL."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-32" if data.startswith(codecs.BOM_UTF32_LE) else "utf-16", "replace")
    head = data[:_SAMPLE]
    nuls = head.count(0)
    if declared and declared.startswith(_WIDE) and nuls:
        return data.decode(declared, "replace")
    if len(head) >= 8 and nuls * 3 > len(head):
        return data.decode(
            "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be", "replace"
        )
    return None


def _eight_bit(data: bytes, declared: str | None) -> str:
    sample = data[:_SAMPLE]
    damaged = sample.decode("utf-8", "replace")
    # A UTF-8 text cut in mid-character, or with one stray byte, still is UTF-8.
    if damaged.count("\ufffd") * 20 <= sum(char > "\x7f" for char in damaged):
        return data.decode("utf-8", "replace")
    if declared in ("utf-8", "ascii"):
        declared = None
    claimed = _plausible(_read(sample, declared)) if declared else -1.0
    if declared and claimed + _NEARLY >= _BEST:
        return _read(data, declared)  # nothing could read better
    judged = {charset: _plausible(_read(sample, charset)) for charset in _RIVALS}
    best = max(judged, key=lambda charset: judged[charset])
    worth = judged[best]
    if declared and claimed + _NEARLY >= worth:
        return _read(data, declared)
    if worth > 0:
        return _read(data, best)
    guess: str | None = cchardet.detect(sample).get("encoding")
    return _read(data, guess or declared or "cp1252")


def _plausible(text: str) -> float:
    """How much the non-ASCII part of ``text`` looks like Russian or a Nordic language: -1 to 1."""
    score = 0.0
    seen = 0
    before = " "
    for char, after in zip(text, text[1:] + " ", strict=True):
        if char > "\x7f":
            seen += 1
            score += _worth(char, before, after)
        before = char
    return score / seen if seen else 0.0


def _worth(char: str, before: str, after: str) -> float:
    if "а" <= char <= "ё":
        if "A" <= before <= "z" or "A" <= after <= "z":
            return -0.5
        return 1.0 if char in _FREQUENT else 0.5
    if "А" <= char <= "Я" or char == "Ё":
        # koi8-r and cp1251 swap case when taken for each other: capitals within words
        return -0.5 if "а" <= before <= "ё" else 0.4 if "а" <= after <= "ё" or not after.isalpha() else 0.2
    if char in _NORDIC:
        # foreign letters in a row are Cyrillic seen through a Latin charset
        return -0.6 if before > "\x7f" and before.isalpha() and before not in _NORDIC else 0.9
    if char in _PUNCTUATION:
        return 0.3
    return -1.0


def _unmojibake(text: str) -> str:
    """UTF-8 that was taken for cp1252 or cp1251 and encoded once more, put right; anything else as it is."""
    sample = text[:_SAMPLE]
    if any(sign in sample for sign in "ÃÂÐÑ") and len(_MOJIBAKE.findall(sample)) >= 2:
        charsets: tuple[str, ...] = ("cp1252", "latin-1")
    elif sample.count("Р") + sample.count("С") >= 4 and len(_CYRILLIC_MOJIBAKE.findall(sample)) >= 4:
        charsets = ("cp1251",)
    else:
        return text
    for charset in charsets:
        try:
            # 0x98 is no character in cp1251; it came through as the control character of that number
            return b"".join(b"\x98" if char == "\x98" else char.encode(charset) for char in text).decode(
                "utf-8"
            )
        except UnicodeError:
            continue
    return text
