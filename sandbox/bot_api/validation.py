"""From names and strings to aiogram's model of the method, or to the error that Telegram would answer."""

import json
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from pydantic import ValidationError

from sandbox.errors import ApiError, bad_request

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "video": "there is no video in the request",
    "voice": "there is no voice in the request",
    "audio": "there is no audio in the request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
"""Telegram's words for a required field that isn't there."""


@cache
def methods_by_name() -> dict[str, type[TelegramMethod[Any]]]:
    """All methods that aiogram knows; names don't care about case, as with the real server."""
    models = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {
        str(model.__api_method__).lower(): model
        for model in models
        if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod
    }


def validated(model: type[TelegramMethod[Any]], fields: dict[str, Any]) -> TelegramMethod[Any]:
    """The call as the method's model; raises ApiError 400 in words like Telegram's."""
    decoded = {name: _decoded(model, name, value) for name, value in fields.items()}
    try:
        return model.model_validate(decoded)
    except ValidationError as error:
        raise _as_telegram_says(error) from None


def _decoded(model: type[TelegramMethod[Any]], name: str, value: Any) -> Any:
    """Form fields are strings; what is no string in the model is JSON inside of one."""
    field = model.model_fields.get(name)
    if not isinstance(value, str) or field is None or _takes_text(field.annotation):
        return value
    try:
        return json.loads(value)
    except ValueError:
        if value[:1] in {"{", "["}:
            raise bad_request(f"can't parse {name} JSON object") from None
        return value


def _takes_text(annotation: Any) -> bool:
    if get_origin(annotation) in {Union, UnionType}:
        return any(_takes_text(part) for part in get_args(annotation) if part is not Default)
    return annotation is str


def _as_telegram_says(error: ValidationError) -> ApiError:
    problem = error.errors(include_url=False)[0]
    field = str(problem["loc"][0]) if problem["loc"] else ""
    if problem["type"] == "missing" and len(problem["loc"]) == 1:
        return bad_request(MISSING.get(field, f'parameter "{field}" is required'))
    if field == "reply_markup":
        return bad_request("object expected as reply markup")
    return bad_request(f"can't parse {field}: {problem['msg']}")
