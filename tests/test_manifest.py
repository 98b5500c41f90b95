"""manifest.yml: what Slack accepts, and no more rights than were promised: none that could read what people write."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.facts.reader import Reader
from bot.ids import Command, Event
from bot.views import help as help_views
from tests.registered import registered

PATH = Path(__file__).parents[1] / "manifest.yml"
MANIFEST: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
FEATURES = MANIFEST["features"]
SETTINGS = MANIFEST["settings"]

SCOPES = {"chat:write", "commands", "users:read", "mpim:write", "channels:read", "groups:read"}
READS_CONTENT = re.compile(
    r".*:history$|^(files|reactions|pins|links|app_mentions|metadata\.message|canvases|bookmarks|lists):|^search:"
)

Check = Callable[[Any], bool]
Schema = Mapping[str, "Schema | Check"]


def text(least: int, most: int) -> Check:
    return lambda value: isinstance(value, str) and least <= len(value.encode("utf-16-le")) // 2 <= most


def exactly(expected: Any) -> Check:
    return lambda value: value == expected


def command(value: Any) -> bool:
    fields: Schema = {
        "command": text(2, 32),
        "description": text(1, 2000),
        "usage_hint": text(1, 1000),
        "should_escape": exactly(True),  # a name becomes <@U…>, so that nobody has to guess who is meant
    }
    return list(problems(value, fields)) == [] and value["command"].startswith("/")


# Every key there is, so that a new one, a message shortcut for instance, is a decision that this test has to learn.
SCHEMA: Schema = {
    "_metadata": {"major_version": exactly(2), "minor_version": exactly(1)},
    "display_information": {
        "name": text(1, 35),
        "description": text(1, 140),
        "long_description": text(175, 4000),
        "background_color": lambda value: re.fullmatch("#[0-9a-f]{6}", value) is not None,
    },
    "features": {
        "app_home": {
            "home_tab_enabled": exactly(True),
            "messages_tab_enabled": exactly(True),
            "messages_tab_read_only_enabled": exactly(True),
        },
        "bot_user": {"display_name": text(1, 80), "always_online": exactly(True)},
        "slash_commands": lambda value: 1 <= len(value) <= 50 and all(map(command, value)),
    },
    "oauth_config": {"scopes": {"bot": lambda value: len(value) == len(set(value)) and set(value) == SCOPES}},
    "settings": {
        "event_subscriptions": {"bot_events": lambda value: set(value) == {str(event) for event in Event}},
        "interactivity": {"is_enabled": exactly(True)},
        "org_deploy_enabled": exactly(False),
        "socket_mode_enabled": exactly(True),
        "token_rotation_enabled": exactly(False),
    },
}


def problems(value: Any, schema: Schema, where: str = "") -> Iterator[str]:
    """Keys that are missing or too many, and values that are not as they should be."""
    yield from (f"{where}{key} is missing" for key in schema.keys() - value.keys())
    yield from (f"{where}{key} is not expected" for key in value.keys() - schema.keys())
    for key in schema.keys() & value.keys():
        expected = schema[key]
        if isinstance(expected, Mapping):
            yield from problems(value[key], expected, f"{where}{key}.")
        elif not expected(value[key]):
            yield f"{where}{key} is {value[key]!r}"


def test_has_every_key_and_no_other_and_each_is_as_it_should_be() -> None:
    assert list(problems(MANIFEST, SCHEMA)) == []


def test_asks_for_exactly_the_scopes_and_events_that_were_promised() -> None:
    assert set(MANIFEST["oauth_config"]["scopes"]) == {"bot"}
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert set(SETTINGS["event_subscriptions"]["bot_events"]) == {
        "app_home_opened",
        "app_uninstalled",
        "tokens_revoked",
    }


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_no_scope_reads_what_people_write(scope: str) -> None:
    assert not READS_CONTENT.search(scope)


@pytest.mark.parametrize(
    "scope",
    ["channels:history", "groups:history", "im:history", "mpim:history", "files:read", "reactions:read", "pins:read",
     "links:read", "app_mentions:read", "metadata.message:read", "search:read.public", "canvases:read"],
)  # fmt: skip
def test_knows_the_scopes_that_do(scope: str) -> None:
    assert READS_CONTENT.search(scope)


def test_nothing_in_the_file_reads_what_people_write() -> None:
    """Not in a comment either, where it could be switched on by deleting a character."""
    words = re.findall(r"[a-z_.]+:[a-z_.]+", PATH.read_text(encoding="utf-8"))
    assert SCOPES - {"commands"} <= set(words)
    assert [word for word in words if READS_CONTENT.search(word)] == []
    assert "shortcuts" not in FEATURES


def hinted(name: Command) -> set[str]:
    hint = next(each["usage_hint"] for each in FEATURES["slash_commands"] if each["command"] == name)
    return {word.split()[0] for word in hint.strip("[]").split("|")}


def subcommands(name: Command) -> set[str]:
    return set(registered().commands[name]) - {"", "?"}


def test_offers_exactly_the_commands_that_are_registered() -> None:
    assert {each["command"] for each in FEATURES["slash_commands"]} == {str(each) for each in registered().commands}


@pytest.mark.parametrize("name", Command)
def test_the_hint_names_exactly_the_subcommands_that_are_registered(name: Command) -> None:
    assert hinted(name) == subcommands(name)


@pytest.mark.parametrize(
    ("name", "view"), [(Command.MENTORING, help_views.participants), (Command.ADMIN, help_views.managers)]
)
def test_help_names_exactly_the_subcommands_that_are_registered(name: Command, view: Callable[..., Any]) -> None:
    said = " ".join(str(block.to_dict()) for block in view(Reader()).blocks)
    assert set(re.findall(rf"{name} ([a-z-]+)", said)) == subcommands(name)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"display_information": {**MANIFEST["display_information"], "name": "x" * 36}}, "display_information.name is"),
        ({"display_information": {"name": "Flipside"}}, "display_information.description is missing"),
        ({"features": {**FEATURES, "shortcuts": []}}, "features.shortcuts is not expected"),
        ({"features": {**FEATURES, "slash_commands": [{"command": "/x"}]}}, "features.slash_commands is"),
        ({"oauth_config": {"scopes": {"bot": [*SCOPES, "im:history"]}}}, "oauth_config.scopes.bot is"),
        ({"oauth_config": {"scopes": {"bot": list(SCOPES), "user": []}}}, "oauth_config.scopes.user is not expected"),
        ({"settings": {**SETTINGS, "socket_mode_enabled": False}}, "settings.socket_mode_enabled is False"),
        ({"functions": {}}, "functions is not expected"),
    ],
)
def test_finds_what_should_not_be(change: dict[str, Any], found: str) -> None:
    assert any(problem.startswith(found) for problem in problems({**MANIFEST, **change}, SCHEMA))
