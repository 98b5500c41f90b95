"""An upgrade must not cost a company its programme: up and down on both databases, and the tables as the models say."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.util import CommandError
from sqlalchemy.engine import Engine
from sqlmodel import Session

from storage import migrate
from storage.database import make_engine
from storage.models import Manager


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


def tables(engine: Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names())


def revision(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.text("SELECT version_num FROM alembic_version")))


def test_up_down_and_up_again(engine: Engine) -> None:
    migrate.upgrade(engine)
    made = tables(engine)
    assert {"person", "programme", "outgoing", "alembic_version"} <= made
    migrate.upgrade(engine)  # a start with nothing to do
    assert tables(engine) == made
    migrate.downgrade(engine)
    assert tables(engine) == {"alembic_version"}
    migrate.upgrade(engine)
    assert tables(engine) == made


def test_the_migrations_make_the_tables_that_the_models_describe(engine: Engine) -> None:
    migrate.upgrade(engine)
    migrate.check(engine)


def test_the_check_sees_a_difference(engine: Engine) -> None:
    migrate.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE person ADD COLUMN shoe_size INTEGER"))
    with pytest.raises(CommandError, match="shoe_size"):
        migrate.check(engine)


def test_a_newer_database_is_known_as_such(engine: Engine) -> None:
    assert not migrate.is_newer(engine)
    migrate.upgrade(engine)
    assert not migrate.is_newer(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'from_the_future'"))
    assert migrate.is_newer(engine)


def test_foreign_keys_are_on_again_after_a_migration(engine: Engine) -> None:
    migrate.upgrade(engine)
    with pytest.raises(sa.exc.IntegrityError), Session(engine) as session, session.begin():
        session.add(Manager(programme_id=4711, person_id=4711))
