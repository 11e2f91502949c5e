"""``python -m fuzz mail --minutes 60 --into DIR``: each kind of finding is kept once, and it goes on."""

import argparse
import logging
import resource
import sys
import time
from pathlib import Path
from random import Random
from typing import Protocol

import atheris
import structlog

with atheris.instrument_imports(include=["mail", "tickets"]):
    from fuzz import machines, promises

from fuzz.damage import damaged
from fuzz.seeds import WORDS, mails
from fuzz.smaller import smaller

_MEGABYTES = 300  # that one small mail may add to what this process ever held at once
_WARM = 200  # mails, after which no word list is read any more


class Broken(Protocol):
    """The first promise that does not hold for an input; every fourth is asked thoroughly."""

    def __call__(self, raw: bytes, *, thoroughly: bool) -> str | None: ...


class Hunt:
    """What one run asks, and what it has found."""

    def __init__(self, broken: Broken, into: Path) -> None:
        self._broken, self._into = broken, into
        self.found: dict[str, Path] = {}
        self._slowest, self.runs, self._most = 0.2, 0, _held()

    def __call__(self, raw: bytes) -> None:
        """One input."""
        began = time.process_time()
        broken = self._broken(raw, thoroughly=self.runs % 4 == 0)
        took, self.runs = time.process_time() - began, self.runs + 1
        if took > self._slowest and self.runs > _WARM:
            self._slowest = took
            (self._into / "slowest").write_bytes(raw)
            _say(f"slowest so far: {took:.2f} s for {len(raw)} octets")
        grown, self._most = _held() - self._most, max(self._most, _held())
        if grown > _MEGABYTES and self.runs > _WARM:
            broken = broken or "held too much"
        if broken and broken not in self.found:
            self._keep(broken, raw)

    def _keep(self, broken: str, raw: bytes) -> None:
        path = self._into / f"found-{len(self.found)}"
        self.found[broken] = path
        path.with_suffix(".whole").write_bytes(raw)
        _say(f"BROKEN {broken}: {path}.whole ({len(raw)} octets)")
        if broken.startswith(("stalled", "held")):
            return
        least = smaller(raw, lambda one: self._broken(one, thoroughly=True) == broken)
        path.write_bytes(least)
        _say(f"       {path}: {least[:300]!r}")


def main() -> None:
    """Until the minutes are over."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    wanted = _wanted()
    wanted.into.mkdir(parents=True, exist_ok=True)
    corpus = wanted.into / "corpus"
    corpus.mkdir(exist_ok=True)
    seeds = [seed[: promises.LONGEST] for seed in mails()]
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    hunt = Hunt(_ASKED[wanted.what], wanted.into)

    def mutated(data: bytes, max_size: int, seed: int) -> bytes:
        random = Random(seed)
        changed = damaged(data, seeds, random) if random.random() < 0.7 else atheris.Mutate(data, max_size)
        return bytes(changed[:max_size])

    dictionary = wanted.into / "words"
    dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS), "ascii")
    flags = [f"-max_total_time={wanted.minutes * 60}", f"-max_len={promises.LONGEST}", "-len_control=0"]
    flags += [f"-dict={dictionary}", "-rss_limit_mb=4096", "-timeout=120", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], hunt, custom_mutator=mutated)
    atheris.Fuzz()  # ends the process


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("what", choices=sorted(_ASKED))
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--into", type=Path, default=Path("fuzz-found"))
    return parser.parse_args()


def _data(raw: bytes, *, thoroughly: bool) -> str | None:
    return promises.broken_by_data(raw[1:], 1 + raw[0] % 64) if raw else None


_ASKED: dict[str, Broken] = {
    "mail": promises.broken_by_mail,
    "machine": machines.broken_by_machine,
    "data": _data,
}


def _held() -> int:
    """The most that this process has ever held at once, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{octet:02x}" for octet in word)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
