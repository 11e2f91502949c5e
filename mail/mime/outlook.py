"""What Outlook's two containers share: MAPI property tags (MS-OXPROPS) and the mail built from them."""

from collections.abc import Mapping, Sequence

from mail.mime.content import media_type
from mail.mime.headers import Headers
from mail.mime.part import Part
from mail.mime.rtf import html_in, rtf_of, text_in

SUBJECT = 0x0037
SENDER_NAME = 0x0C1A
SENDER_ADDRESS = 0x0C1F
SENDER_SMTP = 0x5D01
TRANSPORT_HEADERS = 0x007D
SENT_AT = 0x0039
BODY = 0x1000
HTML = 0x1013
RTF = 0x1009
ATTACH_DATA = 0x3701
ATTACH_SHORT_NAME = 0x3704
ATTACH_NAME = 0x3707
ATTACH_TYPE = 0x370E
ATTACH_CONTENT_ID = 0x3712

MAX_FILES = 100

Properties = Mapping[int, str | bytes]


def text_parts(properties: Properties) -> list[Part]:
    """The words: plain and HTML as alternatives of one another, as a multipart/alternative."""
    plain, html = properties.get(BODY), properties.get(HTML)
    packed = properties.get(RTF)
    if not html and isinstance(packed, bytes) and (rtf := rtf_of(packed)):
        html = html_in(rtf)
        plain = plain or (text_in(rtf) if html is None else None)
    parts = []
    if plain:
        parts.append(_leaf(b"text/plain" + _charset(plain), plain))
    if html:
        parts.append(_leaf(b"text/html" + _charset(html), html))
    if len(parts) < 2:
        return parts
    return [Part(Headers([("content-type", b"multipart/alternative")]), b"", tuple(parts))]


def file_part(properties: Properties) -> Part | None:
    """The file that an attachment's properties describe; None when it has no content."""
    content = properties.get(ATTACH_DATA)
    if not isinstance(content, bytes):
        return None
    name = _text(properties.get(ATTACH_NAME) or properties.get(ATTACH_SHORT_NAME) or "")
    name = name.replace('"', "'").replace("\\", "/")
    content_id = _text(properties.get(ATTACH_CONTENT_ID) or "")
    declared = _text(properties.get(ATTACH_TYPE) or "application/octet-stream")
    fields = [
        ("content-type", media_type(declared.encode()).encode()),
        ("content-disposition", f'{"inline" if content_id else "attachment"}; filename="{name}"'.encode()),
    ]
    if content_id:
        fields.append(("content-id", f"<{content_id}>".encode()))
    return Part(Headers(fields), content)


def mail_part(headers: Headers, properties: Properties, files: Sequence[Part]) -> Part:
    """A whole mail: ``headers`` as they came, the words, and the files."""
    kept = [(name, headers.raw(name)) for name in headers.names() if not name.startswith("content-")]
    fields = [*kept, ("content-type", b"multipart/mixed")]
    return Part(Headers(fields), b"", (*text_parts(properties), *files))


def _leaf(content_type: bytes, content: str | bytes) -> Part:
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    return Part(Headers([("content-type", content_type)]), raw)


def _charset(content: str | bytes) -> bytes:
    return b"; charset=utf-8" if isinstance(content, str) else b""


def _text(value: str | bytes) -> str:
    shown = value if isinstance(value, str) else value.decode("utf-8", "replace")
    return " ".join(shown.replace("\0", " ").split())
