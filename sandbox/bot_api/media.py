"""Sending one file: uploaded, or known by its file_id."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)

from sandbox.bot_api.call import Call, answers
from sandbox.bot_api.sending import deliver, read_caption
from sandbox.errors import bad_request
from sandbox.files import PHOTO_LIMIT, StoredFile, Upload
from sandbox.imagesize import image_size
from sandbox.media import media_content
from sandbox.model import Json
from sandbox.world import World

SENDERS: dict[type[TelegramMethod[Any]], str] = {
    SendPhoto: "photo",
    SendDocument: "document",
    SendVideo: "video",
    SendVoice: "voice",
    SendAudio: "audio",
    SendAnimation: "animation",
    SendVideoNote: "video_note",
    SendSticker: "sticker",
}


@answers(*SENDERS)
def send_media(call: Call[Any]) -> Json:
    kind = SENDERS[type(call.ask)]
    caption = read_caption(call.ask)
    file = find_media(call.world, kind, str(getattr(call.ask, kind)), call.uploads)
    return deliver(call, media_content(file) | caption)


def find_media(world: World, kind: str, reference: str, uploads: Mapping[str, Upload]) -> StoredFile:
    """The file that ``attach://name`` or a file_id means; raises Telegram's 400 for what can't be sent."""
    if reference.startswith("attach://"):
        upload = uploads.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        _check(kind, upload)
        return world.files.add(kind, upload)
    if reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = world.files.by_file_id(reference)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _check(kind: str, upload: Upload) -> None:
    if kind != "photo":
        return
    size = len(upload.data)
    if size > PHOTO_LIMIT:
        limit = f"the maximum size is {PHOTO_LIMIT} bytes"
        raise bad_request(f"file of size {size} bytes is too big for a photo; {limit}")
    dimensions = image_size(upload.data)
    if dimensions is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = dimensions
    if width + height > 10_000 or max(dimensions) > 20 * min(dimensions):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
