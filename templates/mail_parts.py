"""What a mail has besides its rendered words: what lists show of it, notes, and the quote below all."""

import re

from markupsafe import escape

from templates.shorten import clip

_END = "<!-- end of words -->"  # forms/html.j2 has it between the words and what stands below them
_LINES = 8
_CHARACTERS = 700
_MORE = "[…]"
_PREVIEW = 140  # characters; no list of mails shows more
_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"
_PREHEADER = (
    '<span style="display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;'
    'color:#f2f4f6;">{words}</span>'
)
_NOTE = (
    '<tr><td class="edge pale" style="padding:8px 32px;{font}font-size:14px;line-height:20px;color:#5b6773;'
    'text-align:left;">{note}</td></tr>\n'
)
# Clients fold what Gmail's class names; type=cite is Apple's and Thunderbird's; Outlook shows the border.
_QUOTE = (
    '<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" '
    'style="background:#f2f4f6;"><tr><td class="edge" align="center" style="padding:12px 12px 24px;">'
    '<div class="gmail_quote pale" style="max-width:560px;{font}font-size:14px;line-height:20px;'
    'color:#5b6773;text-align:left;"><div class="gmail_attr">{attribution}</div>'
    '<blockquote type="cite" class="gmail_quote rule" style="margin:6px 0 0;padding:0 0 0 12px;'
    'border-left:2px solid #c3cad1;">{words}</blockquote></div></td></tr></table>\n'
)


def with_preheader(html: str, text: str) -> str:
    """HTML that a list of mails shows by its words; else it would show the desk's name once more."""
    words = clip(" ".join(text.split()), _PREVIEW)
    hidden = _PREHEADER.format(words=escape(words))
    return re.sub(r"<body[^>]*>", lambda body: f"{body[0]}\n{hidden}", html, count=1)


def with_note(text: str, html: str, note: str) -> tuple[str, str]:
    """Text and HTML with one more line at the end of the words, above who says them."""
    *words, sender, footer = ["", "", *text.rstrip().split("\n\n")]
    row = _NOTE.format(font=_FONT, note=escape(note))
    noted = "\n\n".join(filter(None, (*words, note, sender, footer)))
    return f"{noted}\n", html.replace(_END, row + _END, 1)


def with_quote(text: str, html: str, attribution: str, words: str) -> tuple[str, str]:
    """Text and HTML above the beginning of what they answer, marked as every client marks it."""
    lines = _shortened(words)
    if not lines:
        return text, html
    quoted = "\n".join(f"> {line}".rstrip() for line in lines)
    block = _QUOTE.format(
        font=_FONT, attribution=escape(attribution), words="<br>".join(str(escape(line)) for line in lines)
    )
    return f"{text.rstrip()}\n\n{attribution}\n{quoted}\n", html.replace("</body>", f"{block}</body>", 1)


def _shortened(words: str) -> list[str]:
    lines = [re.sub(r"^[\s>]+", "", line).rstrip() for line in words.strip().splitlines()]
    kept: list[str] = []
    room = _CHARACTERS
    for line in lines:
        if len(kept) == _LINES or len(line) > room:
            if len(kept) < _LINES and room > 100:
                kept.append(line[:room].rsplit(" ", 1)[0])
            return [*kept, _MORE]
        if line or (kept and kept[-1]):
            kept.append(line)
        room -= len(line)
    return kept
