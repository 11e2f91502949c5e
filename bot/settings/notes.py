"""What is allowed but probably not meant, and the configuration in one line: what `stafett check` tells."""

from collections.abc import Iterator

from bot.settings.mail import MailSettings
from bot.settings.root import Settings


def summary(settings: Settings) -> str:
    """Counts of what the operator has written."""
    counts = {
        "partner": len(settings.partners),
        "route": len(settings.routes),
        "category": len(settings.categories),
        "SLA": len(settings.sla),
    }
    return ", ".join(f"{count} {_plural(word) if count != 1 else word}" for word, count in counts.items())


def notes(settings: Settings) -> Iterator[str]:
    """Sentences, each with the setting it is about."""
    if not settings.telegram.on:
        yield "telegram.token is empty, so there is no Telegram."
    if not settings.mail.smtp.listen and not settings.mail.imap.on:
        yield "mail.smtp.listen and mail.imap.host are empty, so no mail comes in."
    yield from _mail_notes(settings.mail)
    identity = settings.mail.identity
    claim = [*identity.dispatchers, *(partner.id for partner in settings.partners if partner.email)]
    if claim and not (identity.dkim or identity.trusted_servers or identity.trusted_sealers):
        yield f"nothing in mail.identity can prove mail from {claim[0]}: dispatchers are asked each time."
    if "timezone" not in settings.desk.model_fields_set:
        yield "desk.timezone is not given, so working hours count in UTC."
    yield from _partner_notes(settings)


def _mail_notes(mail: MailSettings) -> Iterator[str]:
    if mail.oauth.client_id and not mail.uses_oauth:
        yield 'nothing signs in with [mail.oauth]: mail.imap.login or mail.outgoing.login would be "oauth".'
    if mail.outgoing.dkim_domain:
        from mail.dkim_sign import WEAK_BITS

        signer = mail.outgoing.signer()
        if signer and signer.bits and signer.bits < WEAK_BITS:
            yield f"mail.outgoing.dkim_key has {signer.bits} bits; 2048 are usual today."


def _partner_notes(settings: Settings) -> Iterator[str]:
    categories = {category.id for category in settings.categories}
    offered = {partner for route in settings.routes for partner in route.offer}
    for partner in settings.partners:
        if unknown := sorted(set(partner.skills) - categories):
            yield f"{partner.id} has skills that are no category: {', '.join(unknown)}."
        if partner.id not in offered:
            yield f"no route offers jobs to {partner.id}; dispatchers can."


def _plural(word: str) -> str:
    return "categories" if word == "category" else f"{word}s"
