"""How a check says that something is wrong, or that there is nothing to check."""


class Failed(Exception):
    """It does not work: what was seen, and the mend."""

    def __init__(self, said: str, mend: str) -> None:
        super().__init__(said)
        self.said = said
        self.mend = mend


class Skipped(Exception):
    """There is nothing to try; the message says why."""
