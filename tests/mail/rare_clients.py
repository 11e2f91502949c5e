# ruff: noqa: E501 -- a client's line is as long as it is
"""Clients that fewer people write with, and ways to answer that every client allows."""

from collections.abc import Callable
from functools import wraps

from tests.mail.clients import Tongue, Written

Party = tuple[str, str]
ABOVE = {
    "nb": "##- Skriv svaret ditt over denne linjen -##",
    "sv": "##- Skriv ditt svar ovanför den här raden -##",
    "da": "##- Skriv dit svar over denne linje -##",
    "ru": "*** Пожалуйста, пишите ответ выше этой линии ***",
    "en": "##- Please type your reply above this line -##",
}
VERB = {"nb": "skrev", "sv": "skrev", "da": "skrev", "ru": "пишет", "en": "wrote"}


def _marked(text: str, mark: str = "> ") -> str:
    return "\n".join((mark + line).rstrip() for line in text.split("\n"))


Past = Callable[[Tongue, str, Party], str]  # the mail answered, as a client writes it
Client = Callable[[Tongue, str, str, Party], str]


def below(past: Past) -> Client:
    """A client that puts it under the answer."""

    @wraps(past)
    def mail(t: Tongue, new: str, old: str, whose: Party) -> str:
        return f"{new}\n\n{t.closing}\n\n{past(t, old, whose)}\n"

    return mail


def above(past: Past) -> Client:
    """A client that puts it over the answer."""

    @wraps(past)
    def mail(t: Tongue, new: str, old: str, whose: Party) -> str:
        return f"{past(t, old, whose)}\n\n{new}\n\n{t.closing}\n"

    return mail


@below
def sogo(t: Tongue, old: str, whose: Party) -> str:
    return f"On Thursday, November 05, 2026 09:12 CET, {whose[0]} <{whose[1]}> {VERB[t.code]}:\n \n{_marked(old)}"


@above
def kmail(t: Tongue, old: str, whose: Party) -> str:
    return f"torsdag 5. november 2026 09.12.33 CET {VERB[t.code]} {whose[0]}:\n{_marked(old)}"


@above
def mutt(t: Tongue, old: str, whose: Party) -> str:
    return f"* {whose[0]} <{whose[1]}> [2026-11-05 09:12]:\n{_marked(old)}"


@below
def groupwise(t: Tongue, old: str, whose: Party) -> str:
    return f">>> {whose[0]} <{whose[1]}> 05.11.2026 09:12 >>>\n{old}"


@below
def em_client(t: Tongue, old: str, whose: Party) -> str:
    frm, _, to, subject = t.labels
    return f'------ {t.original} ------\n{frm} "{whose[0]}" <{whose[1]}>\n{to} {t.sender[1]}\nDate 05/11/2026 09:12:33\n{subject} Eltemaskin\n\n{old}'


@below
def spark(t: Tongue, old: str, whose: Party) -> str:
    return f"Sent with Spark\nOn 5 Nov 2026 at 09:12 +0100, {whose[0]} <{whose[1]}>, wrote:\n{_marked(old)}"


def the_bat(t: Tongue, new: str, old: str, whose: Party) -> str:
    return f"{new}\n\nYou {VERB[t.code]} 5 November 2026, 9:12:33:\n\n{_marked(old, 'FS> ')}\n\n\n-- \n{t.closing}\n"


@below
def ticket_system(t: Tongue, old: str, whose: Party) -> str:
    return f"{ABOVE[t.code]}\n\n{whose[0]} (2231):\n\n{old}"


@below
def windows_mail(t: Tongue, old: str, whose: Party) -> str:
    frm, sent, to, _ = t.labels
    return f"{frm}: {whose[0]}\n{sent}: \u200e5\u200e.\u200e11\u200e.\u200e2026 \u200e09\u200e:\u200e12\n{to}: {t.sender[0]}\n\n{old}"


@below
def notes_stacked(t: Tongue, old: str, whose: Party) -> str:
    _, _, to, subject = t.labels
    return f"\n{whose[0]} <{whose[1]}>\n05.11.2026 09:12\n\n{to}\n{t.sender[0]} <{t.sender[1]}>\ncc\n\n{subject}\nEltemaskin\n\n\n{old}"


@below
def bars(t: Tongue, old: str, whose: Party) -> str:
    frm, sent, to, subject = t.labels
    block = f"{frm}: {whose[0]} <{whose[1]}>\n{sent}: {t.day}\n{to}: {t.sender[0]}\n{subject}: Eltemaskin\n\n{old}"
    return f"{_marked(block, '| ')}"


@below
def block_without_subject(t: Tongue, old: str, whose: Party) -> str:
    frm, sent, _, _ = t.labels
    return f"{frm}: {whose[0]} <{whose[1]}>\n{sent}: {t.day}\n\n{old}"


def one_line_for_both(t: Tongue, new: str, old: str, whose: Party) -> str:
    return f"{new} On 5 Nov 2026, at 09:12, {whose[0]} <{whose[1]}> wrote:\n{_marked(old)}\n"


