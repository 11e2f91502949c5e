"""A mailbox on an IMAP server, blocking: connect, look, fetch, move away, wait (RFC 3501, 2177, 4315, 6851).

Everything here runs in one thread that :mod:`mail.imap` keeps for it.
"""

import socket
import ssl
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mail.imap_sign_in import sign_in

_CONNECT_TIMEOUT = 10.0
_READ_TIMEOUT = 60.0
_LOOKS = 5  # in a row without waiting; some servers announce what is no news
_SIZES_AT_ONCE = 500  # keeps the command line short enough for every server


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Where the mailbox is and who we are there. ``security`` "starttls" insists on it.

    With an access ``token`` (OAuth 2.0) the password is not used.
    """

    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    folder: str = "INBOX"
    security: Literal["tls", "starttls", "none"] = "tls"
    tls_context: ssl.SSLContext | None = None


class Mailbox:
    """One connection with one folder open. Errors are imapclient's and OSError; after either, open anew."""

    def __init__(self, login: Login) -> None:
        self._client = IMAPClient(
            login.host,
            login.port,
            ssl=login.security == "tls",
            ssl_context=login.tls_context,
            timeout=SocketTimeout(_CONNECT_TIMEOUT, _READ_TIMEOUT),
        )
        self._looks = 0
        try:
            if login.security == "starttls":
                self._client.starttls(login.tls_context)
            sign_in(self._client, login.user, login.password, login.token)
            self.uidvalidity = int(self._client.select_folder(login.folder)[b"UIDVALIDITY"])
            self._prefix, self._delimiter = self._places()
        except BaseException:
            self.interrupt()
            raise

    @property
    def can_idle(self) -> bool:
        """Whether the server tells by itself that mail came."""
        return bool(self._client.has_capability("IDLE"))

    def waiting(self) -> list[int]:
        """The UIDs of the mails in the folder, oldest first."""
        self._client.noop()  # some servers show what is new only then
        self._announced()
        return sorted(self._client.search("UNDELETED"))

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Octets of each mail; what is gone meanwhile is left out."""
        found: dict[int, int] = {}
        for start in range(0, len(uids), _SIZES_AT_ONCE):
            answer = self._client.fetch(uids[start : start + _SIZES_AT_ONCE], ["RFC822.SIZE"])
            for uid, data in answer.items():
                found[uid] = int(data.get(b"RFC822.SIZE", 0))
        return {uid: found[uid] for uid in uids if uid in found}

    def fetch(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The mails as they are, not marked as read; what is gone meanwhile is left out."""
        answer = self._client.fetch(uids, ["BODY.PEEK[]"])
        return {uid: bytes(data[b"BODY[]"]) for uid, data in answer.items() if data.get(b"BODY[]")}

    def move(self, uids: Iterable[int], folder: str) -> None:
        """Move mails to a folder, which is made when it is missing."""
        chosen = sorted(uids)
        if not chosen:
            return
        name = self._named(folder)
        try:
            self._move(chosen, name)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            if self._client.folder_exists(name):
                raise
            self._client.create_folder(name)
            with suppress(IMAPClientError):  # mail programs show what is subscribed to
                self._client.subscribe_folder(name)
            self._move(chosen, name)

    def begin_idle(self) -> int | None:
        """Ask to be told of mail that is not among those ``waiting`` showed last.

        The file descriptor that becomes readable when there is news; None when there is news already.
        """
        self._looks += 1
        if self._looks < _LOOKS and self._announced():
            return None
        self._client.idle()
        if self._looks < _LOOKS and self._has_read_ahead():
            self.end_idle()
            return None
        self._looks = 0
        return int(self._client.socket().fileno())

    def end_idle(self) -> None:
        """Stop being told; needed before any other command."""
        self._client.idle_done()

    def close(self) -> None:
        """Leave politely, if the server still listens."""
        with suppress(IMAPClientError, OSError):
            self._client.logout()

    def interrupt(self) -> None:
        """Break the connection, from any thread: whatever waits for the server fails at once."""
        with suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)
        with suppress(IMAPClientError, OSError):
            self._client.shutdown()

    def _announced(self) -> bool:
        """Whether the server told of mail beside its last answers, since this was asked before.

        It tells only once: what came while it answered our search would otherwise lie until the next mail.
        """
        return bool(self._client._imap.response("EXISTS")[1] != [None])

    def _has_read_ahead(self) -> bool:
        """Whether news came with the answer to IDLE, and so is in a buffer instead of the socket."""
        connection = self._client.socket()
        connection.setblocking(False)
        try:
            return bool(self._client._imap.file.peek(1))
        except OSError:  # TLS says so when there is nothing
            return False
        finally:
            connection.settimeout(_READ_TIMEOUT)

    def _move(self, uids: list[int], folder: str) -> None:
        if self._client.has_capability("MOVE"):
            self._client.move(uids, folder)
            return
        self._client.copy(uids, folder)
        self._client.delete_messages(uids, silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge(uids)
        else:
            self._client.expunge()  # takes along what somebody else marked as deleted

    def _named(self, folder: str) -> str:
        """A folder as the server calls it; levels are written with a slash in our settings."""
        if self._delimiter not in ("", "/"):
            folder = folder.replace("/", self._delimiter)
        return folder if folder.startswith(self._prefix) else f"{self._prefix}{folder}"

    def _places(self) -> tuple[str, str]:
        """What every folder of ours begins with, and what stands between levels (RFC 2342, RFC 3501 6.3.8).

        On some servers (Courier, Dovecot set up alike) every folder lives below INBOX.
        """
        personal = self._client.namespace().personal if self._client.has_capability("NAMESPACE") else None
        if personal:
            prefix, delimiter = personal[0]
            return str(prefix), str(delimiter or "")
        listed = self._client.list_folders("", "")
        delimiter = listed[0][1] if listed else None
        return "", delimiter.decode() if delimiter else ""
