# ruff: noqa: E501 -- mails are written as they come
"""What is cut and, as important, what is not: answers between quotes, unmarked signatures, text that looks like history."""

import pytest

from mail.parsed import Kind
from tests.mail.reading import read

ANSWERS = "In-Reply-To: <1@fjordlys.example>\n"

KEPT = {
    "an error message marked with >": "Hi, the printer shows\n\n> Error 50.2\n> Fuser fault\n\nand then dies. What now?",
    "from and to of a removal": "Flytt kassa:\nFra: Storgata 1, Oslo\nTil: Lilleveien 2, Moss\nDato: 12.11.2026\n\nKan dere det?",
    "rows of dashes around a log": "Dette ser vi:\n\n----\nAlarm 1: døra\nAlarm 2: motoren går ikke\n----\n\nHva gjør vi da? Vi har prøvd å starte den på nytt to ganger.",
    "a list with dashes": "Vi trenger:\n- to filtre\n- en pakning\n- tid til rengjøring",
    "somebody who wrote something": "Den 3. november kl. 12 skrev Per fra dere at filteret kommer snart, men det har ikke kommet.",
    "a closing formula in a sentence": "Vi la en lapp med hilsen fra kundene på maskinen. Den er borte nå.",
    "thanks as the last word": "Kan dere sende en ny kopp?\n\nTusen takk",
    "a single word": "Nei",
    "an address as the last paragraph": "Maskinen står her:\n\nKafé Solsiden\nHavnegata 12\n7010 Trondheim",
    "a question with a word like a mark": "Den er sendt fra fabrikken uten kabel. Får vi en ny?",
    "a reading behind an angle": "Trykket er:\n\n> 5 bar\n\nDet skal være 3. Hva gjør vi?",
    "a comparison at a line's start": "Det er for varmt.\n> 10 grader nå\nVarene blir dårlige.",
    "dashes between two things": "Vi har to ting:\n--\nOvnen er kald\n--\nOg døra henger\n\nKan dere komme?",
    "a list that ends in names": "Disse skal ha nøkkel:\n\n- Kari Nes\n- Per Vik\n- Anne Li",
    "a heading like a mark": 'Vi vil ha ny tekst.\n\nOriginal melding:\n"Velkommen"\n\nKan dere rette den?',
    "who wrote when, in one's own words": "Jeg skrev til Anne den 4.11.2026 kl. 12:00 og spurte:\n\nNår kommer delen?\n\nIkke noe svar.",
    "a date before a report": "On Tuesday, 3 November 2026 at 10:00 your engineer was here and said:\n\nreplace the motor.\n\nPlease do.",
    "somebody's mail told": 'Kunden skrev i dag:\n\n"Hei, døra er ødelagt. Mvh Ole"\n\nHva svarer jeg henne?',
    "one word below a greeting": "Hei,\n\nOnsdag.",
    "an answer that is a name": "It should be in the name of the new tenant. It is\n\nHarold Winterbottom",
    "a form that has a line to write above": "Skriv svar over denne linjen, står det på skjemaet, men det er ingen linje der. Hvor skal jeg skrive?",
    "a parcel that was sent": "Отправлено с завода без кабеля.",
    "respect within a sentence": "С уважением отнеслись бы к скорому приезду мастера.",
    "regards to a gate": "Regards the gate, it is stuck again.",
    "a rule around a table": "Please quote:\n\n------------\nItem   Qty\nHinge  12\n------------\n\nDelivery to the rear.",
    "a paragraph about a virus": "Kassa sier at det er virus på den. Hva gjør vi?",
}

