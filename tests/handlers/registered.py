"""What the bot listens to, one entry for each listener."""

from tests.registered import registered


def listeners() -> set[tuple[str, str]]:
    """(kind, id) of every listener: `("button", "book")`, `("command", "/mentoring join")`."""
    listening = registered()
    return {
        *(("button", str(action)) for action in listening.actions),
        *(("modal", str(callback)) for callback in listening.callbacks),
        *(("command", f"{command} {word}".strip()) for command, words in listening.commands.items() for word in words),
        *(("event", str(event)) for event in listening.events),
    }
