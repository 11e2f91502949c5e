# ruff: noqa: E501 -- a client's HTML is one long line
"""How mail clients write replies and forwards: a small world of mails per client and language, on demand.

The shapes are those that the clients produce; people, firms and faults are invented for these tests.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

DESK = ("Fjordlys Service", "service@fjordlys.example")


@dataclass(frozen=True)
class Tongue:
    """What a client says in one language, and what a customer writes in it."""

    code: str
    sender: tuple[str, str]
    text: str
    question: str
    closing: str
    labels: tuple[str, str, str, str]  # From, Sent, To, Subject of Outlook
    day: str  # the date in Outlook's block
    gmail: str
    apple: str
    thunderbird: str
    mobile: str
    original: str
    forwarded: str
    apple_forwarded: str
    reply_prefix: str
    forward_prefix: str
    note: str
    passed_on: str
    third: tuple[str, str]


TONGUES = {
    "nb": Tongue(
        "nb",
        ("Ragnhild Moe", "ragnhild.moe@brygga-bakeri.example"),
        "Hei igjen!\n\nJa, det er eltemaskinen i kjelleren. Den stopper etter et par minutter og lukter svidd.\n\nDere kan komme når som helst før klokka ti.",
        "Hei Ragnhild\nHvilken maskin gjelder det, og når passer det at vi kommer?\nHilsen Odd",
        "Vennlig hilsen\nRagnhild Moe\nBrygga Bakeri AS",
        ("Fra", "Sendt", "Til", "Emne"),
        "torsdag 5. november 2026 09:12",
        "tor. 5. nov. 2026 kl. 09:12 skrev {name} <{address}>:",
        "5. nov. 2026 kl. 09:12 skrev {name} <{address}>:",
        "Den 05.11.2026 09:12, skrev {name}:",
        "Sendt fra min iPhone",
        "Opprinnelig melding",
        "Videresendt melding",
        "Videresendt melding:",
        "SV: ",
        "VS: ",
        "Kan dere se på denne? Det gjelder butikken på hjørnet.",
        "Hei, kjøledisken har stått på tolv grader siden i går kveld. Vi har flyttet fisken til lageret.",
        ("Torgeir Lie", "torgeir.lie@brygga-bakeri.example"),
    ),
    "sv": Tongue(
        "sv",
        ("Margareta Öberg", "margareta.oberg@kvarnbageriet.example"),
        "Hej igen!\n\nJa, det gäller degblandaren i källaren. Den stannar efter några minuter och luktar bränt.\n\nNi kan komma när som helst före klockan tio.",
        "Hej Margareta\nVilken maskin gäller det, och när passar det att vi kommer?\nHälsningar Sven",
        "Med vänlig hälsning\nMargareta Öberg\nKvarnbageriet AB",
        ("Från", "Skickat", "Till", "Ämne"),
        "den 5 november 2026 09:12",
        "Den tors 5 nov. 2026 kl 09:12 skrev {name} <{address}>:",
        "5 nov. 2026 kl. 09:12 skrev {name} <{address}>:",
        "Den 2026-11-05 kl. 09:12, skrev {name}:",
        "Skickat från min iPhone",
        "Ursprungligt meddelande",
        "Vidarebefordrat meddelande",
        "Vidarebefordrat brev:",
        "SV: ",
        "VB: ",
        "Kan ni titta på det här? Det gäller butiken på hörnet.",
        "Hej, kyldisken har legat på tolv grader sedan i går kväll. Vi har flyttat fisken till lagret.",
        ("Bengt Ljung", "bengt.ljung@kvarnbageriet.example"),
    ),
    "da": Tongue(
        "da",
        ("Birthe Kjær", "birthe.kjaer@moellebageriet.example"),
        "Hej igen!\n\nJa, det er røremaskinen i kælderen. Den stopper efter et par minutter og lugter brændt.\n\nI kan komme når som helst før klokken ti.",
        "Hej Birthe\nHvilken maskine drejer det sig om, og hvornår passer det, at vi kommer?\nHilsen Palle",
        "Med venlig hilsen\nBirthe Kjær\nMøllebageriet ApS",
        ("Fra", "Sendt", "Til", "Emne"),
        "5. november 2026 09:12",
        "tor. 5. nov. 2026 kl. 09.12 skrev {name} <{address}>:",
        "Den 5. nov. 2026 kl. 09.12 skrev {name} <{address}>:",
        "Den 05.11.2026 kl. 09.12 skrev {name}:",
        "Sendt fra min iPhone",
        "Oprindelig meddelelse",
        "Videresendt meddelelse",
        "Start på videresendt besked:",
        "SV: ",
        "VS: ",
        "Kan I kigge på den her? Det er butikken på hjørnet.",
        "Hej, køledisken har stået på tolv grader siden i går aftes. Vi har flyttet fisken ud på lageret.",
        ("Jens Bruun", "jens.bruun@moellebageriet.example"),
    ),
    "ru": Tongue(
        "ru",
        ("Зинаида Громова", "gromova@pekarnya-melnica.example"),
        "Здравствуйте ещё раз!\n\nДа, речь о тестомесе в подвале. Он останавливается через пару минут и пахнет горелым.\n\nПриезжайте в любое время до десяти.",
        "Зинаида, добрый день!\nО какой машине речь и когда вам удобно?\nОлег",
        "С уважением,\nЗинаида Громова\nПекарня «Мельница»",
        ("От", "Отправлено", "Кому", "Тема"),
        "5 ноября 2026 г. 9:12",
        "чт, 5 нояб. 2026 г. в 09:12, {name} <{address}>:",
        "5 нояб. 2026 г., в 09:12, {name} <{address}> написал(а):",
        "05.11.2026 9:12, {name} пишет:",
        "Отправлено с iPhone",
        "Исходное сообщение",
        "Пересылаемое сообщение",
        "Начало переадресованного сообщения:",
        "Отв: ",
        "Пер: ",
        "Посмотрите, пожалуйста. Это магазин на углу.",
        "Добрый день, холодильная витрина со вчерашнего вечера держит двенадцать градусов. Рыбу мы убрали на склад.",
        ("Павел Дронов", "dronov@pekarnya-melnica.example"),
    ),
    "en": Tongue(
        "en",
        ("Beatrice Holloway", "beatrice.holloway@millstonebakery.example"),
        "Hello again!\n\nYes, it is the dough mixer in the basement. It stops after a couple of minutes and smells of burning.\n\nYou can come any time before ten.",
        "Hi Beatrice\nWhich machine is it, and when would it suit you for us to come?\nThanks, Graham",
        "Kind regards\nBeatrice Holloway\nMillstone Bakery Ltd",
        ("From", "Sent", "To", "Subject"),
        "Thursday, November 5, 2026 9:12 AM",
        "On Thu, 5 Nov 2026 at 09:12, {name} <{address}> wrote:",
        "On 5 Nov 2026, at 09:12, {name} <{address}> wrote:",
        "On 05/11/2026 09:12, {name} wrote:",
        "Sent from my iPhone",
        "Original Message",
        "Forwarded message",
        "Begin forwarded message:",
        "Re: ",
        "Fwd: ",
        "Could you take a look at this one? It is the shop on the corner.",
        "Hi, the chiller has been at twelve degrees since yesterday evening. We have moved the fish to the store room.",
        ("Nigel Pemberton", "nigel.pemberton@millstonebakery.example"),
    ),
}


@dataclass(frozen=True)
class Written:
    """A mail's body in the two ways a client writes it; either may be empty."""

    plain: str = ""
    html: str = ""


