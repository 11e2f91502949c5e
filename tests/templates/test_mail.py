"""A mail's two bodies."""

import re
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from templates import Texts
from tests.templates.world import CUSTOMER, FACTS, NOW

LETTERS = ["requester/received", "requester/resolved", "requester/reply", "partner/card"]


def words_of_html(html: str) -> list[str]:
    body = LexborHTMLParser(html).body
    assert body is not None
    return body.text(separator=" ").replace("\xa0", " ").split()


@pytest.mark.parametrize("name", LETTERS)
def test_both_bodies_say_the_same_words(texts: Texts, name: str) -> None:
    mail = texts.mail(name, "nb", **FACTS[name])
    spoken = {word.strip("-•:.").casefold() for word in mail.text.split() if "://" not in word}
    shown = {word.strip("-•:.").casefold() for word in words_of_html(mail.html)}
    assert spoken - shown <= {"svært", "dårlig", "sånn", "passe", "bra"}  # what a face means, in its title


@pytest.mark.parametrize("name", LETTERS)
def test_the_layout_is_one_column_of_tables_styled_in_line(texts: Texts, name: str) -> None:
    tree = LexborHTMLParser(texts.mail(name, "nb", **FACTS[name]).html)
    assert tree.css('html[lang="nb"]')
    assert not tree.css("div, script, img, link")
    assert all(table.attributes["role"] == "presentation" for table in tree.css("table"))
    assert all("font-family" in (cell.attributes["style"] or "") for cell in tree.css("td.ink"))


def test_the_desk_stands_on_top(texts: Texts) -> None:
    mail = texts.mail("requester/received", "nb", view=CUSTOMER, now=NOW)
    shown = re.sub(r'<span style="display:none.*?</span>', "", mail.html)
    assert words_of_html(shown)[:2] == ["Nordlys", "Service"]
    assert "\n\nNordlys Service\n\nSak #1001" in mail.text


def test_dark_mode_is_declared_and_styled(texts: Texts) -> None:
    html = texts.mail("requester/received", "nb", view=CUSTOMER, now=NOW).html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme: dark" in html


def test_outside_words_are_words_in_both_bodies(texts: Texts) -> None:
    said = "<script>alert(1)</script> & <b>fet</b>\n\n\n\nlinje to"
    mail = texts.mail("requester/reply", "nb", view=replace(CUSTOMER, desk="<3 & Co"), words=said, now=NOW)
    assert "<script>alert(1)</script> & <b>fet</b>\n\nlinje to\n" in mail.text
    assert "<3 & Co" in mail.text
    assert not LexborHTMLParser(mail.html).css("script, b")
    assert "&lt;b&gt;fet&lt;/b&gt;<br><br>linje to" in mail.html


def test_a_subject_is_one_line_of_bearable_length(texts: Texts) -> None:
    view = replace(CUSTOMER, subject="Hjelp!\r\nBcc: alle@x.example " + "kaffe " * 100)
    subject = texts.mail("requester/received", "nb", view=view, now=NOW).subject
    assert subject.startswith("Sak [#1001]: Hjelp! Bcc: alle@x.example kaffe")
    assert len(subject) <= 180
    assert subject.isprintable()
