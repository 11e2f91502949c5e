"""Rich messages (Bot API 10): sent, shown, and edited like others."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessageDraft, SendRichMessage, SendRichMessageDraft
from aiogram.types import InputRichMessage, RichMessage
from pydantic import ValidationError

from sandbox.bot_api.call import Call, answers
from sandbox.bot_api.media import find_media
from sandbox.bot_api.sending import deliver
from sandbox.bot_api.target import open_chat
from sandbox.errors import ApiError, bad_request
from sandbox.files import PHOTO_SIZES, StoredFile
from sandbox.media import photo_sizes
from sandbox.model import ChatType, Json
from sandbox.rich import Rich, from_markdown, rich
from sandbox.rich_html import from_html

MOST_CHARACTERS, MOST_BLOCKS, MOST_MEDIA = 32768, 500, 50
"""Bot API, "Rich message limits"."""


@answers(SendRichMessage)
def send_rich_message(call: Call[SendRichMessage]) -> Json:
    said = read_rich(call, call.ask.rich_message)
    return deliver(call, rich_content(said), rich_html=said.html, rich_text=said.text)


@answers(SendMessageDraft, SendRichMessageDraft)
def send_draft(call: Call[SendMessageDraft] | Call[SendRichMessageDraft]) -> bool:
    """A draft shows for half a minute; here it shows as typing."""
    chat = open_chat(call.world, call.ask.chat_id)
    if chat.type is not ChatType.PRIVATE:
        raise bad_request("drafts can be sent only to private chats")
    call.world.events.publish("typing", {"chat_id": chat.id, "action": "typing"})
    return True


def read_rich(call: Call[Any], message: InputRichMessage) -> Rich:
    """Raises 400 unless exactly one of html, markdown and blocks is there, says something and fits."""
    sources = [message.html, message.markdown, message.blocks]
    if sum(source is not None for source in sources) != 1:
        raise bad_request("exactly one of html, markdown and blocks must be specified")
    photos = _photos(call, message)
    if message.html is not None:
        blocks = from_html(message.html, lambda name: _photo(photos, name))
    elif message.markdown is not None:
        blocks = from_markdown(message.markdown)
    else:
        blocks = message.model_dump(mode="json", exclude_none=True, by_alias=True)["blocks"]
    addresses = {
        file.file_id(size): f"/api/files/{file.unique_id}"
        for file in photos.values()
        for size in ("", *PHOTO_SIZES)
    }
    said = rich(blocks, addresses)
    if not said.text.strip() and not photos:
        raise bad_request("message text is empty")
    if len(said.text) > MOST_CHARACTERS or len(blocks) > MOST_BLOCKS:
        raise bad_request("message is too long")
    return said


def rich_content(said: Rich) -> Json:
    """As message fields; raises 501 for blocks that the sandbox can't show, such as media."""
    content = {"rich_message": {"blocks": said.blocks}}
    try:
        RichMessage.model_validate(content["rich_message"])
    except ValidationError:
        raise ApiError(501, "Not Implemented: the sandbox does not play these rich blocks") from None
    return content


def _photos(call: Call[Any], message: InputRichMessage) -> dict[str, StoredFile]:
    media = message.media or []
    if len(media) > MOST_MEDIA:
        raise bad_request("too many media in the message")
    return {
        each.id: find_media(call.world, str(each.media.type), str(each.media.media), call.uploads)
        for each in media
    }


def _photo(photos: Mapping[str, StoredFile], name: str) -> Json:
    if name not in photos:
        raise bad_request(f"media with the identifier {name} isn't found")
    return {"type": "photo", "photo": photo_sizes(photos[name])}
