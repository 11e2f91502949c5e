"""The sections that say where things are: desk, database, files, Telegram, web, log."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator

from bot.settings.kinds import (
    Address,
    Id,
    Language,
    Listen,
    Section,
    WebAddress,
    WebAddressOrNone,
    Zone,
)
from bot.settings.problems import Odd

TELEGRAM = "https://api.telegram.org"

_SQLITE = "sqlite+aiosqlite:///"
_POSTGRESQL = "postgresql+asyncpg://"
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook: secret_token
_WEBHOOK_PORTS = (443, 80, 88, 8443)  # Bot API, setWebhook: what Telegram's own servers call


def _desk_address(text: str) -> str:
    if "+" in text:
        raise Odd(
            "a + in the desk's address leaves no room for reply addresses", "Give the address without the +"
        )
    return text


class DeskSettings(Section):
    """Who we are to customers."""

    name: str = Field(min_length=1)
    address: Annotated[Address, AfterValidator(_desk_address)]
    aliases: tuple[Annotated[Address, AfterValidator(_desk_address)], ...] = ()  # mail to them is ours too
    language: Language = "en"
    timezone: Zone = Field(default="UTC", validate_default=True)
    sla: Id | None = None  # None: "standard", or the only one there is


class DatabaseSettings(Section):
    """One SQLite file, or PostgreSQL. The URL may hold a password, so it is a secret."""

    url: SecretStr = SecretStr(_SQLITE + "var/stafett.db")

    @field_validator("url")
    @classmethod
    def _known_driver(cls, url: SecretStr) -> SecretStr:
        text = url.get_secret_value()
        if text.startswith(_SQLITE) and text.removeprefix(_SQLITE).partition("?")[0] not in ("", ":memory:"):
            return url
        if text.startswith(_POSTGRESQL) and urlsplit(text).path.strip("/"):
            return url
        raise Odd(
            "not a database that we know",
            f'Write "{_SQLITE}var/stafett.db" or "{_POSTGRESQL}user@host/database"',
        )

    def resolved(self, folder: Path) -> Self:
        """With a relative SQLite path seen from `folder`."""
        text = self.url.get_secret_value()
        if not text.startswith(_SQLITE) or text.startswith(_SQLITE + "file:"):
            return self
        path, mark, options = text.removeprefix(_SQLITE).partition("?")
        return self.model_copy(update={"url": SecretStr(f"{_SQLITE}{folder / path}{mark}{options}")})


class FilesSettings(Section):
    """Where attachments are kept: a folder, or an S3 bucket (whose keys come from the environment, AWS_*)."""

    url: str = "file:var/files"

    @field_validator("url")
    @classmethod
    def _known_store(cls, url: str) -> str:
        parts = urlsplit(url)
        if (parts.scheme == "file" and parts.path and not parts.netloc) or (
            parts.scheme == "s3" and parts.netloc
        ):
            return url
        raise Odd(f'"{url}" is not a store that we know', 'Write "file:var/files" or "s3://bucket/prefix"')

    def resolved(self, folder: Path) -> Self:
        """With a relative folder seen from `folder`, as ``file:///folder``, nothing in it percent-encoded."""
        if not self.url.startswith("file:"):
            return self
        path = self.url.removeprefix("file:").removeprefix("//")
        return self.model_copy(update={"url": f"file://{folder / path}"})


class TelegramSettings(Section):
    """The bot. An empty token: no Telegram."""

    token: SecretStr = SecretStr("")
    api_base: WebAddress = TELEGRAM
    updates: Literal["polling", "webhook"] = "polling"
    webhook_url: WebAddressOrNone = ""
    webhook_secret: SecretStr = SecretStr("")

    @property
    def on(self) -> bool:
        """Whether there is a bot at all."""
        return bool(self.token.get_secret_value())

    @field_validator("token")
    @classmethod
    def _token_shape(cls, token: SecretStr) -> SecretStr:
        if token.get_secret_value() and not _TOKEN.fullmatch(token.get_secret_value()):
            raise Odd("not a bot token", "Copy it from @BotFather: digits, a colon, letters and digits")
        return token

    @model_validator(mode="after")
    def _webhook_whole(self) -> Self:
        if self.updates == "webhook":
            if not self.webhook_url or not self.webhook_secret.get_secret_value():
                raise Odd(
                    'updates = "webhook" needs webhook_url and webhook_secret', 'Add both, or use "polling"'
                )
            if not _WEBHOOK_SECRET.fullmatch(self.webhook_secret.get_secret_value()):
                raise Odd(
                    "webhook_secret has characters that Telegram refuses", "Use 1-256 of A-Z a-z 0-9 _ -"
                )
            if self.api_base == TELEGRAM:
                _check_webhook_for_telegram(self.webhook_url)
        return self


def _check_webhook_for_telegram(url: str) -> None:
    """Telegram's servers call only HTTPS on four ports; a self-hosted Bot API server is free of that."""
    parts = urlsplit(url)
    if parts.scheme != "https" or (parts.port or 443) not in _WEBHOOK_PORTS:
        raise Odd("Telegram will not call this webhook_url", "Use https:// on port 443, 80, 88 or 8443")


class WebSettings(Section):
    """/healthz, /readyz, /metrics, the webhook and the satisfaction page."""

    listen: Listen = "127.0.0.1:8080"
    public_url: WebAddressOrNone = ""  # how customers reach it; empty: no links in mails


class LogSettings(Section):
    """What is told to whoever runs it."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "json", "console"] = "auto"  # auto: console on a terminal, else JSON
