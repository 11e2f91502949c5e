"""Reads control requests: JSON, or multipart where files go along; and answers refusals kindly."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.errors import Refused
from sandbox.files import Upload
from sandbox.model import Chat, Message, Person
from sandbox.world import World

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a request asks for. Values of form fields are strings; the readers here take both."""

    fields: dict[str, Any]
    files: list[Upload] = field(default_factory=list)

    def text(self, name: str, default: str | None = None) -> str | None:
        value = self.fields.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise Refused(f"please say {name!r}")
        return value

    def number(self, name: str) -> int | None:
        value = self.fields.get(name)
        if value in {None, ""}:
            return None
        try:
            return int(str(value))
        except ValueError:
            raise Refused(f"{name!r} should be a number, not {value!r}") from None

    def seconds(self, name: str) -> float | None:
        value = self.fields.get(name)
        try:
            return None if value in {None, ""} else float(str(value))
        except ValueError:
            raise Refused(f"{name!r} should be a number of seconds, not {value!r}") from None

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.fields.get(name)
        return default if value is None else str(value).lower() in {"true", "1", "on", "yes"}

    def object(self, name: str) -> dict[str, Any] | None:
        """A JSON object, also where a form carries it as text."""
        value = self._decoded(name)
        if value is not None and not isinstance(value, dict):
            raise Refused(f"{name!r} should be a JSON object")
        return value

    def items(self, name: str) -> list[Any]:
        """A list; one value alone counts as a list of one."""
        value = self._decoded(name)
        if value is None or value == "":
            return []
        return value if isinstance(value, list) else [value]

    def numbers(self, name: str) -> list[int]:
        try:
            return [int(item) for item in self.items(name)]
        except (TypeError, ValueError):
            raise Refused(f"{name!r} should be a list of ids") from None

    def _decoded(self, name: str) -> Any:
        value = self.fields.get(name)
        if isinstance(value, str) and value[:1] in {"[", "{"}:
            try:
                return json.loads(value)
            except ValueError:
                return value
        return value


async def read_wishes(request: web.Request) -> Wishes:
    """Raises Refused for a body that can't be read."""
    if not request.body_exists:
        return Wishes({})
    if request.content_type.startswith(("multipart/", "application/x-www-form")):
        return await _read_form(request)
    try:
        body = await request.json()
    except ValueError:
        raise Refused("this is not JSON") from None
    if not isinstance(body, dict):
        raise Refused("a JSON object is expected")
    return Wishes(body)


async def _read_form(request: web.Request) -> Wishes:
    fields: dict[str, Any] = {}
    files: list[Upload] = []
    form = await request.post()
    for name in dict.fromkeys(form):
        values = form.getall(name)
        files += [_upload(value) for value in values if isinstance(value, FileField)]
        words = [value for value in values if isinstance(value, str)]
        if words:
            fields[name.removesuffix("[]")] = words if len(words) > 1 else words[0]
    return Wishes(fields, files)


def _upload(part: FileField) -> Upload:
    data = part.file.read()
    part.file.close()
    return Upload(part.filename or "file", part.content_type, data)


def kindly(answer: Answer) -> Answer:
    """Turns a refusal into `4xx {"error": sentence}`."""

    async def respond(request: web.Request) -> web.StreamResponse:
        try:
            return await answer(request)
        except Refused as refused:
            return web.json_response({"error": str(refused)}, status=refused.status)
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)

    return respond


def chat_of(world: World, request: web.Request) -> Chat:
    """The chat that the address names."""
    return world.chat(_id(request, "chat"))


def message_of(world: World, request: web.Request) -> Message:
    return world.message(_id(request, "chat"), _id(request, "message"))


def person_of(world: World, request: web.Request) -> Person:
    return world.person(_id(request, "person"))


def actor(world: World, wishes: Wishes) -> Person:
    """Who acts: the field ``as``."""
    person_id = wishes.number("as")
    if person_id is None:
        raise Refused("please say who acts: 'as' is a person's id")
    return world.person(person_id)


def _id(request: web.Request, name: str) -> int:
    return int(request.match_info[name])
