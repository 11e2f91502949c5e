"""What tests of all rooms share: a store on SQLite, one on both databases, the application in its world."""

import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import pytest_asyncio

from storage.migrate import upgrade
from storage.store import Store
from tests.postgres import Postgres, in_a_thread, postgres
from tests.world_data import CONFIGURATION

if TYPE_CHECKING:
    from sandbox.people import Person
    from tests.world import World

CANNOT_START = "PostgreSQL cannot start here: "

_LONGEST_TMPDIR = 30

# The files that take longest. A file stays in one process (its tests share a world), so begun last it would
# be what all others wait for.
_BEGUN_FIRST = (
    "bot/test_killed.py",
    "bot/test_story.py",
    "bot/test_killed_on_postgresql.py",
    "bot/test_stopping.py",
    "mail/test_imap.py",
    "handlers/test_partners.py",
    "handlers/test_customers.py",
    "bot/test_faults.py",
    "handlers/test_dispatchers.py",
)


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """One for the whole run."""
    worker = getattr(request.config, "workerinput", None)
    run_id = worker["testrunuid"] if worker else uuid4().hex
    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgres(run_id))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told at the end
            pytest.skip(f"{CANNOT_START}{error}")
        yield server


@pytest.fixture(scope="session")
def postgres_clone(postgres_server: Postgres) -> Iterator[str]:
    """The database of this worker."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: Postgres, postgres_clone: str) -> str:
    """A PostgreSQL database with the tables and nothing in them."""
    postgres_server.empty(postgres_clone)
    return postgres_clone


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    in_a_thread(upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An SQLite database with the tables and nothing in them."""
    path = tmp_path / "stafett.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The test runs on both."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """The test runs on both."""
    opened = Store(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """For tests that are not about the database."""
    opened = Store(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def configuration() -> str:
    """Of the module's `world`; a module may have one of its own."""
    return CONFIGURATION


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, configuration: str
) -> "AsyncIterator[World]":
    """One application for all tests of a module, which run in its loop and bring their own customers."""
    from tests.world import a_world  # aiogram takes its seconds

    folder = tmp_path_factory.mktemp("world")
    shutil.copy(sqlite_template, folder / "stafett.db")
    url = f"sqlite+aiosqlite:///{folder / 'stafett.db'}"
    async with a_world(folder, url, configuration=configuration) as world:
        yield world


@pytest_asyncio.fixture(loop_scope="module")
async def kari(world: "World") -> "Person":
    """A customer who writes mail, new in each test."""
    return await world.kari()


@pytest_asyncio.fixture(loop_scope="module")
async def ivan(world: "World") -> "Person":
    """A customer who writes to the bot, new in each test."""
    return await world.ivan()


def pytest_configure() -> None:
    """What the surroundings may have got wrong."""
    # PostgreSQL's and Chromium's sockets lie below TMPDIR, and a socket's path has at most 107 characters.
    if len(tempfile.gettempdir()) > _LONGEST_TMPDIR:
        os.environ["TMPDIR"] = tempfile.tempdir = "/tmp"  # noqa: S108  both make folders of their own in it
    # Else whoever ends the run by SIGTERM leaves the database server and the applications running.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, the others as they come."""
    place = {Path(__file__).parent / name: number for number, name in enumerate(_BEGUN_FIRST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """A test that failed over half a character tells so: between processes such text breaks the whole run."""
    return _whole((yield))


def _whole(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {_whole(key): _whole(item) for key, item in value.items()}
        case list() | tuple():
            return type(value)(map(_whole, value))
        case _:
            return value


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Half of the storage's promises untested is no small print."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    reasons = [reason for reason in skipped if CANNOT_START in reason]
    if reasons:
        terminalreporter.section("POSTGRESQL WAS NOT TESTED", red=True, bold=True)
        terminalreporter.line(f"{len(reasons)} tests skipped: {reasons[0]}")
