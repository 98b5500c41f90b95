"""`python -m bot check`: all well, and then each thing broken in turn. Every line says what to do."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import doctor
from bot.clock import Clock
from bot.demo.company import ADA, CHARLIE, MARGARET, STORIES
from bot.doctor import Line, State
from bot.settings import Settings, load
from storage import migrate
from tests.cli.commanding import command
from tests.databases import NewDatabase
from tests.office import Office, open_office
from tests.story.test_story import create


@pytest.fixture(scope="module")
def well(running: Office) -> Office:
    """An office in which all is well: a programme, and the bot in its stories channel."""
    create(running.person(MARGARET))
    return running


@pytest.fixture
def core(well: Office) -> Iterator[Any]:
    """The sandbox's inside, put back after the test."""
    core = well.slack.sandbox.core
    manifest, token = core.manifest, core.app_token
    yield core
    core.manifest, core.app_token, core.revoked, core.hub.enabled = manifest, token, None, True
    core.faults.clear()


def settings_of(office: Office, **changes: Any) -> Settings:
    return replace(load(office.bot.environment(), None), **changes)


def examine(office: Office, clock: Clock | None = None, **changes: Any) -> list[Line]:
    return asyncio.run(doctor.examine(settings_of(office, **changes), None, clock))


def wrong(lines: list[Line]) -> list[str]:
    return [str(line) for line in lines if line.state is State.WRONG]


@contextmanager
def a_copy(office: Office, folder: Path) -> Iterator[Path]:
    """A copy of the bot's database that a test may break."""
    path = folder / "copy.db"
    with sqlite3.connect(office.folder / "flipside.db") as source, sqlite3.connect(path) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    yield path


# all is well


def test_all_is_well_while_the_bot_runs(well: Office) -> None:
    said = command(well, "check")
    assert said.code == 0, said.text
    assert {line[:4] for line in said.text.splitlines()} == {"ok  "}
    assert "none that can read" in said.line("scopes")
    assert "the bot is in it" in said.line(f"stories channel of Flip 2026 ({STORIES})")
    assert "Flipside runs on this database" in said.line("one process")
    assert "xoxb" not in said.text
    assert "xapp" not in said.text


def test_a_postgresql_before_its_first_start_while_it_runs_and_after(new_postgresql: NewDatabase) -> None:
    url = new_postgresql()
    with open_office(roster=False, DATABASE_URL=url) as office:
        assert command(office, "check").code == 0
        assert "Flipside runs on this database" in command(office, "check").line("one process")
        office.stop_bot()
        assert command(office, "check").code == 0
        empty = command(office, "check", DATABASE_URL=new_postgresql())
        assert "python -m bot run makes" in empty.line("database")
        nowhere = command(office, "check", DATABASE_URL="postgresql+psycopg://postgres@127.0.0.1:1/flipside")
        assert nowhere.code == 1
        assert "DATABASE_URL" in nowhere.line("database")


