"""The labelled mails that are handed round with the project, where they are at hand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCORER = ROOT.parent / "shared" / "samples" / "score.py"


@pytest.mark.skipif(not SCORER.exists(), reason="the labelled mails lie beside the repository, not in it")
def test_labelled_mails_are_understood() -> None:
    command = f"{sys.executable} -m bot.parse_command"
    run = subprocess.run(
        [sys.executable, str(SCORER), "--json", "--command", command, "--cwd", str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )
    overall = json.loads(run.stdout)["overall"]

    assert overall["score"] >= 0.95
    assert overall["text_exact"] >= 0.85
    assert overall["field_f1"] >= 0.90
