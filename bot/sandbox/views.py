"""Views: each person's stack of modals and their Home, with hashes and external ids."""

import copy
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.shapes import JSON, Refused, SlackError
from bot.sandbox.state import chosen, find_element, initial_values, kept_values
from bot.sandbox.workspace import Workspace

DEEPEST = 3  # the root and two pushed views
VERSIONS = 5  # how many earlier versions a late click may still hit


@dataclass
class View:
    """A modal or a Home, as it is shown to one person."""

    id: str
    user: str
    content: JSON  # type, blocks, title, submit, ... as the app sent it, with the ids that Slack fills in
    root_id: str
    previous_id: str | None = None
    hash: str = ""
    values: JSON = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    earlier: list[list[JSON]] = field(default_factory=list)  # blocks it has shown before, the newest first

    @property
    def blocks(self) -> list[JSON]:
        """The blocks shown."""
        blocks: list[JSON] = self.content["blocks"]
        return blocks

    def type_in(self, values: Any) -> None:
        """Fill in `{block_id: {action_id: state}}`. Raises Refused for fields that are not there."""
        if values is None:
            return
        if not isinstance(values, dict) or not all(isinstance(actions, dict) for actions in values.values()):
            raise Refused("values are {block_id: {action_id: state}}")
        for block_id, actions in values.items():
            for action_id, given in actions.items():
                found = find_element(self.blocks, block_id, action_id)
                if found is None:
                    raise Refused(f"there is no field {block_id}/{action_id} here")
                self.values.setdefault(block_id, {})[action_id] = chosen(found[1], given)


class Views:
    """Every view that is open, and every Home."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def _all(self) -> list[View]:
        return [*(view for stack in self.stacks.values() for view in stack), *self.homes.values()]

    def get(self, view_id: str) -> View | None:
        """The view with this id, if it is still open."""
        return next((view for view in self._all() if view.id == view_id), None)

    def by_external_id(self, external_id: str) -> View | None:
        """The view to which the app gave this id of its own."""
        return next((view for view in self._all() if view.content.get("external_id") == external_id), None)

    def top(self, user: str) -> View | None:
        """The modal that a person sees."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def open(self, user: str, content: JSON) -> View:
        """Open a root modal; one that was open before gives way to it."""
        self._check_external_id(content, None)
        view = self._new(user, content)
        self.stacks[user] = [view]
        return self._show(view)

    def push(self, user: str, content: JSON) -> View:
        """Push a modal onto the person's stack."""
        stack = self.stacks.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        self._check_external_id(content, None)
        view = self._new(user, content, stack[-1])
        stack.append(view)
        return self._show(view)

    def update(self, view: View, content: JSON, view_hash: str | None) -> View:
        """Replace a view's content; what was typed stays where the ids are the same."""
        if view_hash is not None and view_hash != view.hash:
            raise SlackError("hash_conflict")
        if content["type"] != view.content["type"]:
            raise SlackError("invalid_arguments", **_messages("view type cannot be changed [json-pointer:/view/type]"))
        self._check_external_id(content, view)
        view.earlier = [view.blocks, *view.earlier][:VERSIONS]
        view.content = content
        view.values = kept_values(view.values, content["blocks"])
        view.errors = {}
        return self._show(view)

    def publish(self, user: str, content: JSON, view_hash: str | None) -> View:
        """Publish a person's Home."""
        view = self.homes.get(user)
        if view is None:
            if view_hash is not None:
                raise SlackError("hash_conflict")
            self._check_external_id(content, None)
            view = self.homes[user] = self._new(user, content)
            return self._show(view)
        return self.update(view, content, view_hash)

    def drop(self, view: View) -> None:
        """Close one modal of a stack; what lies under it shows again."""
        stack = self.stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)
        self._workspace.changed([view.user])

    def clear(self, user: str) -> list[View]:
        """Close the whole stack. Returns what was open, the top first."""
        closed = list(reversed(self.stacks.pop(user, [])))
        self._workspace.changed([user])
        return closed

    def _new(self, user: str, content: JSON, previous: View | None = None) -> View:
        view_id = "V0" + secrets.token_hex(5).upper()
        return View(
            id=view_id,
            user=user,
            content=content,
            root_id=previous.root_id if previous else view_id,
            previous_id=previous.id if previous else None,
            values=initial_values(content["blocks"]),
        )

    def _show(self, view: View) -> View:
        mark = hashlib.sha256(f"{view.id} {time.monotonic_ns()} {secrets.token_hex(4)}".encode()).hexdigest()[:8]
        view.hash = f"{int(self._workspace.clock.now())}.{mark}"
        self._workspace.changed([view.user])
        return view

    def _check_external_id(self, content: JSON, view: View | None) -> None:
        external_id = content.get("external_id")
        if external_id:
            other = self.by_external_id(external_id)
            if other is not None and other is not view:
                raise SlackError("duplicate_external_id")

    def as_json(self, view: View) -> JSON:
        """The view object of the Web API and of payloads."""
        content = view.content
        return {
            "id": view.id,
            "team_id": self._workspace.team.id,
            "type": content["type"],
            "blocks": content["blocks"],
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "state": {"values": copy.deepcopy(view.values)},
            "hash": view.hash,
            "title": content.get("title") or _plain_text("View Title"),
            "clear_on_close": bool(content.get("clear_on_close", False)),
            "notify_on_close": bool(content.get("notify_on_close", False)),
            "close": content.get("close"),
            "submit": content.get("submit"),
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": self._workspace.app_id,
            "external_id": content.get("external_id", ""),
            "app_installed_team_id": self._workspace.team.id,
            "bot_id": self._workspace.bot_id,
        }


def _plain_text(text: str) -> JSON:
    return {"type": "plain_text", "text": text, "emoji": True}


def _messages(*problems: str) -> JSON:
    return {"response_metadata": {"messages": [f"[ERROR] {problem}" for problem in problems]}}
