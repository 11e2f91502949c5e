"""``stafett invite``: a one-time deep link that binds a chat or a person (Bot API, "Deep linking")."""

from datetime import UTC, datetime, timedelta
from typing import TextIO

from bot.errors import Refused
from bot.opening import opened
from bot.settings import Settings
from bot.settings.problems import did_you_mean
from storage.unit import Unit

VALID = timedelta(days=7)
_TELEGRAM_ANSWERS_WITHIN = 5.0  # seconds, or the link is left out


async def invite(settings: Settings, kind: str, target: str | None, out: TextIO) -> int:
    """Prints the link, the code in it and how to use them. The exit code.

    `kind`: dispatchers, partner (`target` its id) or customer (`target` a contact's mail address). Raises
    Refused when there is no such partner or contact.
    """
    now = datetime.now(UTC)
    async with opened(settings) as store, store.unit() as unit:
        guest = await _guest(settings, kind, target, unit)
        code = await unit.people.invite(kind, guest, now, VALID)
        username = await unit.facts.get("bot_username")
        await unit.commit()
    username = username or await _username(settings)
    until = (now + VALID).astimezone(settings.desk.timezone)
    out.write(_words(kind, code, username) + f"It works once, until {until:%Y-%m-%d %H:%M}.\n")
    return 0


async def _guest(settings: Settings, kind: str, target: str | None, unit: Unit) -> str | None:
    if kind == "partner":
        partners = [partner.id for partner in settings.partners]
        if target not in partners:
            raise Refused(
                f'there is no partner "{target}". {did_you_mean(target or "", partners)}'.rstrip(". ")
            )
        return target
    if kind == "customer":
        contact = await unit.register.contact_by_email(target or "")
        if contact is None or contact.email is None:
            raise Refused(f'no contact has the address "{target}". Import the contact first')
        return contact.email
    return None


def _words(kind: str, code: str, username: str | None) -> str:
    private = kind == "customer"
    by_hand = f"/start {code}"
    where = "to the bot" if private else "in the group, once the bot is in it"
    if username is None:
        return (
            f"code: {code}\nThe bot's name is not known yet, so there is no link. Send `{by_hand}` {where}.\n"
        )
    link = f"https://t.me/{username}?{'start' if private else 'startgroup'}={code}"
    step = "Open the link" if private else "Open the link and choose the group"
    return f"{link}\ncode: {code}\n{step}, or send `{by_hand}` {where}.\n"


async def _username(settings: Settings) -> str | None:
    """As Telegram says it; None when it does not, or there is no bot."""
    if not settings.telegram.on:
        return None
    import aiohttp

    token = settings.telegram.token.get_secret_value()
    timeout = aiohttp.ClientTimeout(total=_TELEGRAM_ANSWERS_WITHIN)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"{settings.telegram.api_base}/bot{token}/getMe") as answer,
        ):
            told = await answer.json()
            return str(told["result"]["username"]) or None
    except (TimeoutError, aiohttp.ClientError, ValueError, KeyError, TypeError):
        return None
