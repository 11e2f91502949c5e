from mail.parsed import ParsedMail
from collections.abc import Sequence
from tickets.register import Asset

def hints(parsed: ParsedMail) -> tuple[str, ...]:
    return ()

def decide(parsed: ParsedMail, assets: Sequence[Asset]) -> str | None:
    return None
