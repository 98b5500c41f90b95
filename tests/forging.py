"""Clicks that no honest client would send any more, over the sandbox's real socket.

A stale button, somebody else's row in a button's value or a modal's metadata, an action id that never was, another
workspace, a deactivated account, two clicks at once. The payloads are the sandbox's own; only what stands in them is
forged. Each deed waits for the ack and until the bot has done everything, and returns what the person was told.
"""

import asyncio
import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.company import GENERAL
from bot.sandbox.company import Message, User
from bot.sandbox.shapes import JSON, SlackError
from bot.sandbox.sockets import describe
from bot.sandbox.views import View
from tests.office import Office, shown

ACK_SECONDS = 30.0

# the state of an input, as Slack's client sends it


def typed(text: str | None) -> JSON:
    return {"type": "plain_text_input", "value": text}


def date(day: str | None) -> JSON:
    return {"type": "datepicker", "selected_date": day}


def clock(time: str | None) -> JSON:
    return {"type": "timepicker", "selected_time": time}


def channel(channel_id: str | None) -> JSON:
    return {"type": "conversations_select", "selected_conversation": channel_id}


def user(user_id: str | None) -> JSON:
    return {"type": "users_select", "selected_user": user_id}


def users(*user_ids: str) -> JSON:
    return {"type": "multi_users_select", "selected_users": list(user_ids)}


def one_of(value: str) -> JSON:
    """A radio button or select, by its option's value."""
    return {"type": "radio_buttons", "selected_option": {"text": {"type": "plain_text", "text": "?"}, "value": value}}


def some_of(*values: str) -> JSON:
    """Checkboxes or a select of several, by their options' values."""
    options = [{"text": {"type": "plain_text", "text": "?"}, "value": value} for value in values]
    return {"type": "checkboxes", "selected_options": options}


@dataclass(frozen=True)
class Answer:
    """What came of a click: the ack's payload, and what the person was told for their eyes only."""

    ack: JSON
    messages: tuple[JSON, ...] = ()
    modals: tuple[JSON, ...] = ()  # opened or changed, and not by an ack

    @property
    def errors(self) -> dict[str, str]:
        """Sentences under the fields of a modal."""
        return dict(self.ack.get("errors") or {})

    @property
    def text(self) -> str:
        """Every word that the person was told, wherever it stands."""
        parts = [*self.errors.values(), *map(shown, self.messages), *map(shown, self.modals)]
        if "view" in self.ack:
            parts.append(shown(self.ack["view"]))
        if "text" in self.ack:
            parts.append(shown(self.ack))
        return "\n".join(parts)


