"""``stafett parse --explain`` tells what a machine's mail says: who was not reached, read, back, free."""

import io
from pathlib import Path

import pytest

from bot.parse_command import parse_mails
from tests.mail.bounces import FAILED, prose
from tests.mail.test_receipts import HEAD, MDN, calendar

AWAY = f"{HEAD}Subject: Automatisk svar: Sak\nAuto-Submitted: auto-replied\n\nJeg er tilbake 9. november.\n"


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (FAILED[0][1], ["failed    kari@solsiden.example  5.1.1  (the address is to blame", "<1001.aa@"]),
        (prose("No such user here."), ["failed    nobody named  5.1.1", "about     no mail named"]),
        (MDN.format(disposition="manual-action/MDN-sent-manually; displayed"), ["receipt   read: <1001.aa@"]),
        (AWAY, ["back on   2026-11-09"]),
        (calendar().decode(), ["calendar  accepted: 2026-11-10T10:00+01:00 – 2026-11-10T12:00+01:00"]),
    ],
)
def test_it_is_told_in_words(tmp_path: Path, raw: str, lines: list[str]) -> None:
    path, out = tmp_path / "mail.eml", io.StringIO()
    path.write_text(raw, "utf-8")

    assert parse_mails([str(path)], jsonl=False, assets=None, out=out, explain=True) == 0
    assert [line for line in lines if line not in out.getvalue()] == []
