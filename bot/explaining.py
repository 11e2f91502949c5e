"""``stafett parse --explain``: in words, why a mail was understood as it was."""

from collections.abc import Iterator

from bot.explaining_machines import machines_lines
from mail.parsed import Attachment, Found, ParsedMail

_SHOWN = 4  # lines of a part
_PARTS = {
    "text": "in the new text",
    "quoted": "in the mail passed on",
    "attached mail": "in the attached mail",
    "subject": "in the subject",
    "signature": "in the signature",
    "from": "in the sender's name",
}


def explained(path: str, raw: bytes, mail: ParsedMail, *, registered: int) -> str:
    """The whole explanation of one mail, for a terminal. ``registered``: machines that were looked among."""
    return "\n".join(_lines(path, raw, mail, registered)) + "\n\n"


def _lines(path: str, raw: bytes, mail: ParsedMail, registered: int) -> Iterator[str]:
    yield path
    if mail.error:
        yield f"  could not be read: {mail.error}"
        return
    sender = f"{mail.sender.name or ''} <{mail.sender.address}>".strip() if mail.sender else "nobody"
    yield f"  from      {sender}"
    yield f"  subject   {mail.subject}" + (f"  (of: {mail.raw_subject})" * (mail.raw_subject != mail.subject))
    yield f"  kind      {mail.kind}"
    yield from _because(mail, "kind")
    yield f"  automatic {'yes: no automatic message answers it' if mail.automatic else 'no'}"
    yield from _because(mail, "automatic")
    yield from machines_lines(raw, mail)
    yield f"  language  {mail.language}"
    yield from _because(mail, "language")
    yield from _part(mail, "text", "new text", mail.text)
    yield from _part(mail, "quoted", "quoted", mail.quoted)
    yield from _part(mail, "signature", "signature", mail.signature)
    yield from _fields(mail)
    yield f"  machine   {mail.fields.asset_id or 'none'}"
    yield from _because(mail, "asset")
    if not registered:
        yield "      no register to look in: name one with --assets FILE.csv"
    yield from (f"  file      {_file(file)}" for file in mail.attachments)


def _because(mail: ParsedMail, about: str) -> Iterator[str]:
    """The reasons in the order of deciding; those of a mail within this one say so."""
    for reason in mail.reasons:
        if reason.about == about:
            where = f" (in the {reason.where})" if reason.where else ""
            yield f"      {reason.rule}{where}" + (f': "{reason.words}"' if reason.words else "")


def _part(mail: ParsedMail, about: str, name: str, text: str) -> Iterator[str]:
    lines = text.splitlines()
    yield f"  {name:9} {_count(len(lines), 'line') if lines else 'nothing'}"
    yield from _because(mail, about)
    yield from (f"      | {line[:100]}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"      | … and {_count(len(lines) - _SHOWN, 'more line')}"


def _fields(mail: ParsedMail) -> Iterator[str]:
    yield "  fields"
    silent: list[str] = []
    for name, value in mail.fields.to_json().items():
        if value is None:
            silent.append(name)
        else:
            yield f"    {name:14} {value}"
            yield f"      {_place(mail.found.get(name), name)}"
    if silent:
        yield f"    not told: {', '.join(silent)}"


def _place(found: Found | None, name: str) -> str:
    if found is None:
        return "nothing says otherwise" if name == "priority" else "told, but not in these very words"
    return f'{found.rule}: "{" ".join(found.quote.split())}" {_PARTS[found.source]}, at {found.start}'


def _file(file: Attachment) -> str:
    told = [file.filename, file.content_type, f"{file.size} bytes", *(["inline"] if file.inline else [])]
    return "  ".join([*told, *(f"! {flag}" for flag in file.flags)])


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
