"""The numbers that other houses' ticket systems put into subjects, by which they know their mails again."""

import re

from mail.parsed import Kind, ParsedMail

_MOST = 5
_LONGEST = 500  # characters of a subject
_DIGITS = 2  # at the least
_WORD = (
    r"(?:ticket|case|incident|request|issue|sak|saksnr|sag|sagsnr|ärende|ärendenr|arende|заявка|обращение"
    r"|инцидент|тикет|vorgang|ordre|order|tiketti)"
)
# By name: Ticket 4711, Sak: 2026/118, Заявка № 5512, Case #00123.
_NAMED = re.compile(
    rf"\b{_WORD}\w{{0,4}}\.?\s*(?:id|nr|no|number|nummer|№)?[\s.:#№-]{{1,4}}([\w/-]*\d[\w/-]*)", re.IGNORECASE
)
# In brackets without a name: [INC0012345], (PROJ-123), [2026110510000123]. A short number may be a shop's.
_BRACKETED = re.compile(r"[\[({]\s*#?((?=[\w/-]*\d)[\w/-]{3,40})\s*[\])}]")
_CODE = re.compile(r"[^\W\d_]{1,10}[-/_]?\d{2,}[\w/-]*|\d[\d/-]{4,}")
# Salesforce's ref:_00D..:ref, ManageEngine's ##12345##.
_FENCED = re.compile(r"\bref:([\w!.]{6,60}):ref\b|##([\w-]{3,30})##", re.ASCII)
_HASHED = re.compile(r"#\s?(\d{2,20}|[A-Z]{1,8}-?\d{2,20})\b")
# Shapes of the large systems: INC0012345, RITM0010001, CS0001234, SR-4451.
_SHAPED = re.compile(r"\b(?:INC|RITM|REQ|SR|CHG|CS|PRB|TASK|WO|TKT)[- ]?\d{3,12}\b")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?|(?:19|20)\d\d")


def their_numbers(mail: ParsedMail) -> tuple[str, ...]:
    """Numbers under which the sender's house knows the matter, as written in the subject.

    Not the machine's. Ours may be among them: the caller knows its own.
    """
    machine = {_key(number) for number in (mail.fields.serial, mail.fields.asset_id) if number}
    found = (number for number in _in_subject(mail.raw_subject[:_LONGEST]) if _key(number) not in machine)
    return tuple(dict.fromkeys(found))[:_MOST]


def numbers_to_thread_by(mail: ParsedMail) -> tuple[str, ...]:
    """Those of `their_numbers`, and the one the text calls theirs where it names what went before.

    In a new mail's text it may be an order that covers many jobs: that proves nothing.
    """
    told = mail.fields.reference
    again = mail.kind is Kind.REPLY or mail.automatic or (told is not None and told in mail.raw_subject)
    return (*their_numbers(mail), *((told,) if told is not None and again else ()))


def _in_subject(subject: str) -> list[str]:
    found = [match[1] or match[2] for match in _FENCED.finditer(subject)]
    found += [match[1] for match in _BRACKETED.finditer(subject) if _CODE.fullmatch(match[1])]
    for shape in (_NAMED, _HASHED):
        found += [match[1] for match in shape.finditer(subject)]
    found += [match[0] for match in _SHAPED.finditer(subject)]
    return [number for number in found if sum(map(str.isdigit, number)) >= _DIGITS and not _is_date(number)]


def _is_date(number: str) -> bool:
    return _DATE.fullmatch(number) is not None and not re.fullmatch(r"\d{4}/\d{3,}", number)


def _key(number: str) -> str:
    return re.sub(r"[\W_]", "", number).upper()
