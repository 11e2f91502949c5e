"""The words that mail programs put above a quoted mail, by language.

Collected from what the programs send; an unknown language gets English.
"""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime


@dataclass(frozen=True, slots=True)
class Attribution:
    """The line above a quote: how it writes the date, and the sentence around it."""

    date: str
    sentence: str

    def write(self, locale: str, at: datetime, who: str) -> str:
        when = format_datetime(at, self.date, locale=locale)
        return self.sentence.format(when=when, who=who)


@dataclass(frozen=True, slots=True)
class Phrases:
    locale: str
    from_: str
    sent: str
    to: str
    subject: str
    reply_prefix: str
    """Outlook's; the others always say Re."""
    long_date: str
    """Outlook's date in the header block."""
    gmail: Attribution
    apple: Attribution
    phone: str
    """What an Apple phone signs with."""

    def sent_at(self, at: datetime) -> str:
        return format_datetime(at, self.long_date, locale=self.locale)


BY_LANGUAGE = {
    "nb": Phrases(
        locale="nb_NO",
        from_="Fra",
        sent="Sendt",
        to="Til",
        subject="Emne",
        reply_prefix="SV: ",
        long_date="EEEE d. MMMM yyyy HH:mm",
        gmail=Attribution("EEE d. MMM yyyy 'kl.' HH:mm", "{when} skrev {who}:"),
        apple=Attribution("d. MMM yyyy 'kl.' HH:mm", "{when} skrev {who}:"),
        phone="Sendt fra min iPhone",
    ),
    "sv": Phrases(
        locale="sv_SE",
        from_="Från",
        sent="Skickat",
        to="Till",
        subject="Ämne",
        reply_prefix="Sv: ",
        long_date="'den' d MMMM yyyy HH:mm",
        gmail=Attribution("EEE d MMM yyyy 'kl' HH:mm", "Den {when} skrev {who}:"),
        apple=Attribution("d MMM yyyy 'kl.' HH:mm", "{when} skrev {who}:"),
        phone="Skickat från min iPhone",
    ),
    "da": Phrases(
        locale="da_DK",
        from_="Fra",
        sent="Sendt",
        to="Til",
        subject="Emne",
        reply_prefix="SV: ",
        long_date="EEEE 'den' d. MMMM yyyy HH:mm",
        gmail=Attribution("EEE d. MMM yyyy 'kl.' HH.mm", "Den {when} skrev {who}:"),
        apple=Attribution("d. MMM yyyy 'kl.' HH.mm", "Den {when} skrev {who}:"),
        phone="Sendt fra min iPhone",
    ),
    "ru": Phrases(
        locale="ru_RU",
        from_="От",
        sent="Отправлено",
        to="Кому",
        subject="Тема",
        reply_prefix="RE: ",
        long_date="d MMMM yyyy 'г.' H:mm",
        gmail=Attribution("EEE, d MMM yyyy 'г.' 'в' HH:mm", "{when}, {who}:"),
        apple=Attribution("d MMM yyyy 'г.', 'в' HH:mm", "{when}, {who} написал(а):"),
        phone="Отправлено с iPhone",
    ),
    "en": Phrases(
        locale="en_GB",
        from_="From",
        sent="Sent",
        to="To",
        subject="Subject",
        reply_prefix="RE: ",
        long_date="dd MMMM yyyy HH:mm",
        gmail=Attribution("EEE, d MMM yyyy 'at' HH:mm", "On {when} {who} wrote:"),
        apple=Attribution("d MMM yyyy, 'at' HH:mm", "On {when}, {who} wrote:"),
        phone="Sent from my iPhone",
    ),
}


def phrases(language: str) -> Phrases:
    return BY_LANGUAGE.get(language, BY_LANGUAGE["en"])
