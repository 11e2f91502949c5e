"""Finding evidence in what a technician sends: photos, and a few words with a number, a name or a tick."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from tickets.evidence.demands import Demand, EvidenceKind, Proof, standing
from tickets.evidence.quantities import Number, find_quantity, shown_plain, spellings
from tickets.phrases import phrases_in, words_of
from tickets.sentences import clauses, sentences

_TICKED = re.compile(
    r"(?P<numbers>\d{1,2}(?:\s*[,+&]?\s*\d{1,2})*)\s*[:=]?\s*(?P<word>\w+|✓|✔️?|✅)", re.UNICODE
)
_TICKS = frozenset("✓✔✅")
_LONGEST_NAME = 60


def collect(
    demands: Sequence[Demand],
    known: Sequence[Proof],
    *,
    text: str,
    photos: int,
    now: datetime,
    by: str,
) -> tuple[Proof, ...]:
    """What one message adds to `known`. Photos beyond what is demanded are in the thread and prove no more.

    A photo's stage is what its words say; without words it is the first of which some lack.
    """
    found = [
        *_photos(demands, known, text, photos, now, by),
        *_readings(demands, text, now, by),
        *_signature(demands, text, now, by),
        *_checks(demands, known, text, now, by),
    ]
    return tuple(found)


def merged(known: Iterable[Proof], new: Iterable[Proof]) -> tuple[Proof, ...]:
    """The proofs with the new ones: of a reading and a signature the latest stays, photos add up."""
    fresh = tuple(new)
    anew = {proof.key for proof in fresh if not proof.key.startswith(EvidenceKind.PHOTO)}
    return (*(proof for proof in known if proof.key not in anew), *fresh)


def _photos(
    demands: Sequence[Demand], known: Sequence[Proof], text: str, photos: int, now: datetime, by: str
) -> list[Proof]:
    words = set(words_of(text))
    stages = [stage for stage in ("before", "after") if words & phrases_in("evidence", stage)]
    wanted = [each for each in standing(demands, known) if each.demand.kind is EvidenceKind.PHOTO]
    if len(stages) == 1:  # a caption that names both leaves the order to the technician
        wanted = [each for each in wanted if each.demand.stage in (*stages, None)]
    found: list[Proof] = []
    for each in wanted:
        given = min(each.lacking, photos - len(found))
        found += [Proof(key=each.demand.key, at=now, by=by) for _ in range(given)]
    return found


def _readings(demands: Sequence[Demand], text: str, now: datetime, by: str) -> list[Proof]:
    """Numbers with a demanded unit behind them; where two readings share a unit, the word before tells."""
    readings = [each for each in demands if each.kind is EvidenceKind.READING]
    found = []
    for demand in readings:
        alike = [each for each in readings if spellings(each.unit) == spellings(demand.unit)]
        ends = find_quantity(text, demand.unit, after=demand.label if len(alike) > 1 else "")
        if ends:
            found.append(_reading(demand, ends, now, by))
    return found


def _reading(demand: Demand, ends: Sequence[Number], now: datetime, by: str) -> Proof:
    """A range is beyond the limits with either of its ends."""
    values = [each.within(demand.low, demand.high) for each in ends]
    shown = (
        each.written if value is None else shown_plain(value)
        for each, value in zip(ends, values, strict=True)
    )
    return Proof(
        key=demand.key,
        at=now,
        by=by,
        value=f"{' – '.join(shown)} {demand.unit}",
        outside=any(value is not None and _is_outside(demand, value) for value in values),
    )


def _is_outside(demand: Demand, value: Decimal) -> bool:
    return demand.low is not None and demand.high is not None and not demand.low <= value <= demand.high


def _signature(demands: Sequence[Demand], text: str, now: datetime, by: str) -> list[Proof]:
    if not any(demand.kind is EvidenceKind.SIGNATURE for demand in demands):
        return []
    for line in text.splitlines():
        word, _, rest = line.strip().partition(" ")
        name = re.sub(r"^(?:av|af|by|med|от|кем)\s+", "", rest.lstrip(" :–-"), flags=re.IGNORECASE).strip(
            " ."
        )
        if (
            words_of(word)
            and words_of(word)[0] in phrases_in("evidence", "signed")
            and 0 < len(name) <= _LONGEST_NAME
        ):
            return [Proof(key="signature", at=now, by=by, value=name)]
    return []


def _checks(
    demands: Sequence[Demand], known: Sequence[Proof], text: str, now: datetime, by: str
) -> list[Proof]:
    steps = [demand.key for demand in demands if demand.kind is EvidenceKind.CHECK]
    if not steps:
        return []
    lines = sentences(text)
    if _all_are_checked(text, lines):
        ticked = set(steps)
    else:
        ticked = {f"check:{number}" for line in (text, *lines) for number in _numbers_ticked(line)}
    done = {proof.key for proof in known}
    return [Proof(key=key, at=now, by=by) for key in steps if key in ticked and key not in done]


def _all_are_checked(text: str, lines: Sequence[str]) -> bool:
    """Whether the message, or a sentence or clause of it, says so of the checklist."""
    parts = (part for line in lines for part in (line, *clauses(line)))
    return " ".join(words_of(text)) in phrases_in("evidence", "all_fine") or any(
        " ".join(words_of(part)) in phrases_in("evidence", "all_checked") for part in (text, *parts)
    )


def _numbers_ticked(text: str) -> list[int]:
    """ "1, 2 ok": the whole sentence is nothing else, for "2 ok" in a story may be two of anything."""
    match = _TICKED.fullmatch(text.strip())
    if match is None:
        return []
    word = words_of(match["word"])
    if match["word"][0] not in _TICKS and not (word and word[0] in phrases_in("evidence", "ticked")):
        return []
    return [int(number) for number in re.findall(r"\d+", match["numbers"])]
