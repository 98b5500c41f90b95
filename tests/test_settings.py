"""Every setting that is missing or malformed is one line that says what to do; the process ends with code 2."""

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from bot.demo.process import ROOT
from bot.settings import SLACK_API, Settings, SettingsError, database_url, load

RIGHT = {"SLACK_BOT_TOKEN": "xoxb-1-a", "SLACK_APP_TOKEN": "xapp-1-a"}

# setting -> what nobody can mean, and the words of what to do
WRONG: dict[str, tuple[list[str], str]] = {
    "SLACK_BOT_TOKEN": (["xapp-1-a", "xoxp-1", "token", "XOXB-1"], "must start with xoxb-: copy it again from OAuth"),
    "SLACK_APP_TOKEN": (["xoxb-1-a", "token"], "must start with xapp-: copy it again from Basic Information"),
    "SLACK_API_URL": (
        ["slack.com/api/", "ftp://slack.com", "https://", "http://slack.com/api/", "http://[", "https://slack.com:x/"],
        "must start with https://",
    ),
    "DATABASE_URL": (
        [
            "flipside.db",
            "mysql://user:secret@host/name",
            "postgres://user:secret@host/name",
            "postgresql+asyncpg://user:secret@host/name",
            "postgresql://user:secret@host:port/name",
            "sqlite+aiosqlite:///flipside.db",
            "sqlite://",
            "sqlite:///:memory:",
        ],
        "must look like sqlite:///data/flipside.db or postgresql+psycopg://user@host/name",
    ),
    "PROGRAMME_MANAGERS": (["margaret", "@margaret", "u012ab3cd", "C012AB3CD", "U1"], "Copy member ID"),
    "LOG_LEVEL": (["LOUD", "5"], "must be one of DEBUG, INFO, WARNING, ERROR"),
    "PORT": (["eighty", "-1", "65536", "80.5", "1e3", "8080x"], "must be a whole number from 0 to 65535"),
    "CLOCK_URL": (
        ["http://127.0.0.1:1/clock", "https://example.org/clock"],
        "CLOCK_URL moves time and is for the sandbox only",
    ),
    "CHANNEL_GAP_SECONDS": (["soon", "-1", "61", "nan", "inf"], "must be a number from 0 to 60"),
    "POSTS_PER_MINUTE": (["0", "many", "1.5"], "must be a whole number from 1 to 100000"),
    "UNDO_SECONDS": (["-1", "3601", "?"], "must be a number from 0 to 3600"),
    "DEAF_AFTER_SECONDS": (["0", "3601", "never"], "must be a number from 1 to 3600"),
}
TAKES_ANYTHING = {"HOST"}
NAMES = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "api_url": "SLACK_API_URL",
    "channel_gap": "CHANNEL_GAP_SECONDS",
    "deaf_after": "DEAF_AFTER_SECONDS",
}


def lines(**values: str) -> list[str]:
    """What is said of these settings, the others being right."""
    with pytest.raises(SettingsError) as refused:
        load({**RIGHT, **values}, None)
    return refused.value.lines


def test_every_setting_is_tried_below() -> None:
    named = {NAMES.get(field.name, field.name.upper()) for field in fields(Settings)}
    assert named == {*WRONG, *TAKES_ANYTHING}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, (values, _) in WRONG.items() for value in values])
def test_what_is_malformed_is_one_line_that_says_what_to_do(name: str, value: str) -> None:
    said = lines(**{name: value})
    assert len(said) == 1
    assert said[0].startswith(name)
    assert WRONG[name][1] in said[0]
    assert "\n" not in said[0]
    assert said[0].endswith((".", ")."))


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("missing", [None, "", "   "])
def test_what_is_missing_says_where_it_is_found(name: str, missing: str | None) -> None:
    values = {key: value for key, value in RIGHT.items() if key != name} | ({} if missing is None else {name: missing})
    with pytest.raises(SettingsError) as refused:
        load(values, None)
    (line,) = refused.value.lines
    assert line.startswith(f"{name} is missing: copy it from ")
    assert line.endswith("and put it into .env.")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    said = lines(**{name: values[0] for name, (values, _) in WRONG.items() if name != "CLOCK_URL"})
    assert sorted(line.split()[0].rstrip(":") for line in said) == sorted({*WRONG} - {"CLOCK_URL"})


