"""Rich messages (Bot API 10): sent, shown, and edited like others."""

from aiogram.methods import SendMessageDraft, SendRichMessage, SendRichMessageDraft
from aiogram.types import InputRichMessage, RichMessage
from pydantic import ValidationError

from sandbox.bot_api.call import Call, answers
from sandbox.bot_api.sending import deliver
from sandbox.bot_api.target import open_chat
from sandbox.errors import ApiError, bad_request
from sandbox.model import ChatType, Json
from sandbox.rich import Rich, from_blocks, from_html, from_markdown


@answers(SendRichMessage)
def send_rich_message(call: Call[SendRichMessage]) -> Json:
    rich = read_rich(call.ask.rich_message)
    return deliver(call, rich_content(rich), rich_html=rich.html, rich_text=rich.text)


@answers(SendMessageDraft, SendRichMessageDraft)
def send_draft(call: Call[SendMessageDraft] | Call[SendRichMessageDraft]) -> bool:
    """A draft shows for half a minute; here it shows as typing."""
    chat = open_chat(call.world, call.ask.chat_id)
    if chat.type is not ChatType.PRIVATE:
        raise bad_request("drafts can be sent only to private chats")
    call.world.events.publish("typing", {"chat_id": chat.id, "action": "typing"})
    return True


def read_rich(message: InputRichMessage) -> Rich:
    """Raises 400 unless exactly one of html, markdown and blocks is there and says something."""
    sources = [message.html, message.markdown, message.blocks]
    if sum(source is not None for source in sources) != 1:
        raise bad_request("exactly one of html, markdown and blocks must be specified")
    if message.html is not None:
        rich = from_html(message.html)
    elif message.markdown is not None:
        rich = from_markdown(message.markdown)
    else:
        blocks = message.model_dump(mode="json", exclude_none=True, by_alias=True)["blocks"]
        rich = from_blocks(blocks)
    if not rich.text.strip():
        raise bad_request("message text is empty")
    return rich


def rich_content(rich: Rich) -> Json:
    """As message fields; raises 501 for blocks that the sandbox can't show, such as media."""
    content = {"rich_message": {"blocks": rich.blocks}}
    try:
        RichMessage.model_validate(content["rich_message"])
    except ValidationError:
        raise ApiError(501, "Not Implemented: the sandbox does not play these rich blocks") from None
    return content
