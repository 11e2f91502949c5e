"""Files as the Bot API describes them inside a message."""

from typing import Any

from sandbox.files import PHOTO_SIZES, StoredFile

Json = dict[str, Any]

KINDS = ("photo", "document", "video", "voice", "audio", "animation", "video_note", "sticker")


def media_content(file: StoredFile) -> Json:
    """The message fields that a file brings, such as ``{"photo": [sizes]}``."""
    match file.kind:
        case "photo":
            return {"photo": photo_sizes(file)}
        case "voice":
            return {"voice": _identity(file) | {"duration": 4, "mime_type": file.content_type}}
        case "video" | "animation":
            content = {file.kind: _identity(file) | _frame(file) | _named(file)}
            # Telegram sends an animation as a document too, for older clients.
            return content | (
                {"document": _identity(file) | _named(file)} if file.kind == "animation" else {}
            )
        case "audio":
            return {"audio": _identity(file) | _named(file) | {"duration": 30}}
        case "video_note":
            return {"video_note": _identity(file) | {"length": 240, "duration": 4}}
        case "sticker":
            shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
            return {"sticker": _identity(file) | shape}
    return {"document": _identity(file) | _named(file)}


def photo_sizes(file: StoredFile) -> list[Json]:
    """Smallest first, as Telegram orders them; the last is the whole picture."""
    width, height = file.dimensions
    sizes = []
    for letter, side in PHOTO_SIZES.items():
        scale = min(1.0, side / max(width, height))
        size = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
        identity = {"file_id": file.file_id(letter), "file_unique_id": file.unique_id + letter}
        sizes.append(identity | size | {"file_size": max(1, round(file.size * scale * scale))})
    sizes[-1] |= {"width": width, "height": height, "file_size": file.size}
    return sizes


def _identity(file: StoredFile) -> Json:
    return {"file_id": file.file_id(), "file_unique_id": file.unique_id, "file_size": file.size}


def _named(file: StoredFile) -> Json:
    return {"file_name": file.name, "mime_type": file.content_type}


def _frame(file: StoredFile) -> Json:
    width, height = file.dimensions
    return {"width": width, "height": height, "duration": 4}
