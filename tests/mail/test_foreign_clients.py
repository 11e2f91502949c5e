# ruff: noqa: E501 -- a client's line is as long as it is
"""Quote lines and header blocks of clients that speak another language than their writer."""

import pytest

from mail.parsed import Kind
from tests.mail.reading import read

US = "Fjordlys Service <service@fjordlys.example>"
THREAD = "In-Reply-To: <q1@fjordlys.example>\n"
ANSWER = "Hei\n\nDet er den store ovnen i kjelleren, og den er fortsatt kald.\n\nTakk for hjelpen"
ATTRIBUTIONS = {
    "gmail-de": f"Am Do., 5. Nov. 2026 um 09:12 Uhr schrieb {US}:",
    "thunderbird-de": "Am 05.11.26 um 09:12 schrieb Fjordlys Service:",
    "gmail-fr": f"Le jeu. 5 nov. 2026 à 09:12, {US} a écrit :",
    "gmail-fi": "to 5. marrask. 2026 klo 9.12 Fjordlys Service (service@fjordlys.example) kirjoitti:",
    "gmail-es": "El jue, 5 nov 2026 a las 9:12, Fjordlys Service (<service@fjordlys.example>) escribió:",
    "gmail-it": f"Il giorno gio 5 nov 2026 alle ore 09:12 {US} ha scritto:",
    "gmail-nl": f"Op do 5 nov 2026 om 09:12 schreef {US}:",
    "gmail-pl": f"czw., 5 lis 2026 o 09:12 {US} napisał(a):",
    "gmail-cs": f"čt 5. 11. 2026 v 9:12 odesílatel {US} napsal:",
    "gmail-et": "Fjordlys Service (<service@fjordlys.example>) kirjutas kuupäeval N, 5. november 2026 kell 09:12:",
    "gmail-lv": "ceturtd., 2026. g. 5. nov., plkst. 09:12 — lietotājs Fjordlys Service (<service@fjordlys.example>) rakstīja:",
    "k9": f"On 5 November 2026 09:12:33 CET, {US} wrote:",
    "zoho": f"---- On Thu, 05 Nov 2026 09:12:33 +0100 {US} wrote ----",
    "spark": f"On 5 Nov 2026 at 9:12 AM +0100, {US}, wrote:",
    "proton": f"On Thursday, November 5th, 2026 at 9:12 AM, {US} wrote:",
    "gmail-broken": "On Thu, Nov 5, 2026 at 9:12 AM Fjordlys Service <\nservice@fjordlys.example> wrote:",
    "roundcube-ru": "Fjordlys Service писал 2026-11-05 09:12:",
    "yandex": '05.11.2026, 09:12, "Fjordlys Service" <service@fjordlys.example>:',
    "mail.ru": f"Четверг, 5 ноября 2026, 9:12 +03:00 от {US}:",
}
BLOCKS = {
    "outlook-de": f"Von: {US}\nGesendet: Donnerstag, 5. November 2026 09:12\nAn: Kari Nes\nBetreff: Ovn",
    "outlook-fr": f"De : {US}\nEnvoyé : jeudi 5 novembre 2026 09:12\nÀ : Kari Nes\nObjet : Ovn",
    "outlook-fi": f"Lähettäjä: {US}\nLähetetty: torstai 5. marraskuuta 2026 9.12\nVastaanottaja: Kari Nes\nAihe: Ovn",
    "outlook-bold": f"*Fra:* {US}\n*Sendt:* torsdag 5. november 2026 09:12\n*Til:* Kari Nes\n*Emne:* Ovn",
    "outlook-one-line": f"From: {US} Sent: 05 November 2026 09:12 To: Kari Nes Subject: Ovn",
    "outlook-mac": f"Fra: {US}\nDato: torsdag, 5. november 2026 kl. 09:12\nTil: Kari Nes\nEmne: Ovn",
    "samsung": f"-------- Opprinnelig melding --------\nFra: {US}\nDato: 05.11.2026 09:12 (GMT+01:00)\nTil: Kari Nes\nEmne: Ovn",
    "gmx": f"Gesendet: Donnerstag, 05. November 2026 um 09:12 Uhr\nVon: {US}\nAn: Kari Nes\nBetreff: Ovn",
    "em-client": '------ Original Message ------\nFrom "Fjordlys" <service@fjordlys.example>\nTo kari@x.example\nDate 05/11/2026 09:12:33\nSubject Ovn',
    "lotus": f"Fra:\t{US}\nTil:\tKari Nes\nDato:\t05-11-2026 09:12\nEmne:\tOvn",
}


@pytest.mark.parametrize("client", ATTRIBUTIONS)
def test_words_above_a_foreign_quote_line_are_the_text(client: str) -> None:
    mail = read(
        f"{ANSWER}\n\n{ATTRIBUTIONS[client]}\n\n> Hei Kari\n> Hvilken ovn er det?\n",
        subject="SV: Ovn",
        headers=THREAD,
    )

    assert (mail.text, mail.kind, mail.language) == (ANSWER, Kind.REPLY, "nb")
    assert "Hvilken ovn" in mail.quoted


@pytest.mark.parametrize("client", ATTRIBUTIONS)
def test_words_below_a_foreign_quote_are_the_text(client: str) -> None:
    mail = read(
        f"{ATTRIBUTIONS[client]}\n> Hei Kari\n> Hvilken ovn er det?\n\n{ANSWER}\n",
        subject="SV: Ovn",
        headers=THREAD,
    )

    assert (mail.text, mail.kind) == (ANSWER, Kind.REPLY)


@pytest.mark.parametrize("client", BLOCKS)
def test_words_above_a_foreign_header_block_are_the_text(client: str) -> None:
    mail = read(f"{ANSWER}\n\n{BLOCKS[client]}\n\nHei Kari\nHvilken ovn er det?\n", subject="SV: Ovn")

    assert (mail.text, mail.kind, mail.language) == (ANSWER, Kind.REPLY, "nb")
    assert "Hvilken ovn" in mail.quoted
