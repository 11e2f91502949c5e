"""A mail read again once it is known what it answers: our own words in it are no news."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mail.fields.extract import Sources, extract
from mail.language import language_of
from mail.parsed import Answer, Kind, ParsedMail
from mail.reasons import because
from mail.reply.attribution import attribution
from mail.reply.cut import cut
from mail.reply.headerblock import role_of
from mail.reply.known import known_lines
from mail.reply.lines import Line, joined
from mail.reply.markers import dashed, divider, marker
from mail.reply.names import folded
from mail.reply.parties import Parties
from tickets.register import Asset

_ABOVE = 6  # lines above a quote that may announce it
_MOSTLY = 0.5  # of the lines from its first known one to its last, for answers to stand in a quote


def with_history(
    parsed: ParsedMail,
    texts: Sequence[str],
    assets: Sequence[Asset] = (),
    *,
    categories: Mapping[str, Sequence[str]] | None = None,
    own_addresses: Iterable[str] = (),
) -> ParsedMail:
    """``parsed`` with everything that stands in ``texts`` (what was sent and received on its ticket) moved to
    ``quoted``, and with answers written between our lines moved to ``text``; ``parsed`` itself where nothing
    changes. Fields, signature, language and kind are worked out anew from what is left.

    ``assets``, ``categories`` and ``own_addresses`` are those of :func:`mail.parse.parse`. A mail of which
    nothing would be left is a repeated one and stays whole (I19). Only requests and replies are looked at.
    """
    if parsed.error or parsed.kind not in (Kind.REQUEST, Kind.REPLY) or not any(map(str.strip, texts)):
        return parsed
    written, signed = parsed.text.split("\n"), parsed.signature.split("\n")
    old = _with_heads(written, known_lines([*written, "", *signed], texts))
    # A mail with nothing above its history has all of it as its text.
    quoted = parsed.quoted.split("\n") if parsed.text != parsed.body else [""]
    answers = _answers(quoted, known_lines(quoted, texts))
    fresh = [line for line, known in zip(written, old, strict=False) if not known]
    if not any(map(str.strip, fresh)) or not (any(old) or any(answers)):
        return parsed
    fresh += [""] * any(answers) + [line for line, answer in zip(quoted, answers, strict=True) if answer]
    parts = cut([Line(line) for line in fresh], _parties(parsed))
    kept = [line for line, known in zip(signed, old[len(written) + 1 :], strict=True) if not known]
    signature = "\n".join(filter(None, (parts.signature, joined([Line(line) for line in kept]))))
    text = parts.text or joined([Line(line) for line in fresh])
    past = [line for line, known in zip([*written, "", *signed], old, strict=True) if known]
    because("quoted", "words that were sent or received before", "\n".join(past))
    past += [""] + [line for line, answer in zip(quoted, answers, strict=True) if not answer]
    parts = replace(parts, text=text, signature=signature, quoted=joined([Line(line) for line in past]))
    around = f"{parsed.subject}\n{signature}\n{parts.quoted}"
    language = language_of(text, around=around, address=parsed.sender.address if parsed.sender else "")
    sources = Sources(parsed.subject, text, parts, None, parsed.sender, parsed.reply_to, parsed.date)
    own = frozenset(one.lower() for one in own_addresses)
    return replace(
        parsed,
        kind=Kind.REPLY,
        language=language,
        text=text,
        quoted=parts.quoted,
        answers=_between(quoted, answers) if any(answers) else parsed.answers,
        signature=signature,
        fields=extract(sources, language, assets, categories or {}, own),
    )


def _with_heads(written: Sequence[str], known: Sequence[bool]) -> list[bool]:
    """``known`` and the lines directly above each quote that say whose words follow."""
    found = list(known)
    lines = [Line(line) for line in written]
    for at in range(1, len(lines)):
        if not found[at] or found[at - 1]:
            continue
        top = at
        for above in range(at - 1, max(at - 1 - _ABOVE, -1), -1):
            if _announces(lines, above, top):
                top = above
            elif not lines[above].blank:
                break
        found[top:at] = [True] * (at - top)
    return found


def _announces(lines: Sequence[Line], at: int, top: int) -> bool:
    text = lines[at].text
    if not text.strip():
        return False
    if divider(text) or dashed(text) or marker(text) or role_of(text):
        return True
    said = attribution(lines, at)
    return said is not None and said.end <= top


def _answers(quoted: Sequence[str], known: Sequence[bool]) -> list[bool]:
    """The lines of a quote without marks that nobody sent before, between the first and the last that was."""
    none = [False] * len(quoted)
    numbers = [at for at, seen in enumerate(known) if seen and quoted[at].strip()]
    if not numbers:
        return none
    first, last = numbers[0], numbers[-1]
    within = [at for at in range(first, last) if quoted[at].strip()]
    if len(numbers) < _MOSTLY * len(within) or any(quoted[at].startswith(">") for at in within):
        return none
    # A line without a letter or digit, a row of buttons' emoji, is nobody's answer.
    worded = [any(map(str.isalnum, line)) for line in quoted]
    fresh = [first < at < last and not known[at] and worded[at] for at in range(len(quoted))]
    blank_between = [
        not line.strip() and 0 < at < len(quoted) - 1 and fresh[at - 1] for at, line in enumerate(quoted)
    ]
    return [new or gap for new, gap in zip(fresh, blank_between, strict=True)]


def _between(quoted: Sequence[str], answers: Sequence[bool]) -> tuple[Answer, ...]:
    """Each run of answers with the line of ours above it."""
    found: list[Answer] = []
    asked = ""
    for line, new in zip(quoted, answers, strict=True):
        if not line.strip():
            continue
        if not new:
            asked = line.strip()
        elif found and found[-1].asked == asked:
            found[-1] = Answer(asked, f"{found[-1].said}\n{line.strip()}")
        else:
            found.append(Answer(asked, line.strip()))
    return tuple(found)


def _parties(parsed: ParsedMail) -> Parties:
    boxes = (*parsed.to, *parsed.cc)
    return Parties(
        sender=parsed.sender.address.lower() if parsed.sender else "",
        sender_name=(parsed.sender.name or "") if parsed.sender else "",
        recipients=frozenset(parsed.recipients),
        recipient_names=frozenset(folded(box.name) for box in boxes if box.name),
        answers=True,
        subject=parsed.subject,
    )
