"""What stands in a mail beside its words."""

from templates.mail_parts import with_note, with_preheader, with_quote

TEXT = "Teknikeren er på vei.\n\nNordlys Service\n\nSak #1001\n"
HTML = '<html><body class="page">Teknikeren er på vei.<!-- end of words -->Sak #1001</body></html>'


def test_a_note_stands_above_who_says_it() -> None:
    text, html = with_note(TEXT, HTML, "For stort: <film>.mp4")
    assert text == "Teknikeren er på vei.\n\nFor stort: <film>.mp4\n\nNordlys Service\n\nSak #1001\n"
    assert html.index("på vei") < html.index("For stort: &lt;film&gt;.mp4") < html.index("Sak #1001")


def test_a_note_stands_in_the_shortest_mail_too() -> None:
    assert with_note("Hei\n", HTML, "For stort")[0] == "For stort\n\nHei\n"


def test_a_quote_is_marked_as_every_client_marks_it() -> None:
    text, html = with_quote(TEXT, HTML, "3. nov. skrev Kari:", "Den lekker.\n\n> Eldre\n<b>")
    assert text.endswith("\n\n3. nov. skrev Kari:\n> Den lekker.\n>\n> Eldre\n> <b>\n")
    assert '<blockquote type="cite" class="gmail_quote' in html
    assert "Den lekker.<br><br>Eldre<br>&lt;b&gt;</blockquote>" in html


def test_a_long_quote_is_its_beginning() -> None:
    many = with_quote(TEXT, HTML, "Kari:", "\n".join(map(str, range(50))))[0]
    long = with_quote(TEXT, HTML, "Kari:", "ord " * 500)[0]
    assert many.splitlines()[-2:] == ["> 7", "> […]"]
    assert len(long.splitlines()[-2]) < 710


def test_nothing_to_quote_is_no_quote() -> None:
    assert with_quote(TEXT, HTML, "Kari:", " \n\n") == (TEXT, HTML)


def test_lists_of_mails_show_the_words() -> None:
    html = with_preheader(HTML, "Vi har <saken>.\n\n" + "x" * 300)
    assert html.index("Vi har &lt;saken&gt;.") < html.index("Teknikeren")
    assert "x" * 141 not in html
