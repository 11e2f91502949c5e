"""Answers that somebody wrote into the mail answered, below a header block that has no end."""

import pytest

from mail.parsed import Kind
from tests.mail.reading import read

BLOCK = (
    "Fra: Fjordlys <service@fjordlys.example>\nSendt: torsdag 5. november 2026 09:12\nTil: Kari\nEmne: Ovn"
)
QUESTIONS = ("Hvilken ovn er det?", "Når kan vi komme?")
HTML = "text/html; charset=utf-8"


def _word(lines: list[str]) -> str:
    return "".join(f'<p class="MsoNormal">{line}</p>' for line in lines)


def test_lines_without_quote_mark_below_a_block_are_answers() -> None:
    mail = read(
        f"Hei\n\n{BLOCK}\n\n> {QUESTIONS[0]}\nDen til venstre.\n\n> {QUESTIONS[1]}\nPå tirsdag.\n",
        subject="SV: Ovn",
    )

    assert mail.text == "Hei\n\nDen til venstre.\n\nPå tirsdag."
    assert all(question in mail.quoted for question in QUESTIONS)


def test_answer_below_a_quoted_mail_under_a_block_is_the_text() -> None:
    quoted = "\n".join(f"> {question}" for question in QUESTIONS)
    mail = read(f"{BLOCK}\n\n{quoted}\n\nDen til venstre, og helst på tirsdag.\n\nKari\n", subject="SV: Ovn")

    assert (mail.text, mail.signature) == ("Den til venstre, og helst på tirsdag.", "Kari")


@pytest.mark.parametrize("colour", ["red", "#0070C0", "rgb(0, 176, 80)"])
@pytest.mark.parametrize("announced", ["Svar i rødt under.", "Se mine svar nedenfor."])
def test_coloured_answers_count_when_they_are_announced(announced: str, colour: str) -> None:
    answer = f'<span style="color:{colour}">Den til venstre.</span>'
    html = (
        _word([announced])
        + f"<hr><div>{BLOCK.replace(chr(10), '<br>')}</div>"
        + _word([QUESTIONS[0], answer])
    )
    mail = read(html.replace("<service", "&lt;service"), subject="SV: Ovn", content_type=HTML)

    assert mail.text.split("\n\n") == [announced, "Den til venstre."]
    assert mail.kind is Kind.REPLY


@pytest.mark.parametrize("words", ["Alla är på semester.", "Vi ser på den under uka."])
def test_a_link_of_the_mail_answered_is_no_answer_whatever_its_colour(words: str) -> None:
    link = '<a href="https://maps.example/?q=1" style="color:#1a6fb5;">Markveien 12, 0554 Oslo</a>'
    html = _word([words]) + f"<hr><div>{BLOCK.replace(chr(10), '<br>')}</div>" + _word([QUESTIONS[0], link])
    mail = read(html.replace("<service", "&lt;service"), subject="SV: Ovn", content_type=HTML)

    assert mail.text == words
    assert "Markveien 12" in mail.quoted


@pytest.mark.parametrize("mark", ["--> ", "→ ", "KN: ", "[KN] "])
def test_answers_with_a_mark_before_them_count_when_they_are_announced(mark: str) -> None:
    mail = read(
        f"Svar inne i teksten.\n\n{BLOCK}\n\n{QUESTIONS[0]}\n{mark}Den store.\nMvh Odd", subject="SV: Ovn"
    )

    assert mail.text == f"Svar inne i teksten.\n\n{mark}Den store."
    assert [(one.asked, one.said) for one in mail.answers] == [(QUESTIONS[0], f"{mark}Den store.")]


def test_error_message_above_the_quote_is_no_answer_s_question() -> None:
    quote = f"4. nov. 2026 kl. 15:00 skrev Odd <service@fjordlys.example>:\n> {QUESTIONS[0]}"
    mail = read(f"Den viser\n> E-15\nhele tiden\n\n{quote}\n", subject="SV: Ovn")

    assert (mail.text, mail.answers) == ("Den viser\n> E-15\nhele tiden", ())


def test_colours_of_an_unannounced_history_are_history() -> None:
    html = _word(["Ja, takk."]) + f"<hr><div>{BLOCK.replace(chr(10), '<br>')}</div>"
    html += _word([QUESTIONS[0], '<span style="color:#E36C0A">Fjordlys Service</span>'])
    mail = read(html.replace("<service", "&lt;service"), subject="SV: Ovn", content_type=HTML)

    assert mail.text == "Ja, takk."


def test_answers_tagged_with_the_senders_name_are_kept() -> None:
    mail = read(
        f"Hei Odd\n\n{BLOCK}\n\nHei Kari\n{QUESTIONS[0]}\n[Kari:] Den til venstre.\n{QUESTIONS[1]}\n"
        "[Kari:] På tirsdag.\nHilsen Odd\n",
        subject="SV: Ovn",
    )

    assert mail.text.split("\n\n")[1:] == ["[Kari:] Den til venstre.", "[Kari:] På tirsdag."]


def test_answer_to_all_is_a_reply_though_a_colleague_wrote_the_mail() -> None:
    block = "Fra: Per Nes <per@nes.example>\nSendt: torsdag 5. november 2026 09:12\n"
    block += "Til: Kari Nes; Fjordlys <desk@fjordlys.example>\nEmne: SV: Ovn"
    mail = read(f"Fredag passer.\n\n{block}\n\nKari, kan du svare dem?\n", subject="SV: Ovn")

    assert (mail.kind, mail.text) == (Kind.REPLY, "Fredag passer.")
