# ruff: noqa: E501 -- signatures as they come
"""Signatures with no mark but a name, lines of phones and programs, and words that only look like them."""

import pytest

from tests.mail.reading import read

OVEN = {
    "nb": "Hei, ovnen er kald igjen.",
    "sv": "Hej, ugnen är kall igen.",
    "da": "Hej, ovnen er kold igen.",
    "ru": "Здравствуйте, печь снова не греет.",
    "en": "Hi, the oven is cold again.",
}
SIGNATURES = {
    "nb": "Kari Nes\nDaglig leder\n\nSolsiden AS\nHavnegata 12, 7010 Trondheim\nMobil: 934 11 220\nwww.solsiden.example\n\nTenk på miljøet før du skriver ut denne e-posten.",
    "sv": "Kari Nes\nSolsiden AB\nTel: 08-123 45 67\nKvarngatan 3, 831 62 Östersund\n\nVi behandlar personuppgifter enligt GDPR. Läs mer på vår hemsida.",
    "da": "Kari Nes\n\nSolsiden ApS\n\nTlf. 20 30 40 50\n\nCVR 12345678",
    "ru": "Нес Кари Олеговна\n\nУправляющая\n\nКафе «Ласточка»\n\nмоб. 8 912 345 67 89",
    "en": "Kari Nes\n\nSolsiden Ltd\n\n07700 900123\n\nRegistered in England No. 1234567. This email is confidential and intended solely for the addressee. If received in error please delete it.",
}  # fmt: skip


@pytest.mark.parametrize("language", SIGNATURES)
def test_signature_of_several_paragraphs_is_known_by_the_senders_name(language: str) -> None:
    sender = "Кари Нес <kari.nes@x.example>" if language == "ru" else "Kari Nes <kari.nes@x.example>"
    mail = read(f"{OVEN[language]}\n\n{SIGNATURES[language]}\n", sender=sender)

    assert (mail.text, mail.language) == (OVEN[language], language)
    assert "Kari Nes" in mail.signature or language == "ru"


@pytest.mark.parametrize(
    "line",
    [
        "Sendt med Proton Mail sikker e-post.",
        "Skickades från Gmail för mobilen",
        "Sendt fra Mail til Windows",
        "Послано из Почты для Windows",
        "Отправлено с моего Android устройства с помощью K-9 Mail.",
        "Sent from AOL on Android",
        "Sent from Spark",
        "Gesendet mit der GMX Mail App",
        "Diese Nachricht wurde von meinem Android-Mobiltelefon mit GMX Mail gesendet.",
        "Lähetetty Outlook for Androidista",
    ],
)
def test_line_of_a_phone_or_program_is_no_text(line: str) -> None:
    assert read(f"{OVEN['nb']}\n\nKari\n\n{line}\n").text == OVEN["nb"]
    assert read(f"{OVEN['nb']}\n\n--\n{line}\n").text == OVEN["nb"]


@pytest.mark.parametrize(
    "text",
    [
        "Pakken ble sendt med bud i går.\nSendt med feil del, dessverre.",
        "Hei, en ting til.\n--\nDøra i bakgården henger også, kan dere se på den når dere er her?",
        "Hei\n\nSkjermen viser\n\n> FEIL 14 papir\n> FEIL 15 trommel\n\nog så stopper den.",
        "Loggen sier:\n\nFrom: kasse1\nTo: server\nStatus: timeout\n\nSå skjer det ikke mer.",
        "Kvitteringen skriver mvh dobbelt nederst.\nKan dere rette malen?",
        "Hei! Ny adresse er\n\nStorgata 5\n7010 Trondheim",
        "Hei, status:\n\nMaskin | Feil\n--------------\nA | ingen\nB | stopper\n\nSå det er bare B.",
    ],
)
def test_words_that_look_like_quote_or_signature_stay(text: str) -> None:
    assert read(text + "\n").text == text


def test_thanks_above_the_name_are_text() -> None:
    mail = read("Hi, the oven is cold again.\n\nThanks,\nKari\n")

    assert (mail.text, mail.signature) == ("Hi, the oven is cold again.\n\nThanks,", "Kari")


@pytest.mark.parametrize(
    ("last", "text"),
    [
        ("Tack på förhand! /Kari", "Tack på förhand!"),
        ("Thanks, Kari", "Thanks,"),
        ("Takk på forhånd,\nKari", "Takk på forhånd,"),
        ("It is on the third floor. Kari", "It is on the third floor."),
        ("Kari\n\nPS: the key is with Anne.", "PS: the key is with Anne."),
        ("Mvh Kari\n\nGlemte å si at nøkkelen ligger hos Anne.", "Glemte å si at nøkkelen ligger hos Anne."),
        ("Kari\n\nThis e-mail and any attachments are confidential.", ""),
        ("Many thanks and kind regards,\n\nKari", ""),
        ("Solsiden AS\nv/ Kari Nes\nTlf 934 11 220", ""),
    ],
)
def test_ways_to_sign_are_known(last: str, text: str) -> None:
    assert read(f"{OVEN['en']}\n\n{last}\n").text == f"{OVEN['en']}\n\n{text}".strip()
