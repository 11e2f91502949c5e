"""Replies that carry the mail they answer, in the shapes of four mail programs.

Each function takes the new words and the mail answered, and returns the whole body as text and as HTML.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from sandbox.compose.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Quoted:
    """The mail that is answered."""

    who: str
    """Its From, with name and address."""
    to: str
    subject: str
    at: datetime
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Body:
    text: str
    html: str | None


def outlook(new: Body, quoted: Quoted, words: Phrases) -> Body:
    """A header block, and below it everything the answered mail held: the whole thread."""
    block = {
        words.from_: quoted.who,
        words.sent: words.sent_at(quoted.at),
        words.to: quoted.to,
        words.subject: quoted.subject,
    }
    lines = "\n".join(f"{label}: {value}" for label, value in block.items())
    text = f"{new.text}\n\n\n{lines}\n\n{quoted.text}"
    rows = "<br>".join(f"<b>{escape(label)}:</b> {escape(value)}" for label, value in block.items())
    border = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
    html = (
        "<html><head><style>p.MsoNormal{margin:0cm;font-size:11.0pt}</style></head>"
        f'<body lang="{words.locale}">'
        f'<div class="WordSection1">{_word_paragraphs(new)}<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        f'<div><div style="{border}"><p class="MsoNormal">{rows}<o:p></o:p></p></div></div>'
        f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p>{quoted.html}</div></body></html>'
    )
    return Body(text, html)


def gmail(new: Body, quoted: Quoted, words: Phrases) -> Body:
    line = words.gmail.write(words.locale, quoted.at, quoted.who)
    style = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"
    html = (
        f'<div dir="ltr">{_lines(new)}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{escape(line)}<br></div>'
        f'<blockquote class="gmail_quote" style="{style}">{quoted.html}</blockquote></div>'
    )
    return Body(f"{new.text}\n\n{line}\n\n{_angled(quoted.text)}", html)


def apple(new: Body, quoted: Quoted, words: Phrases) -> Body:
    """From a phone, with its signature between the words and the quote."""
    line = words.apple.write(words.locale, quoted.at, quoted.who)
    html = (
        f'<html><head></head><body dir="auto">{_lines(new)}<br id="lineBreakAtBeginningOfSignature">'
        f'<div dir="ltr">{escape(words.phone)}</div>'
        f'<div dir="ltr"><br><blockquote type="cite">{escape(line)}<br><br></blockquote></div>'
        f'<blockquote type="cite"><div dir="ltr">{quoted.html}</div></blockquote></body></html>'
    )
    return Body(f"{new.text}\n\n{words.phone}\n\n> {line}\n> \n{_angled(quoted.text)}", html)


def plain(new: Body, quoted: Quoted, words: Phrases) -> Body:
    """A text program: no HTML at all."""
    line = words.apple.write(words.locale, quoted.at, quoted.who)
    return Body(f"{new.text}\n\n{line}\n{_angled(quoted.text)}", None)


STYLES = {"outlook": outlook, "gmail": gmail, "apple": apple, "plain": plain}


def as_html(text: str) -> str:
    return "<br>\n".join(escape(line) for line in text.split("\n"))


def _lines(new: Body) -> str:
    return new.html or as_html(new.text)


def _word_paragraphs(new: Body) -> str:
    if new.html:
        return new.html
    return "".join(
        f'<p class="MsoNormal">{escape(line) or "<o:p>&nbsp;</o:p>"}</p>' for line in new.text.split("\n")
    )


def _angled(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.rstrip().split("\n"))
