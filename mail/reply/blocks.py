"""Header blocks that shape alone does not prove: cut short, in a language nobody listed, or stacked.

What a form or a list of places cannot have is believed instead: the block names somebody who takes part in
this very mail, or repeats its subject, in the place where a client would.
"""

import re
from collections.abc import Sequence
from functools import cache

from mail.reply.attribution import attribution
from mail.reply.headerblock import HeaderBlock, header_block, role_of, visible
from mail.reply.lines import Line
from mail.reply.names import folded, name_tokens
from mail.reply.parties import Parties
from mail.subject import read_subject
from mail.words import phrases

_LABELLED = re.compile(r"[\s*_|]{0,6}([^\W\d_][^:：\n]{0,30}?)[\s*]{0,3}[:：][\s*]{0,4}(\S.*)")
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"[\w.+%&'*/=?^{|}~-]{1,64}@[\w.-]{1,255}")
_WHEN = re.compile(r"(?:19|20)\d\d.{0,30}?\d{1,2}[:.]\d\d|\d{1,2}[:.]\d\d.{0,30}?(?:19|20)\d\d")
_LABEL_WORDS, _FEWEST, _MOST = 3, 3, 8
_STACK = 16  # lines, blank ones too, that a stacked block takes


def block_at(lines: Sequence[Line], start: int, parties: Parties) -> HeaderBlock | None:
    """The header block that begins at line ``start`` of a mail between ``parties``, or None."""
    text = lines[start].text
    if ":" in text or "\t" in text or "：" in text:  # as few lines of a letter
        block = header_block(lines, start)
        if block and block.sure:
            return block
        if block and (headed := _over_attribution(lines, block)):
            return headed
        if block and _stands_alone(lines, block) and _named(block, parties):
            return block
        foreign = _foreign(lines, start)
        if foreign and _stands_alone(lines, foreign) and _takes_part(foreign, parties):
            return foreign
    stacked = _stacked(lines, start)
    return stacked if stacked and _takes_part(stacked, parties) else None


def _over_attribution(lines: Sequence[Line], block: HeaderBlock) -> HeaderBlock | None:
    """Yandex on phones: recipients and subject, then the line that tells date and sender."""
    said = attribution(lines, block.end) if "from" not in block.values and block.end < len(lines) else None
    if said is None or not said.address:
        return None
    told = " ".join(line.text for line in lines[block.end : said.end])
    return HeaderBlock(block.start, said.end, block.values | {"from": told, "sent": told})


def _named(block: HeaderBlock, parties: Parties) -> bool:
    """Whether a block that lost some of its lines is one all the same."""
    if "from" not in block.values:
        return False
    if parties.subject and "subject" in block.values and _same_subject(block, parties):
        return True
    if not block.dated and "subject" not in block.values:
        return False
    if _takes_part(block, parties):
        return block.dated or parties.answers
    return bool(block.sender) and block.dated and (parties.answers or parties.forward_prefix)


def _same_subject(block: HeaderBlock, parties: Parties) -> bool:
    return read_subject(block.values["subject"]).text.casefold() == parties.subject.casefold()


def _takes_part(block: HeaderBlock, parties: Parties) -> bool:
    """Whether somebody in the block is the mail's sender or recipient: who answers quotes one of the two."""
    if block.sender:
        if parties.receives(block.sender) or parties.writes(block.sender):
            return True
    elif (name := folded(block.sender_name)) and name in parties.recipient_names:
        return True
    if any(parties.writes(one) for one in block.addresses):
        return True
    to = block.values.get("to", "")
    words = {folded(word) for word in re.findall(r"[^\W\d_]{3,}", to)}
    return bool(to) and "@" not in to and bool(words & name_tokens(parties.sender_name, parties.sender))


def _stands_alone(lines: Sequence[Line], block: HeaderBlock) -> bool:
    """Whether blank or quoting lines part the block from the words around it."""
    before = lines[block.start - 1] if block.start else None
    after = lines[block.end] if block.end < len(lines) else None
    apart = before is None or before.blank or not any(char.isalnum() for char in before.text)
    dashed = before is not None and before.text.strip()[-2:] in ("--", "__", "**", "==")
    return (apart or dashed) and (after is None or after.blank or after.depth > lines[block.start].depth)


def _foreign(lines: Sequence[Line], start: int) -> HeaderBlock | None:
    """A block whose labels nobody listed, told by its values: an address, a date with a time, and more."""
    values: dict[str, str] = {}
    at, seen = start, 0
    if ":" not in lines[start].text and "：" not in lines[start].text:
        return None
    while at < len(lines) and seen < _MOST and lines[at].depth == lines[start].depth:
        match = _LABELLED.match(visible(lines[at].text))
        if not match or len(match[1].split()) > _LABEL_WORDS or len(lines[at].text) > 500:
            break
        told = role_of(lines[at].text)
        role = told[0] if told else _role_by_value(match[2], values)
        values.setdefault(role, match[2].strip())
        seen += 1
        at += 1
    if seen < _FEWEST or "from" not in values or "sent" not in values or not _WHEN.search(values["sent"]):
        return None
    return HeaderBlock(start, at, values, sure=False)


def _role_by_value(value: str, values: dict[str, str]) -> str:
    if "sent" not in values and _WHEN.search(value):
        return "sent"
    if _ADDRESS.search(value):
        return "to" if "from" in values else "from"
    return "subject"


def _stacked(lines: Sequence[Line], start: int) -> HeaderBlock | None:
    """Lotus Notes' block: name and date above, then each label over its value, or beside it in a table."""
    head: list[str] = []
    at = start
    near = f"{lines[start].text}{lines[start + 1].text if start + 1 < len(lines) else ''}"
    if not _DIGIT.search(near):
        return None
    while at < min(start + 4, len(lines)) and not lines[at].blank and not role_of(lines[at].text):
        head.append(lines[at].text.strip())
        at += 1
    told = visible(" ".join(head))
    when = _WHEN.search(told)
    if not 0 < len(head) <= 3 or when is None or (len(head) == 1 and not _ADDRESS.search(told)):
        return None
    values = {"from": told[: when.start()].strip(), "sent": told[when.start() :]}
    role, end = "", at
    for number in range(at, min(start + _STACK, len(lines))):
        text = lines[number].text.strip(" \t:*")
        if not text:
            continue
        if label := _bare_labels().get(text.casefold()):
            role, values[label], end = label, "", number + 1
        elif beside := role_of(lines[number].text):
            role, values[beside[0]], end = *beside, number + 1
        elif role and not values[role]:
            values[role], end = text, number + 1
        else:
            break
    labels = len(values.keys() & {"to", "cc", "subject"})
    return HeaderBlock(start, end, values, sure=False) if labels > 1 else None


@cache
def _bare_labels() -> dict[str, str]:
    return {label: role for role in ("subject", "cc", "to") for label in phrases("headers", role)}
