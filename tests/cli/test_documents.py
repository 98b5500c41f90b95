"""What is written for the people who run Flipside is held to the code: settings, commands, scopes, columns."""

import re
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values

from bot.__main__ import cli
from bot.roster import COLUMNS
from bot.settings import load

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
SETTINGS = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)*)"', (ROOT / "bot" / "settings.py").read_text(encoding="utf-8"))) - {
    "DEBUG", "INFO", "WARNING", "ERROR",
}  # fmt: skip
NOT_YET = {"docs/images/pair.png", "docs/matching.md"}  # the picture and the guide to matching are still to come
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def section(heading: str) -> str:
    """The part of the README under a heading."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def first_column(text: str) -> set[str]:
    """What stands in code in the first column of every table row."""
    return {name for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)}


def test_the_settings_are_found_in_the_code() -> None:
    assert len(SETTINGS) >= 13
    assert {"SLACK_BOT_TOKEN", "DATABASE_URL", "UNDO_SECONDS"} <= SETTINGS


def test_every_setting_stands_in_the_readme_and_in_the_example() -> None:
    assert first_column(section("Settings")) == SETTINGS
    assert set(re.findall(r"^#?([A-Z][A-Z_]+)=", EXAMPLE, re.MULTILINE)) == SETTINGS


def test_the_example_shows_the_defaults(tmp_path: Path) -> None:
    shown = tmp_path / ".env"
    shown.write_text(re.sub(r"^#(?=[A-Z_]+=)", "", EXAMPLE, flags=re.MULTILINE), encoding="utf-8")
    assert load(TOKENS, str(shown)) == load(TOKENS, None)
    assert set(dotenv_values(shown)) == SETTINGS


def test_an_example_that_nobody_filled_in_says_what_is_missing() -> None:
    assert load(TOKENS, str(ROOT / ".env.example")) == load(TOKENS, None)


def test_the_commands_of_the_readme_are_those_of_the_command_line() -> None:
    named = {name.split()[0] for name in first_column(section("Commands")) if not name.startswith("/")}
    assert named == set(cli.commands)


@pytest.mark.parametrize("command", ["/mentoring", "/mentoring-admin"])
def test_the_subcommands_of_the_readme_are_those_that_slack_hints_at(command: str) -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    [hint] = [one["usage_hint"] for one in manifest["features"]["slash_commands"] if one["command"] == command]
    named = [name.split() for name in first_column(section("Commands")) if name.startswith("/")]
    assert {word for first, word in named if first == command} == set(re.findall(r"[a-z]+", hint))


def test_the_scopes_of_the_readme_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    named = first_column(section("What it stores, and who sees it"))
    assert named == set(manifest["oauth_config"]["scopes"]["bot"])


def test_the_roster_of_the_readme_has_the_columns_that_are_read() -> None:
    assert f"    {','.join(COLUMNS)}\n" in README


def test_no_line_leads_nowhere() -> None:
    for document in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", (ROOT / document).read_text(encoding="utf-8")):
            assert (ROOT / link).exists() or link in NOT_YET, f"{document}: {link}"


def test_every_place_on_the_map_is_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for place in re.findall(r"`((?:bot|handlers|storage|tests)/[\w/.]*)`", text):
        assert (ROOT / place).exists(), place
