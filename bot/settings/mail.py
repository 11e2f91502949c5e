"""The section that says how mail comes in and goes out."""

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator

from bot.settings.breaker import BreakerSettings
from bot.settings.kinds import ListenOrOff, Section, WebAddressOrNone
from bot.settings.problems import Odd
from bot.settings.senders import IdentitySettings

if TYPE_CHECKING:
    from mail.dkim_sign import DkimSigner

Port = Annotated[int, Field(ge=1, le=65535)]
Security = Literal["none", "starttls", "tls"]
Login = Literal["password", "oauth"]

_HERE = ("127.0.0.1", "::1", "localhost")
_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
_GOOGLE = "https://oauth2.googleapis.com/token"
_APPLICATION = "https://outlook.office365.com/.default"
_DELEGATED = (
    "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
)


class SmtpSettings(Section):
    """Incoming mail: the SMTP or LMTP server that we are. An empty ``listen``: none."""

    listen: ListenOrOff = "127.0.0.1:2525"
    protocol: Literal["smtp", "lmtp"] = "smtp"
    max_size_mb: int = Field(default=30, ge=1, le=1000)
    hostname: str = ""  # how we greet; empty: the machine's name
    certificate: str = ""  # PEM with its chain; with a key: STARTTLS is offered
    key: str = ""  # PEM; empty: it is in the certificate's file

    @model_validator(mode="after")
    def _certificate_for_key(self) -> Self:
        if self.key and not self.certificate:
            raise Odd("key is given but no certificate", "Add certificate, or leave both away")
        return self

    def tls(self) -> ssl.SSLContext | None:
        """For STARTTLS; None: not offered. OSError when certificate and key cannot be used."""
        if not self.certificate:
            return None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self.key or None)
        return context

    def resolved(self, folder: Path) -> Self:
        """With relative paths seen from `folder`."""
        paths = {name: getattr(self, name) for name in ("certificate", "key")}
        return self.model_copy(update={name: str(folder / path) for name, path in paths.items() if path})


class ImapSettings(Section):
    """Incoming mail: the mailbox that we read. An empty ``host``: none."""

    host: str = ""
    port: Port = 993
    user: str = ""
    login: Login = "password"
    password: SecretStr = SecretStr("")
    folder: str = Field(default="INBOX", min_length=1)
    done_folder: str = Field(default="Stafett done", min_length=1)  # made when missing
    quarantine_folder: str = Field(default="Stafett quarantine", min_length=1)  # too large, or unreadable
    security: Security = "tls"

    @property
    def on(self) -> bool:
        """Whether there is a mailbox to read."""
        return bool(self.host)

    @model_validator(mode="after")
    def _user_for_host(self) -> Self:
        if self.host and not self.user:
            raise Odd("host is given but no user", 'Add user and password, or leave host = "" for no mailbox')
        if self.host and self.login == "oauth" and self.security == "none" and self.host not in _HERE:
            raise Odd("the access token would travel in the clear", 'Use security = "tls" or "starttls"')
        return self


class OutgoingSettings(Section):
    """The server that takes our mail."""

    host: str = Field(default="127.0.0.1", min_length=1)
    port: Port = 25
    user: str = ""
    login: Login = "password"
    password: SecretStr = SecretStr("")
    security: Security = "none"
    max_size_mb: int = Field(default=20, ge=1, le=1000)  # of a mail as it travels
    bounce_addresses: Literal["auto", "signed", "plain"] = "auto"  # auto: signed where nobody logs in
    dkim_domain: str = ""  # empty: not signed by us
    dkim_selector: str = ""
    dkim_key: SecretStr = SecretStr("")

    @property
    def signs_bounces(self) -> bool:
        """Whether each mail leaves with a return address of its own."""
        return self.bounce_addresses == "signed" or (self.bounce_addresses == "auto" and not self.user)

    def signer(self) -> "DkimSigner | None":
        """Who signs our mail; None: nobody does."""
        if not self.dkim_domain:
            return None
        from mail.dkim_sign import DkimSigner  # a tenth of a second, for whoever signs

        return DkimSigner(
            domain=self.dkim_domain, selector=self.dkim_selector, key=self.dkim_key.get_secret_value()
        )

    @model_validator(mode="after")
    def _password_guarded(self) -> Self:
        if self.user and self.security == "none" and self.host not in _HERE:
            raise Odd("user and password would travel in the clear", 'Use security = "starttls" or "tls"')
        if self.login == "oauth" and not self.user:
            raise Odd('login = "oauth" needs a user', "Add user: the mailbox's address")
        return self

    @model_validator(mode="after")
    def _dkim_whole(self) -> Self:
        key = self.dkim_key.get_secret_value()
        if not (self.dkim_domain or self.dkim_selector or key):
            return self
        if not (self.dkim_domain and self.dkim_selector and key):
            raise Odd(
                "DKIM needs dkim_domain, dkim_selector and dkim_key_file", "Give all three, or none of them"
            )
        try:
            self.signer()
        except ValueError as error:
            what, _, mend = str(error).partition(". ")
            raise Odd(f"DKIM: {what}", mend) from None
        return self


class OAuthSettings(Section):
    """How access tokens are had, for a mailbox or a server with login = "oauth"."""

    provider: Literal["microsoft", "google", "other"] = "other"
    tenant: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    refresh_token: SecretStr = SecretStr("")  # empty: the application signs in by itself
    token_url: WebAddressOrNone = ""  # empty: the provider's
    scope: str = ""  # empty: the provider's for mail

    @property
    def endpoint(self) -> str:
        """Where tokens are asked for; empty when nothing says."""
        usual = {"microsoft": _MICROSOFT.format(tenant=self.tenant or "organizations"), "google": _GOOGLE}
        return self.token_url or usual.get(self.provider, "")

    @property
    def scopes(self) -> str:
        """What they are asked for; Google's refresh token knows by itself."""
        alone = not self.refresh_token.get_secret_value()
        return self.scope or ((_APPLICATION if alone else _DELEGATED) if self.provider == "microsoft" else "")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        alone = not self.refresh_token.get_secret_value()
        if not self.client_id:
            return self
        if not self.endpoint:
            raise Odd("nothing says where tokens are asked for", "Give provider or token_url")
        if alone and not self.client_secret.get_secret_value():
            raise Odd("neither client_secret nor refresh_token is given", "Add at least one of them")
        if alone and self.provider == "google":
            raise Odd("Google gives tokens for a mailbox by refresh token only", "Add refresh_token")
        if alone and self.provider == "microsoft" and not (self.tenant or self.token_url):
            raise Odd("an application that signs in by itself needs its tenant", "Add tenant")
        return self


class MailSettings(Section):
    """How mail comes in and goes out."""

    smtp: SmtpSettings = SmtpSettings()
    imap: ImapSettings = ImapSettings()
    outgoing: OutgoingSettings = OutgoingSettings()
    oauth: OAuthSettings = OAuthSettings()
    identity: IdentitySettings = IdentitySettings()
    breaker: BreakerSettings = BreakerSettings()

    @property
    def uses_oauth(self) -> bool:
        """Whether anything signs in by token."""
        return (self.imap.on and self.imap.login == "oauth") or self.outgoing.login == "oauth"

    @model_validator(mode="after")
    def _tokens_for_oauth(self) -> Self:
        if self.uses_oauth and not self.oauth.client_id:
            raise Odd('login = "oauth" is given but no [mail.oauth]', "Add provider, client_id and a secret")
        return self

    def resolved(self, folder: Path) -> Self:
        """With relative paths seen from `folder`."""
        return self.model_copy(update={"smtp": self.smtp.resolved(folder)})
