"""What is demanded of a job, as the operator writes it down, and which of it is there.

A demand is written in one line: ``photo before``, ``photo after x2``, ``photo x3``, ``signature``, ``reading
pressure 8.5-9.5 bar``, ``reading temperature °C``, and ``checklist`` for every step of the job's checklist.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CHECKLIST = "checklist"

_PHOTO = re.compile(r"photo(?:\s+(?P<stage>before|after))?(?:\s+x\s*(?P<count>[1-9]|10))?", re.IGNORECASE)
_NUMBER = r"-?\d+(?:[.,]\d+)?"
_READING = re.compile(
    rf"reading\s+(?P<label>\D+?)(?:\s+(?P<low>{_NUMBER})\s*[-–]\s*(?P<high>{_NUMBER}))?\s+(?P<unit>[^\s\d]\S*)",
    re.IGNORECASE,
)


class EvidenceKind(StrEnum):
    """The sorts of evidence."""

    PHOTO = "photo"
    CHECK = "check"
    READING = "reading"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One thing that is demanded. `key` names it within a job: ``photo:before``, ``check:3``."""

    key: str
    kind: EvidenceKind
    label: str = ""  # a step's or a reading's own words; "" for photos and the signature
    stage: str | None = None  # of a photo: before, after; None: any
    count: int = 1  # photos
    unit: str = ""  # of a reading
    low: float | None = None  # a reading's limits, both or none
    high: float | None = None
    required: bool = True  # whether it is not done without; a checklist may be there to be ticked off only


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One thing that was brought."""

    key: str  # of the demand it answers
    at: datetime
    by: str
    value: str = ""  # a reading with its unit, the name of who signed
    outside: bool = False  # a reading beyond its limits
    source: str | None = None  # natural key of the message that brought it


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A demand, and what of it is there."""

    demand: Demand
    proofs: tuple[Proof, ...]

    @property
    def lacking(self) -> int:
        """How many more it takes."""
        return max(0, self.demand.count - len(self.proofs))

    @property
    def outside(self) -> bool:
        """Whether it is a reading beyond its limits."""
        return bool(self.proofs) and self.proofs[-1].outside


def read_demands(lines: Iterable[str], checklist: Iterable[str] = ()) -> tuple[Demand, ...]:
    """The demands of these lines, each once; `checklist` are the steps that ``checklist`` stands for.

    Raises ValueError for a line that is none, with how one is written.
    """
    found: dict[str, Demand] = {}
    for line in lines:
        for demand in _read(line, checklist):
            known = found.get(demand.key)
            if known is None or demand.count > known.count:
                found[demand.key] = demand
    return tuple(found.values())


def standing(demands: Iterable[Demand], proofs: Iterable[Proof]) -> tuple[Standing, ...]:
    """Each demand with its proofs. A reading or a signature that was given anew counts as it is now."""
    brought = tuple(proofs)
    return tuple(
        Standing(demand=demand, proofs=tuple(proof for proof in brought if proof.key == demand.key))
        for demand in demands
    )


def _read(line: str, checklist: Iterable[str]) -> Iterator[Demand]:
    said = line.strip()
    if said.lower() == CHECKLIST:
        for number, step in enumerate(checklist, start=1):
            yield Demand(key=f"check:{number}", kind=EvidenceKind.CHECK, label=step)
    elif said.lower() == "signature":
        yield Demand(key="signature", kind=EvidenceKind.SIGNATURE)
    elif photo := _PHOTO.fullmatch(said):
        stage = (photo["stage"] or "").lower() or None
        key = f"photo:{stage}" if stage else "photo"
        yield Demand(key=key, kind=EvidenceKind.PHOTO, stage=stage, count=int(photo["count"] or 1))
    elif reading := _READING.fullmatch(said):
        low, high = (_number(reading[limit]) for limit in ("low", "high"))
        if low is not None and high is not None and low > high:
            raise ValueError(f'"{line}": the lower limit stands first')
        yield Demand(
            key=f"reading:{reading['label'].strip().lower()}",
            kind=EvidenceKind.READING,
            label=reading["label"].strip(),
            unit=reading["unit"],
            low=low,
            high=high,
        )
    else:
        raise ValueError(
            f'"{line}" is no evidence. Write: photo before, photo after x2, checklist, signature, or '
            "reading pressure 8.5-9.5 bar"
        )


def _number(written: str | None) -> float | None:
    return None if written is None else float(written.replace(",", "."))
