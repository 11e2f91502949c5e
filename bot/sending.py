"""The server that sends our mail, as configured."""

from bot.settings import Settings
from mail.oauth import Tokens
from mail.send import MailSender


def sender_of(settings: Settings, tokens: Tokens | None) -> MailSender:
    """Not yet connected; a token comes when it is needed."""
    outgoing = settings.mail.outgoing
    return MailSender(
        host=outgoing.host,
        port=outgoing.port,
        user=outgoing.user,
        password=outgoing.password.get_secret_value(),
        tokens=tokens if outgoing.login == "oauth" else None,
        security=outgoing.security,
    )