class Forge:
    """Sends what it likes to the bot of an office, in the name of whom it likes."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.core = office.slack.sandbox.core

    # what is sent

    def command(
        self, who: str, text: str, *, channel_id: str = GENERAL, team: str | None = None, settle: bool = True
    ) -> Answer:
        """A command, typed by anybody in any channel: `/mentoring join`."""
        return self._send(who, lambda: self.command_payload(who, text, channel_id=channel_id, team=team), settle)

    def press(self, who: str, action_id: str, value: Any = None, **where: Any) -> Answer:
        """A press on a button that may never have been shown to this person: see `press_payload`."""
        return self._send(who, lambda: self.press_payload(who, action_id, value, **where))

    def submit(self, who: str, callback_id: str, values: Mapping[str, JSON] | None = None, **about: Any) -> Answer:
        """A modal's submission that the bot may never have opened: see `submit_payload`."""
        return self._send(who, lambda: self.submit_payload(who, callback_id, values, **about))

    def event(self, kind: str, who: str = "", *, team: str | None = None, **more: Any) -> Answer:
        """An event of the Events API."""
        return self._send(who, lambda: self.event_payload(kind, who, team=team, **more))

    def together(self, *payloads: JSON) -> list[JSON]:
        """Sends several payloads without waiting in between; returns the payloads of their acks."""
        acks = self.office.slack.run(self._acks(*payloads), ACK_SECONDS)
        self.office.settle()
        return acks

    def build(self, make: Callable[[], JSON]) -> JSON:
        """Builds a payload in the sandbox's loop; its trigger id lives three seconds from now."""
        return self.office.slack.call(make)

    # payloads, built in the sandbox's loop

    def command_payload(self, who: str, text: str, *, channel_id: str = GENERAL, team: str | None = None) -> JSON:
        core, user = self.core, self._user(who)
        name, _, rest = text.partition(" ")
        response = core.response_urls.issue(who, channel_id)
        url = f"{core.url}/response/{response.id}"
        place = core.workspace.conversations[channel_id]
        payload = core.payloads.command(user, place, name, rest, url, core.triggers.issue(who))
        return self._elsewhere(payload, team)

    def press_payload(
        self,
        who: str,
        action_id: str,
        value: Any = None,
        *,
        view: View | None = None,
        channel_id: str = GENERAL,
        team: str | None = None,
        trigger_id: str | None = None,
        option: str | None = None,
        block_id: str = "forged",
    ) -> JSON:
        """A button in `view`, or in a message of a channel that the sandbox never showed; with `option`, a menu's."""
        core, user = self.core, self._user(who)
        trigger = trigger_id or core.triggers.issue(
            who, from_modal=view is not None and view.content["type"] == "modal"
        )
        action: JSON = {
            "type": "button",
            "action_id": action_id,
            "block_id": block_id,
            "text": {"type": "plain_text", "text": "Forged"},
            "action_ts": f"{core.clock.now():.6f}",
        }
        if option is not None:
            action |= {"type": "overflow", "selected_option": one_of(option)["selected_option"]}
        elif value is not None:
            action["value"] = value if isinstance(value, str) else str(value)
        if view is not None:
            return self._elsewhere(core.payloads.view_action(user, view, action, trigger), team)
        response = core.response_urls.issue(who, channel_id)
        url = f"{core.url}/response/{response.id}"
        place = core.workspace.conversations[channel_id]
        message = Message(ts=core.workspace.next_ts(), user=core.workspace.bot.id, text="Forged", from_bot=True)
        payload = core.payloads.message_action(user, place, message, action, trigger, (response, url))
        return self._elsewhere(payload, team)

    def submit_payload(
        self,
        who: str,
        callback_id: str,
        values: Mapping[str, JSON] | None = None,
        *,
        metadata: Any = "",
        view: View | None = None,
        team: str | None = None,
    ) -> JSON:
        """A modal with any metadata (JSON is made of what is no text) and any inputs, by block id."""
        shown_view = view or self.open_view(who, callback_id, values or {}, metadata)
        payload = self.core.payloads.submission(
            self._user(who), shown_view, self.core.triggers.issue(who, from_modal=True), []
        )
        return self._elsewhere(payload, team)

    def event_payload(self, kind: str, who: str = "", *, team: str | None = None, **more: Any) -> JSON:
        event: JSON = {"type": kind, "event_ts": f"{self.core.clock.now():.6f}", **more}
        if who:
            im = self.core.workspace.im_of(who)
            event |= {"user": who, "channel": im.id if im else "D0NONE"}
        return self._elsewhere(self.core.payloads.event(event), team)

    def open_view(
        self, who: str, callback_id: str = "", values: Mapping[str, JSON] | None = None, metadata: Any = ""
    ) -> View:
        """A modal on the person's screen that the bot never opened. Called in the sandbox's loop."""
        text = {"type": "plain_text", "text": "Forged", "emoji": True}
        content: JSON = {
            "type": "modal",
            "title": text,
            "submit": text,
            "callback_id": callback_id,
            "private_metadata": metadata if isinstance(metadata, str) else json.dumps(metadata),
            "blocks": [
                {
                    "type": "input",
                    "block_id": block_id,
                    "label": text,
                    "element": {"type": state["type"], "action_id": "value"},
                }
                for block_id, state in (values or {}).items()
            ],
        }
        view = self.core.views.open(who, content)
        view.values = {block_id: {"value": state} for block_id, state in (values or {}).items()}
        return view

    def top_view(self, who: str) -> View:
        """The modal that a person sees, to submit or press in it with forged contents."""
        view = self.core.views.top(who)
        assert view is not None
        return view

    def _user(self, who: str) -> User:
        return self.core.workspace.users.get(who) or User(id=who, name=who.lower(), real_name=who, display_name=who)

    def _elsewhere(self, payload: JSON, team: str | None) -> JSON:
        """The same from another workspace."""
        if team is None:
            return payload
        own, payload = self.core.workspace.team.id, copy.deepcopy(payload)
        return _replaced(payload, own, team)

    # sending and listening

    async def _acks(self, *payloads: JSON) -> list[JSON]:
        envelopes = [self.core.hub.send(_kind(payload), describe(payload), payload) for payload in payloads]
        acks = list(await asyncio.gather(*(envelope.answered for envelope in envelopes)))
        for ack in acks:
            self._check(ack)
        return acks

    def _check(self, ack: JSON) -> None:
        """What stands in an ack must be as Slack wants it, like everything else that is sent."""
        try:
            if "view" in ack:
                self.core.validator.view(ack["view"], "modal")
            if "blocks" in ack:
                self.core.validator.message(ack["blocks"])
        except SlackError as error:
            raise AssertionError(f"Slack would refuse this ack: {error.code} {error.extra} {ack}") from error

    def _send(self, who: str, make: Callable[[], JSON], settle: bool = True) -> Answer:
        async def sent() -> tuple[JSON, set[str], set[tuple[str, str]]]:
            payload = make()
            heard, seen = self._heard(who), self._seen(who)
            (ack,) = await self._acks(payload)
            return ack, set(heard), set(seen)

        ack, heard, seen = self.office.slack.run(sent(), ACK_SECONDS)
        if settle:
            self.office.settle()
        return self.office.slack.call(
            lambda: Answer(
                ack,
                tuple(message for ts, message in self._heard(who).items() if ts not in heard),
                tuple(view for mark, view in self._seen(who).items() if mark not in seen),
            )
        )

    def _heard(self, who: str) -> dict[str, JSON]:
        """The messages for this person's eyes only, by ts, also where they could not log in to read them."""
        return {
            message.ts: {"text": message.text, "blocks": message.blocks}
            for conversation in self.core.workspace.conversations.values()
            for message in conversation.messages
            if message.only_for == who
        }

    def _seen(self, who: str) -> dict[tuple[str, str], JSON]:
        return {(view.id, view.hash): view.content for view in self.core.views.stacks.get(who, [])}


def _kind(payload: JSON) -> str:
    if "command" in payload:
        return "slash_commands"
    return "events_api" if payload.get("type") == "event_callback" else "interactive"


def _replaced(part: Any, old: str, new: str) -> Any:
    if isinstance(part, dict):
        return {key: _replaced(value, old, new) for key, value in part.items()}
    if isinstance(part, list):
        return [_replaced(value, old, new) for value in part]
    return new if part == old else part
