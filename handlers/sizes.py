"""Files that are too large for a bot: their sender hears it at once, while their words are taken (T9)."""

from aiogram.types import Message

from handlers.context import answer_message, language_of
from handlers.desk import Desk
from handlers.incoming import files_of
from storage.people import Chat

_LIMIT_MB = 20
FETCH_LIMIT = _LIMIT_MB * 1024 * 1024  # bytes a bot may download (Bot API, getFile)


async def warn_of_size(message: Message, desk: Desk, room: Chat | None) -> None:
    """Answers a message whose file we cannot have; others are not answered."""
    for file in files_of(message):
        if file.size > FETCH_LIMIT:
            language = language_of(desk, room, message.from_user)
            html = desk.texts.chat("requester/too_big", language, filename=file.filename, limit_mb=_LIMIT_MB)
            await answer_message(message, desk, html)
