"""The signed copy of a card: what it says survives the way, and what was changed on the way is refused."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.linked.seal import BrokenSeal, NotSealed, Sealer, as_fingerprint, new_seed, unseal
from mail.linked.wire import Newer, NotUnderstood, read, schema, written
from tickets.linked.copy import Copy, Desk, Job, Said, SharedFile, Side, Standing, Worked
from tickets.states import Priority

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NORDLYS = Desk(
    name="Nordlys Service",
    address="service@nordlys.example",
    reply_to="service+1001-pa-x@nordlys.example",
    language="nb",
    number="1001",
)
COPY = Copy(
    version=1,
    side=Side.PRINCIPAL,
    link="1001-ma-x@nordlys.example",
    seq=3,
    at=NOW,
    desk=NORDLYS,
    to="jobb@sydkyl.example",
    job=Job(subject="Lekker", problem="Maskinen lekker. «Касса» också.", priority=Priority.HIGH),
    said=(Said(n=7, at=NOW, files=(SharedFile(name="a.jpg", type="image/jpeg", size=3, sha256="a" * 64),)),),
)


def test_what_is_signed_is_read_back_whole() -> None:
    sealer = Sealer(new_seed())
    opened = unseal(sealer.seal(written(COPY)).encode())
    assert (read(opened.payload), opened.fingerprint) == (COPY, sealer.fingerprint)


LINE = Worked(
    key="8a1b2c3d",
    kind="extra",
    quantity=Decimal("1.50"),
    unit="h",
    text="pump",
    at=NOW,
    amount=Decimal(350),
    currency="NOK",
)


def test_lines_of_work_are_read_back_to_the_last_digit() -> None:
    copy = replace(COPY, side=Side.PARTNER, job=None, standing=Standing(work=(LINE,)))
    assert read(written(copy)) == copy


@pytest.mark.parametrize(
    "wrong",
    [{"quantity": Decimal(-1)}, {"amount": Decimal(-5)}, {"amount": Decimal(10) ** 12}, {"currency": "<b>"}],
)
def test_a_line_that_nobody_could_sum_is_not_understood(wrong: dict[str, Any]) -> None:
    copy = replace(COPY, standing=Standing(work=(replace(LINE, **wrong),)))
    with pytest.raises(NotUnderstood):
        read(written(copy))


@pytest.mark.parametrize("part", ["payload", "protected", "signature"])
def test_a_changed_letter_breaks_the_seal(part: str) -> None:
    sealed = json.loads(Sealer(new_seed()).seal(written(COPY)))
    place = len(sealed[part]) // 2
    letter = "A" if sealed[part][place] != "A" else "B"
    sealed[part] = sealed[part][:place] + letter + sealed[part][place + 1 :]
    with pytest.raises((BrokenSeal, NotSealed)):
        unseal(json.dumps(sealed).encode())


def test_another_key_under_the_same_words_is_another_fingerprint() -> None:
    ours, forger = Sealer(new_seed()), Sealer(new_seed())
    real, forged = (json.loads(each.seal(written(COPY))) for each in (ours, forger))
    assert unseal(json.dumps(forged).encode()).fingerprint != ours.fingerprint
    with pytest.raises(BrokenSeal):
        unseal(json.dumps(real | {"signature": forged["signature"]}).encode())


def test_no_algorithm_is_no_signature() -> None:
    sealed = json.loads(Sealer(new_seed()).seal(written(COPY)))
    with pytest.raises(NotSealed):
        unseal(json.dumps(sealed | {"protected": "eyJhbGciOiJub25lIn0"}).encode())


@given(st.binary(max_size=300))
def test_what_is_no_copy_is_told_so(raw: bytes) -> None:
    with pytest.raises((NotSealed, BrokenSeal)):
        unseal(raw)


def changed(**fields: Any) -> bytes:
    content = json.loads(written(COPY))
    content["job"] |= fields.pop("job", {})
    return json.dumps(content | fields).encode()


def test_what_a_newer_stafett_adds_is_overlooked_and_its_next_version_is_not_guessed_at() -> None:
    assert read(changed(weather="rain", job={"colour": "red"})) == COPY
    with pytest.raises(Newer):
        read(changed(version=2))


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 0},
        {"at": "2026-11-22T09:30:00"},
        {"seq": -1},
        {"seq": 2**70},
        {"side": "somebody"},
        {"missing": ["../../etc/passwd"]},
        {"job": {"evidence": ["an x-ray"]}},
        {"job": {"typed": [["weather", "rain"]]}},
        {"job": {"problem": None}},
    ],
)
def test_what_could_not_be_kept_or_shown_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotUnderstood):
        read(changed(**wrong))


def test_a_fingerprint_is_read_as_people_write_it() -> None:
    ours = Sealer(new_seed()).fingerprint
    assert as_fingerprint(ours.upper().replace(" ", ":")) == ours
    assert as_fingerprint(ours[:-1]) is None


def test_the_schema_names_what_a_copy_must_say() -> None:
    assert {"version", "side", "link", "seq", "at", "desk", "to"} == set(schema()["required"])
    assert read(written(replace(COPY, job=None))).job is None