SIGNATURES = [
    "-- \nKari Nes\nDaglig leder",
    "--\nKari Nes\nDaglig leder",
    "Mvh\nKari Nes",
    "Mvh Kari",
    "Vennlig hilsen / Best regards\nKari Nes\nKafé Solsiden AS\nTlf: 22 33 44 55\nwww.solsiden.example",
    "Kari",
    "Kari Nes\nDaglig leder\n911 22 333",
    "/Kari",
    "Kari, 911 22 333",
    "Hilsen Kari i kafeen",
    "Mvh\n\nKari Nes\n\nSendt fra min iPhone",
    "Sendt fra Outlook for Android",
    "Kari\n\nHent Outlook til iOS",
    "С уважением,\nКари Нес\nтел. 8 (495) 111-22-33",
    "Kind regards,\n\nKari Nes | Manager\nKafé Solsiden AS | Havnegata 12 | 7010 Trondheim",
    "kari",
    "KN",
    "/K",
    "Kari :)",
    "kari 911 22 333",
    "Kari og Per",
    "Kari på Solsiden",
    "Vennlig hilsen vaktmesteren",
    "Hilsen oss i kafeen på hjørnet",
    "Hilsen Kari Nes, daglig leder i Kafé Solsiden AS, telefon 911 22 333",
    "for Kafé Solsiden AS\nKari Nes",
    "Kari\n\n\nKari Nes - Daglig leder - 911 22 333",
    "Kari Nes Daglig leder T: 911 22 333 www.solsiden.example",
    "С ув. Кари Нес, тел. 8 912 345-67-89",
    "Sent from Workspace ONE Boxer",
    "Denne e-posten er sjekket for virus av Avast.\nhttps://www.avast.example",
    "Med vennlig hilsen\n\nKari Nes\nRådgiver\nMobil: 911 22 333\nKommunen | Postboks 7\nwww.kommune.example\n\nVi svarer normalt innen tre dager. Har du ikke hørt fra oss da, er det fint om du tar kontakt igjen. slett",
    "Mvh\nKari Nes\n\nDenne e-posten kan inneholde konfidensiell informasjon. Er du ikke rette mottaker, vennligst slett den.",
]

ATTRIBUTIONS = [
    "Am Di., 3. Nov. 2026 um 11:02 Uhr schrieb Desk <desk@fjordlys.example>:",
    "Le mar. 3 nov. 2026 à 11:02, Desk <desk@fjordlys.example> a écrit :",
    "El mar, 3 nov 2026 a las 11:02, Desk (<desk@fjordlys.example>) escribió:",
    "Il giorno mar 3 nov 2026 alle ore 11:02 Desk <desk@fjordlys.example> ha scritto:",
    "Op di 3 nov 2026 om 11:02 schreef Desk <desk@fjordlys.example>:",
    "ti 3. marrask. 2026 klo 11.02 Desk (desk@fjordlys.example) kirjoitti:",
    "wt., 3 lis 2026 o 11:02 Desk <desk@fjordlys.example> napisał(a):",
    "Em ter., 3 de nov. de 2026 às 11:02, Desk <desk@fjordlys.example> escreveu:",
    "вт, 3 лист. 2026 р. о 11:02 Desk <desk@fjordlys.example> пише:",
    "03.11.2026, 11:02, \"Desk\" <desk@fjordlys.example>:",
    "Quoting Desk <desk@fjordlys.example>:",
    "Desk skrev:",
]  # fmt: skip


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_nothing_is_cut_from(text: str) -> None:
    assert read(text).text.split() == text.split()


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize(
    "text", ["Ovnen er kald igjen.", "Hei!\n\nOvnen er kald igjen.\n\nTakk for hjelpen!"]
)
def test_signature_is_told_from_text(text: str, signature: str) -> None:
    parsed = read(f"{text}\n\n{signature}\n")

    assert parsed.text == text
    assert parsed.signature.split()[-1] in signature


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_attribution_of_any_language_goes_with_its_quote(line: str) -> None:
    parsed = read(
        f"Fint, onsdag passer.\n\n{line}\n\n> Hei\n> Passer onsdag?\n", subject="Re: Tid", headers=ANSWERS
    )

    assert parsed.text == "Fint, onsdag passer."
    assert "Passer onsdag?" in parsed.quoted


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_nothing_is_cut_from_the_same_words_in_an_answer(text: str) -> None:
    quote = "4. nov. 2026 kl. 15:00 skrev Desk <desk@fjordlys.example>:\n\n> Hei\n> Haster det?"

    assert read(f"{text}\n\n{quote}\n", subject="SV: Ovn", headers=ANSWERS).text.split() == text.split()


def test_words_below_the_end_of_a_forwarded_mail_are_the_senders() -> None:
    passed_on = "-------- Videresendt melding --------\nFra: Per Vik <per@vik.example>\n\nKald ovn.\n"
    end = "-------- Slutt på videresendt melding --------"

    assert read(f"{passed_on}\n{end}\n\nTar dere denne?\n").text == "Tar dere denne?"


def test_forward_under_nothing_but_a_signature_has_no_note() -> None:
    block = "Fra: Per Vik <per@vik.example>\nSendt: 4. november 2026 09:12\nTil: Kari Nes\nEmne: Ovn"
    parsed = read(f"Kari Nes\nDaglig leder\nTlf 911 22 333\n\n{block}\n\nKald ovn.\n", subject="VS: Ovn")

    assert (parsed.kind, parsed.text) == (Kind.FORWARD, "")
    assert parsed.signature.startswith("Kari Nes")


