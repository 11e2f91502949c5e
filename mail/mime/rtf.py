"""Outlook's third kind of body: compressed RTF (MS-OXRTFCP), which mostly wraps up HTML (MS-OXRTFEX).

compressed-rtf unpacks it, striprtf reads what was RTF from the start. For the HTML within, the one library
kept up needs a hundred thousand lines of others; here are the rules of MS-OXRTFEX 2.1.3 that give it back.
"""

import re
import struct
from dataclasses import dataclass, replace

_MAX_RAW, _MAX_COMPRESSED = 2_000_000, 1_000_000  # bytes; more is pictures as hexadecimal digits
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)"
)
_FONT = re.compile(rb"\{\\f(\d{1,5})(?:[^{};]|\{[^{}]*\})*?\\fcharset(\d{1,3})")
_CHARSETS = {
    "128": "cp932", "129": "cp949", "134": "cp936", "136": "cp950", "161": "cp1253", "162": "cp1254",
    "177": "cp1255", "178": "cp1256", "186": "cp1257", "204": "cp1251", "222": "cp874", "238": "cp1250",
}  # fmt: skip
_UNSEEN = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"mhtmltag", b"pntext"}
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"tab": "\t", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"endash": "–", b"emdash": "—",
}  # fmt: skip
_SYMBOLS = {b"~": "&nbsp;", b"_": "&shy;", b"{": "{", b"}": "}", b"\\": "\\"}


def rtf_of(compressed: bytes) -> bytes:
    """The RTF in the property PidTagRtfCompressed; empty when it is broken, or too large to be words."""
    if not 16 <= len(compressed) <= _MAX_COMPRESSED or struct.unpack_from("<I", compressed, 4)[0] > _MAX_RAW:
        return b""
    from compressed_rtf import decompress

    try:
        return bytes(decompress(compressed))
    except Exception:  # noqa: BLE001  it raises nothing more special
        return b""


def html_in(rtf: bytes) -> str | None:
    """The HTML that ``rtf`` wraps up; None when it was RTF from the start, or plain text."""
    if b"\\fromhtml" not in rtf[:500]:
        return None
    return _Unwrapping(rtf).html()


def text_in(rtf: bytes) -> str:
    """The words of ``rtf`` as plain text; empty when they can't be read."""
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(rtf.decode("latin-1"), errors="replace")).strip()  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, KeyError, RecursionError):
        return ""


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    shown: bool = True  # False within destinations that nobody reads
    as_rtf: bool = False  # between \\htmlrtf and \\htmlrtf0: written for readers of RTF alone
    charset: str = "cp1252"
    skipped: int = 1  # characters after \\u, for readers without Unicode


class _Unwrapping:
    def __init__(self, rtf: bytes) -> None:
        page = re.search(rb"\\ansicpg(\d{1,5})", rtf[:2000])
        self._charset = f"cp{page[1].decode()}" if page else "cp1252"
        self._fonts = {number: _CHARSETS.get(kind.decode()) for number, kind in _FONT.findall(rtf[:200_000])}
        self._rtf = rtf
        self._out: list[str] = []
        self._bytes = bytearray()  # characters of one charset, which may take two bytes each
        self._state = _State(charset=self._charset)
        self._behind: list[_State] = []
        self._to_skip = 0

    def html(self) -> str:
        at = 0
        while match := _TOKEN.search(self._rtf, at):
            at = match.end()
            word, number, code, symbol, brace, text = match.groups()
            if code:
                self._take(bytes([int(code, 16)]))
            elif text:
                self._take(text)
            elif word == b"bin":
                at += max(int(number or 0), 0)
            elif word:
                self._do(word, number)
            else:
                self._sign(symbol, brace)
        self._flush()
        # Beyond the first plane RTF writes two halves, as UTF-16 does.
        return "".join(self._out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _take(self, raw: bytes) -> None:
        skipped = min(self._to_skip, len(raw))
        self._to_skip -= skipped
        if self._state.shown and not self._state.as_rtf:
            self._bytes += raw[skipped:]

    def _sign(self, symbol: bytes | None, brace: bytes | None) -> None:
        if brace == b"{":
            self._behind.append(self._state)
        elif brace and self._behind:
            self._become(self._behind.pop())
        elif symbol == b"*":
            # All such destinations are unseen, but for the one of HTML's tags.
            self._become(replace(self._state, shown=False))
        elif symbol in _SYMBOLS:
            self._show(_SYMBOLS[symbol])

    def _do(self, word: bytes, number: bytes | None) -> None:
        if word == b"htmltag":
            self._become(replace(self._state, shown=True, as_rtf=False, charset=self._charset))
        elif word == b"htmlrtf":
            self._become(replace(self._state, as_rtf=number != b"0"))
        elif word in _UNSEEN:
            self._become(replace(self._state, shown=False))
        elif word == b"f" and number is not None:
            self._become(replace(self._state, charset=self._fonts.get(number) or self._charset))
        elif word == b"uc":
            self._become(replace(self._state, skipped=min(int(number or 1), 8)))
        elif word == b"u" and number is not None:
            self._show(chr(int(number) % 0x10000))
            self._to_skip = self._state.skipped
        elif word in _SIGNS:
            self._show(_SIGNS[word])

    def _become(self, state: _State) -> None:
        if state.charset != self._state.charset:
            self._flush()
        self._state = state

    def _show(self, text: str) -> None:
        if self._state.shown and not self._state.as_rtf:
            self._flush()
            self._out.append(text)

    def _flush(self) -> None:
        if self._bytes:
            try:
                self._out.append(self._bytes.decode(self._state.charset, "replace"))
            except LookupError:
                self._out.append(self._bytes.decode("cp1252", "replace"))
            self._bytes.clear()
