"""Pictures: which are the decoration of a signature, and what barcodes and QR codes say in the others.

Both open what strangers send, so the size is looked at before a single pixel is decoded.
"""

import io
import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mail.fields.asset import candidate_numbers
from mail.fields.numbers import norm
from mail.parsed import Attachment
from tickets.register import Asset

if TYPE_CHECKING:
    from PIL.Image import Image

_ICON = 8 * 1024  # bytes: below this nothing that anybody photographed is left
_STRIP = 160  # pixels: a logo is no higher or no wider than this, a screenshot or photo is both
_PHOTO = 480  # pixels
_PHONES = frozenset({"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"})
_EXIF_MAKE = 271  # the camera's maker: only cameras write it (Exif 2.32, tag 0x010F)
_MAX_BYTES = 20 * 2**20
_MAX_PIXELS = 60_000_000  # a telephone's largest
_READ_AT = 2400  # pixels a side: enough for a type plate's code, and a fifth of the time
_MOST_CODES = 10
_LONGEST_CODE = 500  # characters


def is_decoration(file: Attachment, *, seen: bool = False, amid: bool = False) -> bool:
    """Whether it is a logo or icon: by place and size, or because its bytes were ``seen`` with other jobs.

    Never a photo: a camera's picture is kept however small, and so is what was attached beside the text.
    ``amid`` the words (:func:`mail.placing.amid`) a low strip is no logo but an error message cut out.
    """
    if not file.inline or not file.content_type.startswith("image/") or file.content_type in _PHONES:
        return False
    picture = _opened(file.content)
    if picture is None:
        return file.size < _ICON
    if _is_photo(picture):
        return False
    return seen or file.size < _ICON or (min(picture.size) <= _STRIP and not amid)


def barcodes(image: bytes) -> tuple[str, ...]:
    """What the codes in ``image`` say, each once. Empty when there is none, or the picture can't be read or
    is too large. Takes up to half a second: not for the event loop.
    """
    import zxingcpp

    if len(image) > _MAX_BYTES:
        return ()
    picture = _opened(image)
    if picture is None or picture.width * picture.height > _MAX_PIXELS:
        return ()
    try:
        picture.draft("L", (_READ_AT, _READ_AT))  # a JPEG is decoded at a fraction of its size
        grey = picture.convert("L")
    except (OSError, ValueError, SyntaxError, MemoryError):
        return ()  # cut off or broken
    grey.thumbnail((_READ_AT, _READ_AT))
    read = (code.text.strip()[:_LONGEST_CODE] for code in zxingcpp.read_barcodes(grey))
    return tuple(dict.fromkeys(code for code in read if code))[:_MOST_CODES]


def code_hints(codes: Sequence[str]) -> tuple[str, ...]:
    """What to look up in a register: the codes, and the numbers in those that are links or lists."""
    numbers = (number for code in codes for number in candidate_numbers(code))
    return tuple(dict.fromkeys([*codes, *numbers]))


def asset_by_code(codes: Sequence[str], assets: Sequence[Asset]) -> Asset | None:
    """The one asset of ``assets`` whose id or serial number the codes say; None for none or several."""
    said = {norm(hint) for hint in code_hints(codes)} - {""}
    found = [asset for asset in assets if norm(asset.id) in said or norm(asset.serial or "") in said]
    return found[0] if len(found) == 1 else None


def _is_photo(picture: "Image") -> bool:
    """Whether it has a camera's format, and its size or the name of its maker."""
    if picture.format not in ("JPEG", "MPO", "WEBP", "TIFF"):
        return False
    try:
        made = bool(picture.getexif().get(_EXIF_MAKE))
    except (OSError, ValueError, SyntaxError, struct.error):
        made = False
    return made or min(picture.size) >= _PHOTO


def _opened(content: bytes) -> "Image | None":
    """Its header read, nothing decoded. None for what Pillow does not know, or takes for a bomb."""
    from PIL import Image

    try:
        return Image.open(io.BytesIO(content))
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError):
        return None
    except Image.DecompressionBombWarning:  # where warnings are errors
        return None
