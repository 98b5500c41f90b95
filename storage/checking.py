"""What `python -m bot check` asks of a database. Nothing here changes it."""

from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from storage import lock
from storage.migrate import config
from storage.models import Programme, Workspace


class Tables(StrEnum):
    """How a database's tables stand to this version's migrations."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def file_of(engine: Engine) -> Path | None:
    """The file of a SQLite database, None for PostgreSQL."""
    if engine.url.get_backend_name() != "sqlite" or not engine.url.database:
        return None
    return Path(engine.url.database)


def tables(engine: Engine) -> Tables:
    """Reads which migrations the database has seen."""
    with engine.execution_options(reading=True).connect() as connection:  # never waits for somebody who writes
        found = set(MigrationContext.configure(connection).get_current_heads())
        scripts = ScriptDirectory.from_config(config(connection))
        known = {script.revision for script in scripts.walk_revisions()}
        heads = set(scripts.get_heads())
    if not found:
        return Tables.NONE
    if found - known:
        return Tables.NEWER
    return Tables.CURRENT if found == heads else Tables.OLDER


def try_writing(engine: Engine) -> None:
    """Writes, and takes it back: raises what a write would raise."""
    with engine.connect() as connection, connection.begin() as transaction:
        connection.execute(sa.text("CREATE TABLE flipside_check (id INTEGER)"))
        transaction.rollback()


def is_held(engine: Engine) -> bool:
    """Whether a bot runs on the database. A bot that starts at this very moment is not kept from it: on PostgreSQL the
    lock is only looked at; of SQLite's it is held for no longer than a look takes, and a missing file is not made,
    because it would belong to whoever checks."""
    file = file_of(engine)
    if file is None:
        with engine.connect() as connection:
            query = sa.text(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
                "AND classid::bigint = :high AND objid::bigint = :low"
            )
            return bool(connection.scalar(query, {"high": lock.ADVISORY >> 32, "low": lock.ADVISORY & 0xFFFF_FFFF}))
    if not Path(f"{file}.lock").exists():
        return False
    try:
        lock.take(engine).close()
    except lock.TakenAlready:
        return True
    return False


def teams(session: Session) -> list[str]:
    """The workspaces that this database has served."""
    return list(session.exec(select(Workspace.team_id).order_by(col(Workspace.team_id))).all())


def stories_channels(session: Session, team_id: str) -> list[tuple[str, str]]:
    """(programme, stories channel) of every programme in a workspace."""
    rows = session.exec(
        select(Programme.name, Programme.stories_channel)
        .where(Programme.team_id == team_id)
        .order_by(col(Programme.id))
    ).all()
    return [(name, channel) for name, channel in rows]
