"""The app's manifest, as far as Slack itself acts on it: scopes, commands, events, tabs, the bot user's name."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.shapes import JSON


@dataclass(frozen=True)
class Command:
    """One slash command of the app."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Manifest:
    """What the sandbox needs to know about the app that is installed in it."""

    name: str
    bot_name: str
    scopes: tuple[str, ...]
    commands: tuple[Command, ...]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    interactivity: bool
    socket_mode: bool


def read_manifest(data: JSON) -> Manifest:
    """Read a Slack app manifest (version 2) that has been parsed from YAML or JSON."""

    def section(*path: str) -> Any:
        value: Any = data
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    name = str(section("display_information", "name") or "Bot")
    scopes = section("oauth_config", "scopes") or {}
    home = section("features", "app_home") or {}
    return Manifest(
        name=name,
        bot_name=str(section("features", "bot_user", "display_name") or name),
        scopes=tuple(dict.fromkeys([*scopes.get("bot", []), *scopes.get("bot_optional", [])])),
        commands=tuple(
            Command(
                command=str(one["command"]),
                description=str(one.get("description", "")),
                usage_hint=str(one.get("usage_hint", "")),
                should_escape=bool(one.get("should_escape", False)),
            )
            for one in (section("features", "slash_commands") or [] if "commands" in scopes.get("bot", []) else [])
        ),
        events=frozenset(section("settings", "event_subscriptions", "bot_events") or []),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        interactivity=bool(section("settings", "interactivity", "is_enabled")),
        socket_mode=bool(section("settings", "socket_mode_enabled")),
    )


SMALL_MANIFEST: JSON = {
    "display_information": {"name": "Bot"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Bot"},
        "slash_commands": [{"command": "/hello", "description": "Say hello", "usage_hint": "[name]"}],
    },
    "oauth_config": {
        "scopes": {"bot": ["chat:write", "commands", "users:read", "im:write", "mpim:write", "channels:read"]}
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