def test_nothing_is_changed_before_the_first_start(well: Office, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "flipside.db"
    said = command(well, "check", DATABASE_URL=f"sqlite:///{path}")
    assert said.code == 0
    assert "python -m bot run makes it" in said.line("database")
    assert said.text.count("??  ") == 2  # one process, stories channels
    assert not path.parent.exists()


def test_checking_leaves_no_trace_in_the_database(well: Office, tmp_path: Path) -> None:
    with a_copy(well, tmp_path) as path:
        before, files = sqlite3_dump(path), sorted(tmp_path.iterdir())
        assert wrong(examine(well, database_url=f"sqlite:///{path}")) == []
        assert sorted(tmp_path.iterdir()) == files
        assert sqlite3_dump(path) == before


def sqlite3_dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


# settings


def test_settings_that_cannot_be_read_are_code_two(well: Office) -> None:
    said = command(well, "check", SLACK_BOT_TOKEN="nonsense", PORT="many")
    assert said.code == 2
    assert "SLACK_BOT_TOKEN must start with xoxb-" in said.line("SLACK_BOT_TOKEN")
    assert said.line("PORT must be a whole number").startswith("!!  ")


def test_nobody_who_may_create_a_programme(well: Office) -> None:
    assert "PROGRAMME_MANAGERS names nobody" in wrong(examine(well, programme_managers=frozenset()))[0]


# the database


def test_a_file_that_is_no_database(well: Office, tmp_path: Path) -> None:
    path = tmp_path / "flipside.db"
    path.write_text("This is a shopping list, and not a database at all.\n" * 50)
    said = command(well, "check", DATABASE_URL=f"sqlite:///{path}")
    assert said.code == 1
    assert "file is not a database" in said.line("database: cannot be read")
    assert "check DATABASE_URL" in said.text


@pytest.mark.parametrize("words", [("migrate",), ("import", "roster.csv"), ("import", "--pairs", "pairs.csv")])
def test_other_commands_say_that_it_is_none_in_one_line(well: Office, tmp_path: Path, words: tuple[str, ...]) -> None:
    path = tmp_path / "flipside.db"
    path.write_text("This is a shopping list, and not a database at all.\n" * 50)
    (well.folder / "pairs.csv").write_text("mentor,mentee\nU0ADA,U0GRACE\n")
    said = command(well, *words, DATABASE_URL=f"sqlite:///{path}")
    assert said.code == 2
    assert len(said.text.splitlines()) == 1, said.text
    assert "The database cannot be used" in said.text


def test_a_database_server_that_is_not_there(well: Office) -> None:
    url = "postgresql+psycopg://flipside:a/secret%40@127.0.0.1:9/flipside"
    [line] = wrong(examine(well, database_url=url))
    assert line.startswith("!!  database: cannot be read")
    assert "secret" not in line


def test_an_older_and_a_newer_database(well: Office, tmp_path: Path) -> None:
    with a_copy(well, tmp_path) as path:
        connection = sqlite3.connect(path)
        [head] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("UPDATE alembic_version SET version_num = 'from-the-future'")
        connection.commit()
        [line] = wrong(examine(well, database_url=f"sqlite:///{path}"))
        assert "newer Flipside - update this one" in line
        connection.execute("UPDATE alembic_version SET version_num = ?", (head,))
        connection.commit()
        assert wrong(examine(well, database_url=f"sqlite:///{path}")) == []
        connection.close()


def test_a_database_whose_migrations_are_missing(well: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrations = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    with a_copy(well, tmp_path) as path:
        connection = sqlite3.connect(path)
        [head] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.close()
        (migrations / "versions" / "9999_later.py").write_text(
            f"revision = '9999'\ndown_revision = {head!r}\nbranch_labels = None\ndepends_on = None\n"
            "def upgrade() -> None: ...\ndef downgrade() -> None: ...\n"
        )
        monkeypatch.setattr("storage.migrate.MIGRATIONS", migrations)
        [line] = wrong(examine(well, database_url=f"sqlite:///{path}"))
    assert "older version's tables - back it up, then python -m bot migrate" in line


def test_a_database_that_another_program_holds(well: Office, tmp_path: Path) -> None:
    with a_copy(well, tmp_path) as path:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        [line] = wrong(examine(well, database_url=f"sqlite:///{path}"))
        connection.close()
    assert line.startswith("!!  database: cannot be written (database is locked)")


def test_a_disk_that_is_almost_full(well: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)
    [line] = wrong(examine(well))
    assert "are free on its disk - make room" in line


def test_a_bot_that_runs_and_does_not_answer(well: Office) -> None:
    [line] = wrong(examine(well, port=9))
    assert "http://127.0.0.1:9/healthz does not answer" in line


def test_a_bot_that_does_not_run(well: Office, tmp_path: Path) -> None:
    with a_copy(well, tmp_path) as path:
        lines = examine(well, database_url=f"sqlite:///{path}")
    assert any("none runs on this database now; start it" in str(line) for line in lines)
    assert wrong(lines) == []


# Slack


def test_a_wrong_bot_token(well: Office) -> None:
    lines = examine(well, bot_token="xoxb-wrong")
    [line] = wrong(lines)
    assert "SLACK_BOT_TOKEN: Slack says invalid_auth - copy it again" in line
    assert any(str(line).startswith("??  scopes: cannot be told") for line in lines)


def test_a_revoked_bot_token(well: Office, core: Any) -> None:
    core.revoked = "token_revoked"
    [line] = wrong(examine(well))
    assert "SLACK_BOT_TOKEN: Slack says token_revoked" in line


def test_a_wrong_app_token(well: Office) -> None:
    [line] = wrong(examine(well, app_token="xapp-wrong"))
    assert "SLACK_APP_TOKEN: Slack says invalid_auth - copy it again from Basic Information" in line


def test_an_app_token_of_another_app(well: Office, core: Any) -> None:
    core.app_token = "xapp-1-A0OTHER-1-secret"
    [line] = wrong(examine(well, app_token=core.app_token))
    assert "is the app A0OTHER's, SLACK_BOT_TOKEN the app A0FLIPSIDE's - take both tokens from one app" in line
    core.app_token = "xapp-1-A0FLIPSIDE-1-secret"
    assert wrong(examine(well, app_token=core.app_token)) == []


def test_an_app_token_without_its_scope(well: Office, core: Any) -> None:
    core.faults.add({"method": "apps.connections.open", "fault": "error", "error": "missing_scope"})
    [line] = wrong(examine(well))
    assert "connections:write" in line


def test_socket_mode_switched_off(well: Office, core: Any) -> None:
    core.manifest = replace(core.manifest, socket_mode=False)
    [line] = wrong(examine(well))
    assert "socket_mode_not_enabled - switch Socket Mode on" in line


def test_a_scope_too_few(well: Office, core: Any) -> None:
    core.manifest = replace(core.manifest, scopes=tuple(s for s in core.manifest.scopes if s != "mpim:write"))
    [line] = wrong(examine(well))
    assert line == "!!  scopes: mpim:write missing - paste manifest.yml into App Manifest, then reinstall the app"


def test_a_scope_that_could_read(well: Office, core: Any) -> None:
    core.manifest = replace(core.manifest, scopes=(*core.manifest.scopes, "channels:history"))
    [line] = wrong(examine(well))
    assert "channels:history more than manifest.yml asks for; Flipside promises not to have it - remove it" in line


def test_the_bot_thrown_out_of_the_stories_channel(well: Office, core: Any) -> None:
    channel = core.workspace.conversations[STORIES]
    members = list(channel.members)
    channel.members.remove(core.workspace.bot.id)
    try:
        [line] = wrong(examine(well))
    finally:
        channel.members[:] = members
    assert line == f"!!  stories channel of Flip 2026 ({STORIES}): the bot is not in it - type /invite @Flipside there"


def test_a_stories_channel_that_is_archived_or_gone(well: Office, core: Any) -> None:
    channel = core.workspace.conversations.pop(STORIES)
    try:
        assert "the bot is not in it" in wrong(examine(well))[0]
        core.workspace.conversations[STORIES] = channel
        channel.is_archived = True
        assert "is archived - unarchive it" in wrong(examine(well))[0]
    finally:
        channel.is_archived = False
        core.workspace.conversations[STORIES] = channel


def test_a_database_of_another_workspace(well: Office, tmp_path: Path) -> None:
    with a_copy(well, tmp_path) as path:
        connection = sqlite3.connect(path)
        connection.execute("UPDATE workspace SET team_id = 'T0ELSEWHERE'")
        connection.commit()
        connection.close()
        [line] = wrong(examine(well, database_url=f"sqlite:///{path}"))
    assert "the token is for T0NORTHWIND, the database belongs to T0ELSEWHERE" in line


@pytest.mark.parametrize(("minutes", "way"), [(10, "ahead of"), (-10, "behind")])
def test_a_clock_that_is_wrong(well: Office, minutes: int, way: str) -> None:
    clock = Clock()
    clock.offset = timedelta(minutes=minutes)
    [line] = wrong(examine(well, clock))
    assert f"{way} Slack's - let the system keep its time" in line
    assert line.startswith(("!!  clock: 600 ", "!!  clock: 599 ", "!!  clock: 601 "))


def test_slack_that_cannot_be_reached(well: Office) -> None:
    said = command(well, "check", SLACK_API_URL="http://127.0.0.1:9/api/")
    assert said.code == 1
    assert "Slack gives no answer at http://127.0.0.1:9/api/" in said.line("SLACK_BOT_TOKEN")
    assert said.line("clock").startswith("??  ")


@pytest.mark.parametrize("fault", ["html", "500_before", "lost_reply_before"])
def test_slack_that_is_not_well(well: Office, core: Any, fault: str) -> None:
    core.faults.add({"method": "auth.test", "fault": fault})
    core.faults.add({"method": "apps.connections.open", "fault": fault})
    bot, app = wrong(examine(well))
    assert "SLACK_BOT_TOKEN: Slack gives no answer" in bot
    assert "SLACK_APP_TOKEN: Slack gives no answer" in app


def test_slack_that_asks_to_wait(well: Office, core: Any) -> None:
    core.faults.add({"method": "auth.test", "fault": "429", "retry_after": 7})
    lines = examine(well)
    assert wrong(lines) == []
    assert any("Slack asks to wait 7 seconds" in str(line) for line in lines)


# the test message


def test_a_test_message_goes_to_the_one_programme_manager(well: Office) -> None:
    before = len(well.person(MARGARET).messages())
    said = command(well, "check", "--post")
    assert said.code == 0, said.text
    assert "sent to U0MARGARET" in said.line("test message")
    assert len(well.person(MARGARET).messages()) == before + 1
    assert "messages arrive" in well.person(MARGARET).last()


def test_a_test_message_goes_to_whom_one_says(well: Office) -> None:
    said = command(well, "check", "--post", "--to", CHARLIE)
    assert said.code == 0
    assert "messages arrive" in well.person(CHARLIE).last()
    assert well.person(ADA).messages() == []


def test_one_must_say_whom_if_it_is_not_plain(well: Office) -> None:
    said = command(well, "check", "--post", PROGRAMME_MANAGERS="U0MARGARET U0EDITH")
    assert said.code == 2
    assert "--to U012AB3CD" in said.text
    assert command(well, "check", "--to", "Margaret").code == 2


def test_a_test_message_that_slack_refuses(well: Office) -> None:
    said = command(well, "check", "--post", "--to", "U0NOBODY")
    assert said.code == 1
    assert "check the member id" in said.line("test message")


def test_checking_never_posts_by_itself(well: Office) -> None:
    before = len(well.calls("chat.postMessage"))
    examine(well)
    assert len(well.calls("chat.postMessage")) == before
