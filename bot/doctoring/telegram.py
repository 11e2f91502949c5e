"""Does Telegram know the bot, and can updates reach it? By plain HTTP: aiogram takes seconds to import."""

from typing import Any

from bot.doctoring.verdicts import Failed, Skipped
from bot.settings import Settings

_PRIVACY = (
    "in groups it is sent commands and replies to it only (privacy mode), which is enough "
    "when people reply to the card"
)


async def knows_the_bot(settings: Settings) -> str:
    """getMe, and what the bot may do in groups."""
    bot = await _ask(settings, "getMe")
    if not bot.get("can_join_groups", True):
        raise Failed(f"@{bot['username']} may not join groups", "Allow it: /setjoingroups at @BotFather")
    sees = "it is sent every word in groups" if bot.get("can_read_all_group_messages") else _PRIVACY
    return f"@{bot['username']} ({bot['first_name']}); {sees}"


async def updates(settings: Settings) -> str:
    """getWebhookInfo, against how we mean to fetch updates."""
    info = await _ask(settings, "getWebhookInfo")
    waiting = f"{info.get('pending_update_count', 0)} waiting"
    if settings.telegram.updates == "polling":
        if info.get("url"):
            raise Failed(
                "a webhook is set for this bot, so polling is given nothing (409)",
                'Call deleteWebhook, stop the other program, or use updates = "webhook"',
            )
        return f"polling, {waiting}"
    if info.get("url") != settings.telegram.webhook_url:
        return "webhook, which `stafett run` will set"
    if error := info.get("last_error_message"):
        raise Failed(f"Telegram could not call the webhook: {error}", "Check what stands before web.listen")
    return f"webhook, {waiting}"


async def _ask(settings: Settings, method: str) -> dict[str, Any]:
    """A method's result; Failed in words that never hold the token."""
    if not settings.telegram.on:
        raise Skipped("telegram.token is empty")
    from aiohttp import ClientError, ClientSession

    base = settings.telegram.api_base
    url = f"{base}/bot{settings.telegram.token.get_secret_value()}/{method}"
    try:
        async with ClientSession() as client, client.get(url) as response:
            answer = await response.json(content_type=None)
    except (ClientError, ValueError) as error:
        raise Failed(
            f"{base} did not answer as a Bot API server ({type(error).__name__})", "Check telegram.api_base"
        ) from None
    if not isinstance(answer, dict) or not answer.get("ok"):
        said = answer.get("description", "no reason") if isinstance(answer, dict) else "no Bot API server"
        raise Failed(f"{base} refuses: {said}", "Check telegram.token: @BotFather shows it under /mybots")
    result: dict[str, Any] = answer["result"]
    return result
