"""Brings a database to the current tables, through Alembic: an upgrade must not cost a programme."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"


class BrokenLinks(Exception):
    """A migration would have left rows that point at nothing; nothing was changed."""


def config(connection: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["connection"] = connection
    return made


@contextmanager
def _one_transaction(engine: Engine) -> Iterator[Connection]:
    """All or nothing. SQLite changes a table by building a new one and dropping the old one, which with foreign keys on
    would delete what points at it: they are off meanwhile, and checked before the commit."""
    with engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if on_sqlite and (broken := connection.execute(sa.text("PRAGMA foreign_key_check")).all()):
                    raise BrokenLinks(f"{len(broken)} rows, the first one in {broken[0][0]}")
        finally:
            if on_sqlite:
                _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, state: str) -> None:
    raw = connection.connection.dbapi_connection  # below SQLAlchemy: inside a transaction the pragma does nothing
    assert raw is not None
    raw.cursor().execute(f"PRAGMA foreign_keys={state}")


def upgrade(engine: Engine, revision: str = "head") -> None:
    with _one_transaction(engine) as connection:
        command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    with _one_transaction(engine) as connection:
        command.downgrade(config(connection), revision)


def check(engine: Engine) -> None:
    """Raises alembic's CommandError if the tables in the database and those in `storage/models.py` differ."""
    with engine.begin() as connection:
        command.check(config(connection))


def is_newer(engine: Engine) -> bool:
    """True if the database was last used by a newer Flipside, whose migrations this one does not know."""
    with engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
        known = {script.revision for script in ScriptDirectory.from_config(config(connection)).walk_revisions()}
    return any(head not in known for head in heads)
