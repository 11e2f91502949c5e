"""The HTTP side: `/bot<token>/<method>` and `/file/bot<token>/<path>`, with faults on order."""

import inspect
from typing import Any

from aiogram.methods import SendRichMessage, SendRichMessageDraft
from aiohttp import web

from sandbox.bot_api.call import HANDLERS, Call
from sandbox.bot_api.request import read_call
from sandbox.bot_api.validation import methods_by_name, validated
from sandbox.errors import ApiError
from sandbox.faults import Dropped, GatewayDown, strike
from sandbox.files import Upload
from sandbox.world import World

NEW_METHODS = frozenset({SendRichMessage, SendRichMessageDraft})
NEW_FIELDS = frozenset({"rich_message", "ephemeral_message_parameters"})
"""What a server from before Bot API 10 does not know: methods it refuses, and fields it overlooks."""
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class BotApi:
    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check(request.match_info["token"])
            fields, uploads = await read_call(request)
            result = await self._perform(request.match_info["method"], fields, uploads)
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        except Dropped:
            return drop_connection(request)
        except GatewayDown:
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        return web.json_response({"ok": True, "result": result})

    async def download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check(request.match_info["token"])
            if fault := self.world.faults.next("download"):
                await strike(fault)
            file = self.world.files.follow_link(request.match_info["path"])
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        except Dropped:
            return drop_connection(request)
        except GatewayDown:
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def _perform(self, name: str, fields: dict[str, Any], uploads: dict[str, Upload]) -> Any:
        fault = self.world.faults.next(name, _number(fields.get("chat_id")))
        if fault and not fault.after:
            await strike(fault)
        result = await self._answer(name, fields, uploads)
        if fault and fault.after:
            await strike(fault)
        return result

    async def _answer(self, name: str, fields: dict[str, Any], uploads: dict[str, Upload]) -> Any:
        model = methods_by_name().get(name.lower())
        if model is None or (model in NEW_METHODS and not self.world.settings.rich):
            raise ApiError(404, "Not Found")
        if not self.world.settings.rich:
            fields = {key: value for key, value in fields.items() if key not in NEW_FIELDS}
        handler = HANDLERS.get(model)
        if handler is None:
            raise ApiError(501, f"Not Implemented: the sandbox does not play {name}")
        # A file may come under its field's own name, without attach://.
        fields |= {part: f"attach://{part}" for part in uploads if part in model.model_fields}
        result = handler(Call(self.world, validated(model, fields), uploads))
        return await result if inspect.isawaitable(result) else result

    def _check(self, token: str) -> None:
        if ":" not in token:
            raise ApiError(404, "Not Found")
        if token != self.world.settings.token:
            raise ApiError(401, "Unauthorized")


def drop_connection(request: web.Request) -> web.StreamResponse:
    """Cuts the line without a word; the response is never written."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.removeprefix("-").isdigit() else None
