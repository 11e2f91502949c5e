"""Access tokens for our mail servers, as configured; newer refresh tokens are kept in the database."""

import hashlib

import structlog

from bot.settings import Settings
from mail.oauth import Grant, Tokens
from storage.store import Store

_log = structlog.get_logger()


def tokens_for(settings: Settings, store: Store) -> Tokens | None:
    """None when nothing signs in by token."""
    if not settings.mail.uses_oauth:
        return None
    oauth = settings.mail.oauth
    refresh_token = oauth.refresh_token.get_secret_value()
    grant = Grant(
        token_url=oauth.endpoint,
        client_id=oauth.client_id,
        client_secret=oauth.client_secret.get_secret_value(),
        refresh_token=refresh_token,
        scope=oauth.scopes,
    )
    return Tokens(grant, kept=KeptToken(store, refresh_token))


class KeptToken:
    """The newest refresh token that came of the configured one: who configures another begins anew."""

    def __init__(self, store: Store, configured: str) -> None:
        self._store = store
        self._name = f"oauth:{hashlib.sha256(configured.encode()).hexdigest()[:16]}"

    async def load(self) -> str | None:
        """None when there is none, or no database to ask."""
        try:
            async with self._store.glance() as unit:
                return await unit.facts.get(self._name)
        except Exception as error:  # noqa: BLE001  the configured one may do
            _log.warning("oauth_token_not_read", error=type(error).__name__)
            return None

    async def store(self, refresh_token: str) -> None:
        """Keeps it; failing that, the one before is used after a restart, which most providers still take."""
        try:
            async with self._store.unit() as unit:
                await unit.facts.put(self._name, refresh_token)
                await unit.commit()
        except Exception as error:  # noqa: BLE001  the access token that came with it is good
            _log.error("oauth_token_not_kept", error=type(error).__name__)
