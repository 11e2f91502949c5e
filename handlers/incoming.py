"""A Telegram message as the domain takes it: words, files, and the key by which a copy of it is known."""

from aiogram.types import Message as TelegramMessage
from aiogram.types import Sticker

from handlers.contents import words_in
from handlers.context import actor
from handlers.leaving import ALBUM_SOURCE
from tickets.parties import Role
from tickets.timeline import Attachment, Message


def said(message: TelegramMessage, role: Role, *, proof: str | None = None) -> Message:
    """The message's words and files, as contents.words_in and files_of have them."""
    return Message(
        author=actor(message.from_user, role),
        at=message.date,
        text=words_in(message),
        attachments=files_of(message),
        source=source_of(message),
        place=place_of(message),
        proof=proof,
    )


def place_of(message: TelegramMessage) -> tuple[float, float] | None:
    """Latitude and longitude of a location, a live one or a venue."""
    return (message.location.latitude, message.location.longitude) if message.location else None


def source_of(message: TelegramMessage) -> str:
    """The natural key: one for all items of an album."""
    if message.media_group_id:
        return f"{ALBUM_SOURCE}{message.chat.id}:{message.media_group_id}"
    return key_of(message)


def key_of(message: TelegramMessage) -> str:
    """The message's own key, by which replies to it are known."""
    return message_key(message.chat.id, message.message_id)


def message_key(chat_id: int, message_id: int) -> str:
    """A message of a chat as the `messages` table has it."""
    return f"tg:{chat_id}:{message_id}"


def files_of(message: TelegramMessage) -> tuple[Attachment, ...]:
    """The message's file, of a photo the largest size."""
    photo = message.photo or (message.live_photo.photo if message.live_photo else None)
    if photo:
        best = max(photo, key=lambda size: size.width * size.height)
        name = f"photo-{message.message_id}.jpg"
        return (_file(best.file_id, best.file_size, name, "image/jpeg", "photo"),)
    for kind, file, extension, usual in (
        ("video", message.video, "mp4", "video/mp4"),
        ("animation", message.animation, "mp4", "video/mp4"),  # before the document that it also is
        ("video_note", message.video_note, "mp4", "video/mp4"),
        ("sticker", message.sticker, *_sticker(message.sticker)),
        ("voice", message.voice, "ogg", "audio/ogg"),
        ("audio", message.audio, "mp3", "audio/mpeg"),
        ("document", message.document, "bin", "application/octet-stream"),
    ):
        if file is not None:
            name = getattr(file, "file_name", None) or f"{kind}-{message.message_id}.{extension}"
            mime = getattr(file, "mime_type", None) or usual
            return (_file(file.file_id, file.file_size, name, mime, kind),)
    return ()


def _sticker(sticker: Sticker | None) -> tuple[str, str]:
    """The extension and type of a sticker's file (Bot API, Sticker)."""
    if sticker is not None and sticker.is_animated:
        return "tgs", "application/x-tgsticker"
    if sticker is not None and sticker.is_video:
        return "webm", "video/webm"
    return "webp", "image/webp"


def _file(file_id: str, size: int | None, name: str, content_type: str, kind: str) -> Attachment:
    return Attachment(
        filename=name, content_type=content_type, size=size or 0, kind=kind, telegram_file_id=file_id
    )
