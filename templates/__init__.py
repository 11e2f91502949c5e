"""The texts people see, for every audience in every language, and the code that renders them.

A text is a Jinja2 template in ``requester/``, ``partner/``, ``dispatchers/`` or ``words/``, written once in
English and rendered in three forms: a chat message, a mail's HTML and a mail's plain text (``forms/``). What
it says in other languages stands in ``locales/``. How to change a text or add a language: docs/texts.md.
"""

from templates.environment import UnknownText
from templates.rows import AddressRow, BreakerRow, CandidateRow, FoundRow, PartnerRow, QuarantineRow
from templates.texts import CAPTION, MESSAGE, MailText, Texts

__all__ = [
    "CAPTION",
    "MESSAGE",
    "AddressRow",
    "BreakerRow",
    "CandidateRow",
    "FoundRow",
    "MailText",
    "PartnerRow",
    "QuarantineRow",
    "Texts",
    "UnknownText",
]
