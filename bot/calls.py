"""An outbox row as the Bot API call it becomes, with what is only known now: messages and files."""

from collections.abc import Sequence
from typing import Any

from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageText,
    Response,
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendRichMessage,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    InputRichMessage,
    InputRichMessageMedia,
    ReplyParameters,
)

from storage.deliveries import Delivery
from storage.files import Files

Call = TelegramMethod[Any]

_TEXTS: dict[str, type[Call]] = {
    "sendMessage": SendMessage,
    "sendRichMessage": SendRichMessage,
    "editMessageText": EditMessageText,
    "deleteMessage": DeleteMessage,
    "answerCallbackQuery": AnswerCallbackQuery,
    "setMyCommands": SetMyCommands,
}
_SINGLE: dict[str, tuple[type[Call], str]] = {
    "photo": (SendPhoto, "photo"),
    "video": (SendVideo, "video"),
    "animation": (SendAnimation, "animation"),
    "video_note": (SendVideoNote, "video_note"),
    "sticker": (SendSticker, "sticker"),
    "voice": (SendVoice, "voice"),
    "audio": (SendAudio, "audio"),
    "document": (SendDocument, "document"),
}
# pydantic forgets a generic model that nobody holds; building it anew takes longer than the call itself.
_CALLS: tuple[type[Call], ...] = (*_TEXTS.values(), SendPhoto, SendMediaGroup)
_ANSWERS = [Response[call.__returning__] for call in _CALLS]  # type: ignore[name-defined]

_IN_ALBUM = {"photo": InputMediaPhoto, "video": InputMediaVideo, "document": InputMediaDocument}


async def call_for(delivery: Delivery, files: Files, *, answers: int | None, edits: int | None) -> Call:
    """The call. `answers` and `edits` are message ids in its chat.

    Raises storage.files.FileMissing, and pydantic.ValidationError for a payload that no call has.
    """
    method, args = delivery.payload["method"], dict(delivery.payload["args"])
    if answers is not None:
        args["reply_parameters"] = ReplyParameters(message_id=answers, allow_sending_without_reply=True)
    if edits is not None:
        args["message_id"] = edits
    if "rich_message" in args:
        args["rich_message"] = await _rich(args["rich_message"], delivery.payload["photos"], files)
    if method != "files":
        return _TEXTS[method].model_validate(args)
    media = delivery.payload["media"]
    if len(media) == 1:
        call, name = _SINGLE.get(media[0]["kind"], _SINGLE["document"])
        return call.model_validate({**args, name: await _content(media[0], files)})
    return SendMediaGroup.model_validate({**args, "media": await _album(media, files)})


async def _rich(message: dict[str, Any], photos: Sequence[dict[str, Any]], files: Files) -> InputRichMessage:
    media = [
        InputRichMessageMedia(id=f"p{number}", media=InputMediaPhoto(media=await _content(photo, files)))
        for number, photo in enumerate(photos, start=1)
    ]
    return InputRichMessage(**message, media=media or None)


async def _album(media: Sequence[dict[str, Any]], files: Files) -> list[Any]:
    return [
        _IN_ALBUM.get(item["kind"], InputMediaDocument)(media=await _content(item, files)) for item in media
    ]


async def _content(item: dict[str, Any], files: Files) -> str | BufferedInputFile:
    """What Telegram already has goes by its id; the rest by its bytes."""
    if item.get("file_id"):
        return str(item["file_id"])
    return BufferedInputFile(await files.get(item["sha256"]), filename=item["filename"])
