"""What names a mail in a mailbox, and what is known of those that still lie there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

_LONGEST_RETRY = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class MailKey:
    """Names one mail for ever (RFC 3501 section 2.3.1.1): the same key is the same mail."""

    host: str
    user: str
    folder: str
    uidvalidity: int
    uid: int

    def __str__(self) -> str:
        return f"imap:{self.user}@{self.host}/{self.folder};{self.uidvalidity};{self.uid}"


@dataclass(slots=True)
class Lying:
    """The mails in the folder that were handled already, by UID. Of no worth once UIDVALIDITY changes."""

    kept: set[int] = field(default_factory=set)  # safe, but not yet moved away
    unfit: set[int] = field(default_factory=set)  # for the quarantine folder
    suspect: set[int] = field(default_factory=set)  # the connection broke while they were fetched
    _tries: dict[int, tuple[int, float]] = field(
        default_factory=dict
    )  # failures so far, and when to try again

    def see(self, uids: Iterable[int]) -> None:
        """Forget what is gone from the folder."""
        there = set(uids)
        self.kept &= there
        self.unfit &= there
        self.suspect &= there
        self._tries = {uid: tries for uid, tries in self._tries.items() if uid in there}

    def due(self, uids: Iterable[int], now: float) -> list[int]:
        """Those to take now."""
        return [
            uid
            for uid in uids
            if uid not in self.kept and uid not in self.unfit and self._tries.get(uid, (0, now))[1] <= now
        ]

    def failed(self, uid: int, now: float, first_retry: float) -> int:
        """Try the mail again later, less and less often. How often it has failed now."""
        failures = self._tries.get(uid, (0, now))[0] + 1
        self._tries[uid] = (failures, now + min(first_retry * 2 ** (failures - 1), _LONGEST_RETRY))
        return failures

    def next_try_at(self) -> float | None:
        """When a failed mail is due; None when there is none."""
        handled = self.kept | self.unfit
        return min((at for uid, (_, at) in self._tries.items() if uid not in handled), default=None)
