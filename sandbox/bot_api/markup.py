"""Buttons and keyboards under a message, checked as Telegram checks them."""

from typing import Any

from sandbox.bot_api.call import given
from sandbox.entities.html import is_link
from sandbox.errors import bad_request
from sandbox.model import Json

DATA_LIMIT = 64
"""Bytes of callback_data, not characters: a Cyrillic letter takes two."""
BUTTONS_LIMIT = 100
KINDS = frozenset({"inline_keyboard", "keyboard", "remove_keyboard", "force_reply"})


def read_markup(markup: Any) -> Json | None:
    """The markup as JSON, None where there is none; raises Telegram's 400 for bad buttons."""
    if markup is None:
        return None
    if not markup.model_fields_set & KINDS:
        # With nothing but defaults, aiogram's model would take anything for a ForceReply.
        raise bad_request("object expected as reply markup")
    body: Json = markup.model_dump(mode="json", exclude_none=True, by_alias=True)
    buttons = [button for row in body.get("inline_keyboard", []) for button in row]
    if len(buttons) > BUTTONS_LIMIT:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check(button)
    if "inline_keyboard" in body and not buttons:
        return None
    return body


def markup_of(ask: Any) -> Json | None:
    return read_markup(given(getattr(ask, "reply_markup", None)))


def _check(button: Json) -> None:
    actions = [name for name in button if name not in {"text", "style", "icon_custom_emoji_id"}]
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if not actions:
        reason = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {reason}")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not is_link(button["url"]):
        raise bad_request("BUTTON_URL_INVALID")