def _esc(text: str) -> str:
    return html.escape(text)


def _divs(text: str) -> str:
    return "".join(f"<div>{_esc(line) or '<br>'}</div>" for line in text.split("\n"))


def _word(text: str) -> str:
    return "".join(
        f"<p class=MsoNormal>{_esc(line) or '<o:p>&nbsp;</o:p>'}<o:p></o:p></p>\n"
        for line in text.split("\n")
    )


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _block(
    tongue: Tongue, sender: tuple[str, str], to: tuple[str, str], subject: str
) -> list[tuple[str, str]]:
    return list(
        zip(
            tongue.labels,
            (f"{sender[0]} <{sender[1]}>", tongue.day, f"{to[0]} <{to[1]}>", subject),
            strict=True,
        )
    )


def outlook_desktop(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    block = _block(t, whose, to, "Eltemaskin")
    lines = "<br>".join(f"<b>{label}:</b> {_esc(value)}" for label, value in block)
    plain = (
        f"{new}\n\n{t.closing}\n\n"
        + "\n".join(f"{label}: {value}" for label, value in block)
        + f"\n\n{old}\n"
    )
    return Written(
        plain,
        "<html><head><style><!--p.MsoNormal{margin:0cm;}--></style></head><body><div class=WordSection1>"
        f"{_word(new)}{_word('')}{_word(t.closing)}{_word('')}"
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        f"<p class=MsoNormal>{lines}<o:p></o:p></p></div></div>{_word('')}{_word(old)}</div></body></html>",
    )


def outlook_web(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    block = _block(t, whose, to, "Eltemaskin")
    lines = "<br>".join(f"<b>{label}:</b> {_esc(value)}" for label, value in block)
    return Written(
        "",
        '<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr">'
        f'{_divs(new)}<div><br></div><div id="Signature">{_divs(t.closing)}</div><div id="appendonsend"></div>'
        f'<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{lines}</font><div>&nbsp;</div></div>'
        f"{_divs(old)}</body></html>",
    )


def outlook_mobile(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    block = _block(t, whose, to, "Eltemaskin")
    plain = (
        f"{new}\n\n{t.mobile}\n________________________________\n"
        + "\n".join(f"{a}: {b}" for a, b in block)
        + f"\n\n{old}\n"
    )
    return Written(plain, "")


def gmail(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    said = t.gmail.format(name=whose[0], address=whose[1])
    return Written(
        f"{new}\n\n{said}\n\n{_quoted(old)}\n\n\n-- \n{t.closing}\n",
        f'<div dir="ltr">{_divs(new)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{_esc(said)}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">{_divs(old)}</div></blockquote></div>'
        f'<br clear="all"><br><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">{_divs(t.closing)}</div>',
    )


def gmail_plain(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    said = t.gmail.format(name=whose[0], address=whose[1])
    cut = said.rfind("<")
    return Written(f"{new}\n\n{t.closing}\n\n{said[: cut + 1]}\n{said[cut + 1 :]}\n\n{_quoted(old)}\n")


def apple_mail(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    said = t.apple.format(name=whose[0], address=whose[1])
    return Written(
        f"{new}\n\n{t.closing}\n\n> {said}\n> \n{_quoted(old)}\n",
        f'<html><head></head><body style="overflow-wrap: break-word;">{_divs(new)}<div><br></div>{_divs(t.closing)}<div><br><blockquote type="cite"><div>{_esc(said)}</div>'
        f'<br class="Apple-interchange-newline"><div><div>{_divs(old)}</div></div></blockquote></div><br></body></html>',
    )


def iphone(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    said = t.apple.format(name=whose[0], address=whose[1])
    return Written(
        "",
        f'<html><head></head><body dir="auto">{_divs(new)}<div dir="ltr"><br></div><div dir="ltr">{t.mobile}</div><div dir="ltr"><br><blockquote type="cite">{_esc(said)}<br><br></blockquote></div>'
        f'<blockquote type="cite"><div dir="ltr">\ufeff{_divs(old)}</div></blockquote></body></html>',
    )


def thunderbird(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    said = t.thunderbird.format(name=whose[0], address=whose[1])
    return Written(
        "",
        f'<html><body><p>{"</p><p>".join(_esc(part).replace(chr(10), "<br>") for part in new.split(chr(10) * 2))}</p><div class="moz-signature">-- <br>{_esc(t.closing).replace(chr(10), "<br>")}</div>'
        f'<div class="moz-cite-prefix">{_esc(said)}<br></div><blockquote type="cite" cite="mid:1@x"><p>{_esc(old).replace(chr(10), "<br>")}</p></blockquote></body></html>',
    )


def thunderbird_plain(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    said = t.thunderbird.format(name=whose[0], address=whose[1])
    return Written(f"{said}\n{_quoted(old)}\n\n{new}\n\n-- \n{t.closing}\n")


def yandex(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    return Written(
        "",
        f'{_divs(new)}<div>&nbsp;</div><div>-- </div>{_divs(t.closing)}<div>&nbsp;</div><div>05.11.2026, 09:12, "{whose[0]}" &lt;{whose[1]}&gt;:</div><blockquote>{_divs(old)}</blockquote>',
    )


def mail_ru(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    return Written(
        "",
        f'<HTML><BODY>{_divs(new)}<div>&nbsp;</div>{_divs(t.closing)}<div>&nbsp;</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">'
        f'Четверг, 5 ноября 2026, 9:12 +03:00 от {whose[0]} &lt;{whose[1]}&gt;:<br><div id="">{_divs(old)}</div></blockquote></BODY></HTML>',
    )


def proton(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    return Written(
        "",
        f'<div style="font-family: Arial, sans-serif; font-size: 14px;">{_divs(new)}</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-user">{_divs(t.closing)}</div>'
        f'<div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">On Thursday, November 5th, 2026 at 9:12 AM, {whose[0]} &lt;{whose[1]}&gt; wrote:<br><br>'
        f'<blockquote class="protonmail_quote" type="cite">{_divs(old)}</blockquote><br></div>',
    )


def lotus(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    frm, sent, to_label, subject = t.labels
    return Written(
        f'{new}\n\n{t.closing}\n\n\n-----"{whose[0]}" <{whose[1]}> wrote: -----\n{to_label}: {to[1]}\n{frm}: "{whose[0]}" <{whose[1]}>\n{sent}: 05.11.2026 09:12\n{subject}: Eltemaskin\n\n{old}\n'
    )


def outlook_express(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    block = _block(t, whose, to, "Eltemaskin")
    return Written(
        f"{new}\n\n{t.closing}\n\n-----{t.original}-----\n"
        + "\n".join(f"{a}: {b}" for a, b in block)
        + f"\n\n{old}\n"
    )


def samsung(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    frm, _, to_label, subject = t.labels
    return Written(
        "",
        f'<html><body><div dir="auto">{_divs(new)}</div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757">{t.mobile}</div></div>'
        f'<div><br></div><div style="font-size:100%;color:#000000"><!-- originalMessage --><div>-------- {t.original} --------</div><div>{frm}: {whose[0]} &lt;{whose[1]}&gt; </div><div>Dato: 05.11.2026  09:12  (GMT+01:00) </div><div>{to_label}: {to[1]} </div><div>{subject}: Eltemaskin </div><div><br></div></div>'
        f"{_divs(old)}</body></html>",
    )


def yahoo(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    said = t.gmail.format(name=whose[0], address=whose[1])
    return Written(
        "",
        f'<html><body><div class="ydp1a-yahoo-style-wrap"><div></div>{_divs(new)}<div><br></div>{_divs(t.closing)}</div><div id="yahoo_quoted_7" class="yahoo_quoted"><div style="font-family:Helvetica"><div>{_esc(said)}</div><div><br></div><div>{_divs(old)}</div></div></div></body></html>',
    )


def roundcube(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    said = t.thunderbird.format(name=whose[0], address=whose[1])
    return Written(
        "",
        f'<html><body style="font-size: 10pt"><p>{_esc(new).replace(chr(10), "<br />")}</p><div class="pre" style="margin:0;padding:0;font-family:monospace">---<br />{_esc(t.closing).replace(chr(10), "<br />")}</div>'
        f'<p id="reply-intro">{_esc(said)}</p><blockquote type="cite" style="padding:0 0.4em;border-left:#1010ff 2px solid;margin:0">{_divs(old)}</blockquote></body></html>',
    )


def zimbra(t: Tongue, new: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    block = _block(t, whose, to, "Eltemaskin")
    lines = "<br>".join(f"<b>{a}: </b>{_esc(b)}" for a, b in block)
    return Written(
        "",
        f'<html><body><div style="font-family: arial">{_divs(new)}<div><br></div><div data-marker="__SIG_PRE__">{_divs(t.closing)}</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">{lines}<br></div><div><br></div><div data-marker="__QUOTED_TEXT__">{_divs(old)}</div></div></body></html>',
    )


REPLIES: dict[str, Callable[..., Written]] = {
    one.__name__: one
    for one in (
        outlook_desktop, outlook_web, outlook_mobile, gmail, gmail_plain, apple_mail, iphone, thunderbird, thunderbird_plain,
        yandex, mail_ru, proton, lotus, outlook_express, samsung, yahoo, roundcube, zimbra,
    )
}  # fmt: skip


def _apple_block(t: Tongue, sender: tuple[str, str], to: tuple[str, str]) -> list[tuple[str, str]]:
    frm, _, to_label, subject = t.labels
    date = {"nb": "Dato", "sv": "Datum", "da": "Dato", "ru": "Дата", "en": "Date"}[t.code]
    return [
        (frm, f"{sender[0]} <{sender[1]}>"),
        (subject, "Kjøledisk"),
        (date, "5. november 2026 kl. 09:12:33 CET"),
        (to_label, to[1]),
    ]


def forward_gmail(t: Tongue, note: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    frm, _, to_label, subject = t.labels
    head = [
        (frm, f"{whose[0]} <{whose[1]}>"),
        ("Date", "tor. 5. nov. 2026 kl. 09:12"),
        (subject, "Kjøledisk"),
        (to_label, f"<{to[1]}>"),
    ]
    top = f"---------- {t.forwarded} ---------"
    return Written(
        "",
        f'<div dir="ltr">{_divs(note)}<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{top}<br>'
        + "".join(f"{a}: {_esc(b)}<br>" for a, b in head)
        + f"</div><br><br>{_divs(old)}</div></div>",
    )


def forward_gmail_plain(
    t: Tongue, note: str, old: str, whose: tuple[str, str], to: tuple[str, str]
) -> Written:
    frm, _, to_label, subject = t.labels
    head = [
        (frm, f"{whose[0]} <{whose[1]}>"),
        ("Date", "tor. 5. nov. 2026 kl. 09:12"),
        (subject, "Kjøledisk"),
        (to_label, f"<{to[1]}>"),
    ]
    return Written(
        f"{note}\n\n---------- {t.forwarded} ---------\n"
        + "\n".join(f"{a}: {b}" for a, b in head)
        + f"\n\n\n{old}\n"
    )


def forward_apple(t: Tongue, note: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    head = _apple_block(t, whose, to)
    return Written(
        f"{note}\n\n{t.apple_forwarded}\n\n"
        + "\n".join(f"> {a}: {b}" for a, b in head)
        + f"\n> \n{_quoted(old)}\n"
    )


def forward_apple_html(
    t: Tongue, note: str, old: str, whose: tuple[str, str], to: tuple[str, str]
) -> Written:
    head = _apple_block(t, whose, to)
    return Written(
        "",
        f'<html><body>{_divs(note)}<div><br><div><br><blockquote type="cite"><div>{t.apple_forwarded}</div><br class="Apple-interchange-newline">'
        + "".join(
            f'<div style="margin: 0px;"><span><b>{a}: </b></span><span>{_esc(b)}<br></span></div>'
            for a, b in head
        )
        + f"<br><div><div>{_divs(old)}</div></div></blockquote></div></div></body></html>",
    )


def forward_thunderbird(
    t: Tongue, note: str, old: str, whose: tuple[str, str], to: tuple[str, str]
) -> Written:
    head = _apple_block(t, whose, to)
    rows = "".join(
        f'<tr><th align="RIGHT" nowrap="nowrap" valign="BASELINE">{a}: </th><td>{_esc(b)}</td></tr>'
        for a, b in head
    )
    return Written(
        "",
        f'<html><body>{_divs(note)}<div class="moz-forward-container"><br><br>-------- {t.forwarded} --------<table class="moz-email-headers-table" cellspacing="0" cellpadding="0" border="0"><tbody>{rows}</tbody></table><br><br>{_divs(old)}</div></body></html>',
    )


def forward_yandex(t: Tongue, note: str, old: str, whose: tuple[str, str], to: tuple[str, str]) -> Written:
    return Written(
        "",
        f'{_divs(note)}<div>&nbsp;</div><div>&nbsp;</div><div>-------- Пересылаемое сообщение --------</div><div>05.11.2026, 09:12, "{whose[0]}" &lt;{whose[1]}&gt;:</div><div>&nbsp;</div>{_divs(old)}<div>&nbsp;</div><div>-------- Конец пересылаемого сообщения --------</div>',
    )


FORWARDS: dict[str, Callable[..., Written]] = {
    one.__name__: one
    for one in (
        forward_gmail, forward_gmail_plain, forward_apple, forward_apple_html, forward_thunderbird, forward_yandex,
        outlook_desktop, outlook_web, outlook_mobile, outlook_express, lotus, samsung, zimbra,
    )
}  # fmt: skip


def mail(
    written: Written,
    *,
    sender: tuple[str, str],
    subject: str,
    to: tuple[str, str] = DESK,
    headers: dict[str, str] | None = None,
    **parts: Any,
) -> bytes:
    """``written`` as a mail with the usual headers."""
    message = EmailMessage()
    message["From"] = f"{sender[0]} <{sender[1]}>" if sender[0] else sender[1]
    message["To"] = f"{to[0]} <{to[1]}>"
    message["Subject"] = subject
    message["Date"] = "Fri, 06 Nov 2026 08:30:00 +0100"
    message["Message-ID"] = "<1.test@mail.example>"
    for name, value in (headers or {}).items():
        message[name] = value
    if written.plain:
        message.set_content(written.plain, cte="8bit", **parts)
    if written.html and written.plain:
        message.add_alternative(written.html, subtype="html", cte="8bit")
    elif written.html:
        message.set_content(written.html, subtype="html", cte="8bit")
    return message.as_bytes()
