"""Updates to the bot, by long polling or webhook."""

import re
from urllib.parse import urlsplit

from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo, SetWebhook

from sandbox.bot_api.call import Call, answers
from sandbox.errors import bad_request
from sandbox.model import Json

MOST_UPDATES = 100
LONGEST_POLL = 50
PORTS = frozenset({80, 88, 443, 8443})
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@answers(GetUpdates)
async def get_updates(call: Call[GetUpdates]) -> list[Json]:
    ask = call.ask
    limit = ask.limit if ask.limit and 1 <= ask.limit <= MOST_UPDATES else MOST_UPDATES
    call.world.updates.remember_allowed(ask.allowed_updates)
    return await call.world.updates.poll(ask.offset or 0, limit, min(max(ask.timeout or 0, 0), LONGEST_POLL))


@answers(SetWebhook)
def set_webhook(call: Call[SetWebhook]) -> bool:
    ask = call.ask
    if ask.url:
        _check_address(ask.url)
    if ask.secret_token is not None and not SECRET.fullmatch(ask.secret_token):
        raise bad_request("secret token contains unallowed characters")
    call.world.updates.remember_allowed(ask.allowed_updates)
    if ask.drop_pending_updates:
        call.world.updates.clear()
    call.world.webhook.set(ask.url, ask.secret_token)
    return True


@answers(DeleteWebhook)
def delete_webhook(call: Call[DeleteWebhook]) -> bool:
    if call.ask.drop_pending_updates:
        call.world.updates.clear()
    call.world.webhook.set("", None)
    return True


@answers(GetWebhookInfo)
def get_webhook_info(call: Call[GetWebhookInfo]) -> Json:
    webhook, updates = call.world.webhook, call.world.updates
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending()),
    }
    if webhook.last_error:
        info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error}
    return info | ({"allowed_updates": sorted(updates.allowed)} if updates.allowed else {})


def _check_address(url: str) -> None:
    """HTTPS on one of four ports; this machine's own addresses are free, for practice."""
    parts = urlsplit(url)
    if parts.hostname in {"127.0.0.1", "localhost", "::1"}:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