def test_openpgp_s_armour_is_no_text() -> None:
    armoured = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOvnen er kald.\n- -- \nKari\n"
    signed = "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"

    assert read(armoured + signed).text == "Ovnen er kald."


def test_plain_blockquote_above_the_quote_is_text() -> None:
    quote = '<div>On 4 Nov 2026 at 09:12, Desk &lt;desk@fjordlys.example&gt; wrote:</div><blockquote type="cite">Hi</blockquote>'
    html = f"<div>The display says</div><blockquote>E-15</blockquote>{quote}"

    assert read(html, headers=ANSWERS, content_type="text/html").text == "The display says\nE-15"


def test_indented_words_are_text_when_almost_nothing_else_is_there() -> None:
    html = "<div>Hei</div><blockquote>Ovnen er kald igjen, og den store vifta bråker så vi ikke hører noe.</blockquote>"
    parsed = read(html, headers=ANSWERS, content_type="text/html; charset=utf-8")

    assert parsed.text.startswith("Hei\nOvnen er kald igjen")


def test_answers_between_quotes_are_kept_and_joined() -> None:
    text = "Se svar under.\n\n> Den 3. nov. 2026 kl. 10:11 skrev Desk <desk@fjordlys.example>:\n> Hvor mange?\nTo stykker.\n> Og når?\nFør jul.\n\nMvh Kari\n> Hilsen Odd\n"

    assert read(text, headers=ANSWERS).text == "Se svar under.\n\nTo stykker.\n\nFør jul."


def test_answer_below_the_quote_is_found() -> None:
    text = "Desk skrev 03.11.2026 10:11:\n> Hvor mange trenger dere?\n\nTo stykker, takk.\n\n-- \nKari\n"

    assert read(text, headers=ANSWERS).text == "To stykker, takk."


def test_postscript_below_the_signature_is_text() -> None:
    assert (
        read("Ovnen er kald.\n\nMvh Kari\n\nPS: Nøkkelen ligger hos naboen.").text
        == "Ovnen er kald.\n\nPS: Nøkkelen ligger hos naboen."
    )


def test_scrap_of_a_badly_wrapped_quote_is_no_answer() -> None:
    quote = "> Vi har sett på saken og tror at det er pumpen som må skiftes før den\nslutter helt\n> å virke. Skal vi bestille?"

    assert read(f"Ja, bestill.\n\nDesk skrev:\n{quote}\n", headers=ANSWERS).text == "Ja, bestill."


def test_banner_of_the_mail_system_is_cut() -> None:
    banner = "CAUTION: This email originated from outside of the organization. Do not click links."

    assert read(f"{banner}\n\nThe oven is cold.").text == "The oven is cold."


def test_flowed_lines_are_put_together() -> None:
    flowed = "The oven is cold \nand the door \nis stuck.\n-- \nKari"

    assert (
        read(flowed, content_type="text/plain; format=flowed").text
        == "The oven is cold and the door is stuck."
    )


def test_hard_wrapped_lines_are_put_together() -> None:
    text = "Ovnen i kjelleren er kald igjen og vi vet ikke helt hva som har skjedd\nsiden sist, men den lager en rar lyd."

    assert "skjedd siden" in read(text).text


def test_reply_with_only_a_quote_shows_the_whole() -> None:
    parsed = read("> Passer onsdag?\n> Ja!\n", headers=ANSWERS)

    assert parsed.kind is Kind.REPLY
    assert "Ja!" in parsed.text


def test_photo_without_words_has_no_text() -> None:
    raw = "--b\nContent-Type: text/plain\n\nSendt fra min iPhone\n--b\nContent-Type: image/jpeg\n\n\xff\xd8\xff\n--b--\n"
    parsed = read(raw, content_type='multipart/mixed; boundary="b"', headers="MIME-Version: 1.0\n")

    assert (parsed.text, len(parsed.attachments)) == ("", 1)


def test_table_is_read_row_by_row() -> None:
    html = "<p>Se her:</p><table><tr><td><p>Ovn</p></td><td><p>Nummer</p></td></tr><tr><td><p>Venstre</p></td><td>K7729-01</td></tr></table>"

    assert (
        read(html, content_type="text/html; charset=utf-8").text
        == "Se her:\n\nOvn\tNummer\nVenstre\tK7729-01"
    )


def test_blockquote_used_to_indent_is_text() -> None:
    html = '<div>Vi har tre:<blockquote style="margin:0 0 0 40px;border:none;padding:0px">En ovn</blockquote></div>'

    assert read(html, content_type="text/html; charset=utf-8").text == "Vi har tre:\nEn ovn"
