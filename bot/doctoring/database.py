"""Does the database answer, and has it this version's schema?"""

import os
from pathlib import Path

from bot.doctoring.verdicts import Failed, Skipped
from bot.settings import Settings

_MEND = "Check database.url, that the server runs, and that it lets this user in"


async def answers(settings: Settings) -> str:
    """Connects and asks one question. A SQLite file that is not there yet only needs a folder for it."""
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.ext.asyncio import create_async_engine

    if (file := _sqlite_file(settings)) and not file.exists():
        return f"{file} will be made when first needed{_writable(file.parent)}"
    engine = create_async_engine(settings.database.url.get_secret_value(), hide_parameters=True)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("select count(*) from sqlite_master" if file else "select 1"))
            version = ".".join(map(str, connection.dialect.server_version_info or ()))
    except (SQLAlchemyError, OSError) as error:
        said = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise Failed(
            said, f"Is {file} a SQLite database that this user may write?" if file else _MEND
        ) from None
    finally:
        await engine.dispose()
    return f"SQLite {version} at {file}" if file else f"PostgreSQL {version}"


async def schema(settings: Settings) -> str:
    """Whether the tables are those of this version."""
    if (file := _sqlite_file(settings)) and not file.exists():
        raise Skipped("there is no database yet")
    from storage.errors import SchemaBehind
    from storage.migrate import check

    try:
        await check(settings.database.url.get_secret_value())
    except SchemaBehind as error:
        raise Failed(str(error), "") from None
    return "is this version's"


def _sqlite_file(settings: Settings) -> Path | None:
    from sqlalchemy import make_url

    url = make_url(settings.database.url.get_secret_value())
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _writable(folder: Path) -> str:
    """Nothing, when the folder can hold a new file; else Failed."""
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise Failed(f"{nearest} cannot be written", "Let this user write there, or change database.url")
    return ""