def test_no_line_repeats_a_secret() -> None:
    said = "\n".join(
        lines(
            SLACK_BOT_TOKEN="xapp-very-secret",
            SLACK_APP_TOKEN="xoxb-very-secret",
            DATABASE_URL="mysql://user:very-secret@host/name",
        )
    )
    assert "secret" not in said


def test_every_manager_who_is_wrong_is_named() -> None:
    said = lines(PROGRAMME_MANAGERS="U0MARGARET, grace U0EDITH,@linus")
    assert [line.split("'")[1] for line in said] == ["grace", "@linus"]


def test_defaults() -> None:
    found = load(RIGHT, None)
    assert found.api_url == SLACK_API
    assert found.database_url == "sqlite:///data/flipside.db"
    assert found.programme_managers == frozenset()
    assert (found.log_level, found.host, found.port, found.clock_url) == ("INFO", "127.0.0.1", 8080, None)


@pytest.mark.parametrize(
    "text", ["U0ADA,U0GRACE", " U0ADA , U0GRACE ", "U0ADA U0GRACE", "U0ADA,,U0GRACE,", "U0ADA\nU0GRACE"]
)
def test_managers_however_they_are_separated(text: str) -> None:
    assert load({**RIGHT, "PROGRAMME_MANAGERS": text}, None).programme_managers == {"U0ADA", "U0GRACE"}


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///data/flipside.db",
        "sqlite:////var/lib/flipside.db",
        "postgresql+psycopg://user:pass@host:5432/name?sslmode=require",
        "postgresql://user@host/name",
    ],
)
def test_databases(url: str) -> None:
    assert load({**RIGHT, "DATABASE_URL": url}, None).database_url == url


def test_time_moves_only_where_both_are_on_this_machine() -> None:
    here = {"SLACK_API_URL": "http://127.0.0.1:5000/api/", "CLOCK_URL": "http://localhost:5000/clock"}
    assert load({**RIGHT, **here}, None).clock_url == here["CLOCK_URL"]
    assert len(lines(**{**here, "SLACK_API_URL": SLACK_API})) == 1
    assert len(lines(**{**here, "CLOCK_URL": "https://clock.example.org/"})) == 1


# .env


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("# from the file\nSLACK_BOT_TOKEN=xoxb-file\nPORT='9000'\nLOG_LEVEL=debug # more words\n")
    found = load({**RIGHT, "PORT": "9001"}, str(dotenv))
    assert (found.bot_token, found.port, found.log_level) == ("xoxb-1-a", 9001, "DEBUG")


def test_an_empty_variable_hides_nothing(tmp_path: Path) -> None:
    """Container tools set every variable that a file names, empty where nobody has filled it in."""
    dotenv = tmp_path / ".env"
    dotenv.write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN=xapp-file\n")
    assert load({"SLACK_BOT_TOKEN": "", "PORT": ""}, str(dotenv)).bot_token == "xoxb-file"


def test_a_file_that_an_editor_began_with_a_mark(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"\xef\xbb\xbfSLACK_BOT_TOKEN=xoxb-file\r\nSLACK_APP_TOKEN=xapp-file\r\n")
    assert load({}, str(dotenv)).bot_token == "xoxb-file"


def test_a_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes("SLACK_BOT_TOKEN=xoxb-é".encode("utf-16"))
    for read in (load, database_url):
        with pytest.raises(SettingsError) as refused:
            read(RIGHT, str(dotenv))
        assert refused.value.lines == [f"{dotenv} cannot be read (UnicodeDecodeError): save it as UTF-8 text."]


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert load(RIGHT, str(tmp_path / ".env")).bot_token == "xoxb-1-a"


def test_a_migration_needs_the_database_alone() -> None:
    assert database_url({}, None) == "sqlite:///data/flipside.db"
    with pytest.raises(SettingsError) as refused:
        database_url({"DATABASE_URL": "oracle://x", "PORT": "?"}, None)
    assert len(refused.value.lines) == 1


# the process


def python_m_bot(folder: Path, *words: str, **settings: str) -> tuple[int, str]:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_run_without_settings_ends_with_code_2(tmp_path: Path) -> None:
    code, said = python_m_bot(tmp_path, "run")
    assert code == 2
    assert [line.split()[0] for line in said.splitlines()] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
    assert not any(tmp_path.iterdir())  # not even a database


def test_migrate_with_a_wrong_database_ends_with_code_2(tmp_path: Path) -> None:
    code, said = python_m_bot(tmp_path, "migrate", DATABASE_URL="flipside.db")
    assert code == 2
    assert said.startswith("DATABASE_URL must look like")
