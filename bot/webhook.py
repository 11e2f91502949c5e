"""The webhook: an update is committed before Telegram hears 200, and only with the agreed secret (T22)."""

import hmac
import json

from aiohttp import web

from bot.updates import UpdateLoop

_AGREED = "X-Telegram-Bot-Api-Secret-Token"


def webhook_route(path: str, secret: str, updates: UpdateLoop) -> web.RouteDef:
    """200 after the commit, 401 without the secret, 400 for what is no update, 5xx to be sent again."""

    async def take(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(_AGREED, "").encode(), secret.encode()):
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
            int(update["update_id"])
        except (ValueError, TypeError, KeyError):
            return web.Response(status=400)
        await updates.save([update])
        return web.Response()

    return web.post(path, take)