RARE: dict[str, Client] = {
    one.__name__: one
    for one in (
        sogo, kmail, mutt, groupwise, em_client, spark, the_bat, ticket_system, windows_mail, notes_stacked, bars,
        block_without_subject, one_line_for_both,
    )
}  # fmt: skip


def written(client: str, tongue: Tongue, old: str, whose: Party) -> Written:
    """``tongue``'s words in answer to ``old``, as ``client`` sends them."""
    return Written(RARE[client](tongue, tongue.text, old, whose))


# How clients of other languages forward: Apple Mail's and Thunderbird's marks; From, Subject, Date, To; a date.
ABROAD = {
    "cs": ("Začátek přeposílané zprávy:", "Přeposlaná zpráva", "Od", "Předmět", "Datum", "Komu", "2. listopadu 2026 9:26:50 SEČ"),
    "hr": ("Započni proslijeđenu poruku:", "Proslijeđena poruka", "Šalje", "Predmet", "Datum", "Prima", "2. studenoga 2026. 09:26:50 CET"),
    "hu": ("Továbbított levél kezdete:", "Továbbított üzenet", "Feladó", "Tárgy", "Dátum", "Címzett", "2026. november 2. 9:26:50 CET"),
    "ro": ("Începe mesajul redirecționat:", "Mesaj redirecționat", "De la", "Subiect", "Dată", "Către", "2 noiembrie 2026 la 09:26:50 CET"),
    "tr": ("Başlangıç iletilen ileti:", "İletilmiş Mesaj", "Kimden", "Konu", "Tarih", "Kime", "2 Kasım 2026 09:26:50 GMT+1"),
    "uk": ("Початок листа, що пересилається:", "Перенаправлене повідомлення", "Від", "Тема", "Дата", "Кому", "2 листопада 2026 р. о 09:26:50 CET"),
    "pl": ("Początek przekazywanej wiadomości:", "Przekazana wiadomość", "Od", "Temat", "Data", "Do", "2 listopada 2026 09:26:50 CET"),
    "pt": ("Início da mensagem encaminhada:", "Mensagem encaminhada", "De", "Assunto", "Data", "Para", "2 de novembro de 2026 09:26:50 CET"),
    "es": ("Inicio del mensaje reenviado:", "Mensaje reenviado", "De", "Asunto", "Fecha", "Para", "2 de noviembre de 2026, 9:26:50 CET"),
    "fi": ("Välitetty viesti alkaa:", "Välitetty viesti", "Lähettäjä", "Aihe", "Päivämäärä", "Vastaanottaja", "2. marraskuuta 2026 klo 9.26.50 UTC+1"),
    "nl": ("Begin doorgestuurd bericht:", "Doorgestuurd bericht", "Van", "Onderwerp", "Datum", "Aan", "2 november 2026 09:26:50 CET"),
    "de": ("Anfang der weitergeleiteten Nachricht:", "Weitergeleitete Nachricht", "Von", "Betreff", "Datum", "An", "2. November 2026 um 09:26:50 MEZ"),
    "fr": ("Début du message réexpédié :", "Message transféré", "De", "Objet", "Date", "À", "2 novembre 2026 à 09:26:50 UTC+1"),
    "it": ("Inizio messaggio inoltrato:", "Messaggio inoltrato", "Da", "Oggetto", "Data", "A", "2 novembre 2026 09:26:50 CET"),
    "el": ("Έναρξη προωθημένου μηνύματος:", "Προωθημένο μήνυμα", "Από", "Θέμα", "Ημερομηνία", "Προς", "2 Νοεμβρίου 2026 στις 9:26:50 π.μ. CET"),
    "xx": ("Quxbar wibble frobnitz:", "Quxbar wibble", "Zif", "Zot", "Zum", "Zed", "2 Floreal 2026 09:26:50 CET"),
}  # fmt: skip


def abroad(language: str, shape: str, note: str, old: str, whose: Party, to: Party) -> str:
    """``old`` passed on under ``note`` by a client of ``language``."""
    apple, thunderbird, frm, subject, date, to_label, when = ABROAD[language]
    sender, receiver = f"{whose[0]} <{whose[1]}>", f"{to[0]} <{to[1]}>"
    head = [(frm, sender), (subject, "Kjøledisk"), (date, when), (to_label, receiver)]
    if shape == "apple":
        block = "\n".join(f"{label}: {value}" for label, value in head)
        return f"{note}\n\n{apple}\n\n{_marked(block)}\n>\n{_marked(old)}\n"
    if shape == "thunderbird":
        order = [head[1], head[2], head[0], head[3]]
        block = "\n".join(f"{label}: \t{value}" for label, value in order)
        return f"{note}\n\n\n-------- {thunderbird} --------\n{block}\n\n\n{old}\n"
    if shape == "yahoo":
        run = "".join(f"{label}: {value}" for label, value in (head[0], head[3], head[2], head[1]))
        return f"{note}\n\n   ----- {thunderbird} ----- {run}\n {old}\n"
    block = "\n".join(f"{label}: {value}" for label, value in (head[0], head[2], head[3], head[1]))
    return f"{note}\n\n{block}\n\n{old}\n"
