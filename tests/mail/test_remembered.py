"""What a reply newly says, when the mail it answers is known and its client left no mark of it."""

import pytest

from mail.parsed import Kind, ParsedMail
from mail.remembered import with_history
from tests.mail.reading import REGISTER, read

OURS = (
    "Hei Kari\n\nVi har sett på saken din, K7729-01, og trenger å vite et par ting før vi kommer.\n"
    "Hvilken av ovnene i kjelleren er det?\nNår passer det at vi kommer innom?\n\n"
    "Hilsen Odd\nFjordlys Service"
)
ANSWER = "Den til venstre, og helst på tirsdag."
BLOCK = "Fra: Fjordlys <desk@fjordlys.example>\nSendt: 4. november 2026 09:12\nTil: Kari\nEmne: Ovn"


def answered(text: str) -> ParsedMail:
    """``text`` as Kari's mail, read once her ticket was found."""
    return with_history(read(text, subject="Ovn"), [OURS], REGISTER)


def test_our_words_below_an_answer_are_history_without_any_mark() -> None:
    mail = answered(f"{ANSWER}\n\nKari\n\n{OURS}\n")

    assert (mail.text, mail.signature, mail.kind) == (ANSWER, "Kari", Kind.REPLY)
    assert "Hvilken av ovnene" in mail.quoted


def test_fields_come_from_the_answer_alone() -> None:
    parsed = read(f"{ANSWER}\n\nKari\n\n{OURS}\n")

    assert (parsed.fields.asset_id, answered(f"{ANSWER}\n\n{OURS}").fields.asset_id) == ("A-410", None)


def test_our_words_above_an_answer_are_history_too() -> None:
    assert answered(f"{OURS}\n\n{ANSWER}\n\nKari\n").text == ANSWER


def test_lines_broken_anew_are_known() -> None:
    assert answered(f"{ANSWER}\n\n{OURS.replace(', ', ',' + chr(10))}\n").text == ANSWER


def test_line_that_says_who_wrote_goes_with_the_quote() -> None:
    line = "_______________\nDesk <desk@fjordlys.example> 4. november 2026 09:12:"

    assert answered(f"{ANSWER}\n\n{line}\n\n{OURS}\n").text == ANSWER


@pytest.mark.parametrize("above", ["", "Hei, se svar.\n\n"])
def test_answers_between_our_lines_are_the_text(above: str) -> None:
    parted = OURS.replace("er det?", "er det?\nDen til venstre.").replace("innom?", "innom?\nPå tirsdag.")
    mail = answered(f"{above}{BLOCK}\n\n{parted}\n")

    assert mail.text.split() == f"{above}Den til venstre. På tirsdag.".split()
    assert "Den til venstre" not in mail.quoted


def test_answers_between_our_lines_tell_what_they_answer() -> None:
    parted = OURS.replace("innom?", "innom?\nPå tirsdag.")
    mail = answered(f"Hei, se svar.\n\n{BLOCK}\n\n{parted}\n")

    answers = [(one.asked, one.said) for one in mail.answers]
    assert answers == [("Når passer det at vi kommer innom?", "På tirsdag.")]


def test_mail_sent_once_more_stays_whole() -> None:
    parsed = read("Hei, ovnen til venstre i kjelleren er kald igjen, og vi trenger hjelp.\n\nKari\n")

    assert with_history(parsed, [parsed.text]) is parsed


def test_phrase_that_both_use_is_no_quote() -> None:
    parsed = read("Takk. Når passer det at vi henter den?\n\nHilsen Kari\n")

    assert with_history(parsed, [OURS]) is parsed


def test_forward_is_left_alone() -> None:
    parsed = read("Se under.\n\n-------- Videresendt melding --------\n\nOvnen er kald.\n", subject="VS: Ovn")

    assert with_history(parsed, ["Ovnen er kald."]) is parsed
