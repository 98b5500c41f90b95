"""What a person can do in Slack's client: type a command, press, submit, close, open Home, write, invite.

Everything that this person could not do, because it is not shown to them, raises Refused.
"""

import asyncio
import re
from typing import Any

from bot.sandbox.api.users import user_object
from bot.sandbox.company import Conversation, Message, User
from bot.sandbox.core import Core
from bot.sandbox.filling import filled, filled_view
from bot.sandbox.shapes import JSON, Refused, SlackError
from bot.sandbox.sockets import Envelope, NotAcked, describe
from bot.sandbox.state import chosen, client_error, elements, find_element, initial_values
from bot.sandbox.views import View

TROUBLE = "We had some trouble connecting. Try again?"
DID_NOT_WORK = "Sorry, that didn't work. Try again?"
GROUP_SIZE = 9


class Deeds:
    """The hands of everybody in the workspace."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._tasks: set[asyncio.Task[None]] = set()

    # who and where

    def person(self, user_id: Any) -> User:
        """Somebody who can log in."""
        user = self._core.workspace.users.get(str(user_id))
        if user is None or user.is_bot:
            raise Refused(f"there is no person {user_id}")
        if user.deleted:
            raise Refused(f"{user.id} is deactivated")
        return user

    def _conversation(self, user: User, channel_id: Any) -> Conversation:
        found = self._core.workspace.conversations.get(str(channel_id))
        if found is None or user.id not in found.members:
            raise Refused(f"{user.id} does not see {channel_id}")
        return found

    def _composer(self, user: User, channel_id: Any) -> Conversation:
        channel = self._conversation(user, channel_id)
        bot_im = channel.kind == "im" and self._core.workspace.bot.id in channel.members
        manifest = self._core.manifest
        if channel.is_archived or channel.read_only:
            raise Refused("there is no composer in an archived or read-only channel")
        if bot_im and (manifest.messages_read_only or not manifest.messages_tab):
            raise Refused("the app's Messages tab has no composer")
        return channel

    def _send(self, kind: str, payload: JSON) -> Envelope:
        return self._core.hub.send(kind, describe(payload), payload)

    def _later(self, coroutine: Any) -> None:
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop waiting for answers."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # commands

    async def command(self, as_: Any, channel_id: Any, text: str) -> JSON:
        """Type a slash command."""
        core = self._core
        user = self.person(as_)
        channel = self._composer(user, channel_id)
        name, _, rest = text.strip().partition(" ")
        command = next((one for one in core.manifest.commands if one.command == name), None)
        if command is None:
            raise Refused(f"{name} is not a valid command")
        rest = rest.strip()
        response = core.response_urls.issue(user.id, channel.id)
        payload = core.payloads.command(
            user,
            channel,
            name,
            self._escape(rest) if command.should_escape else rest,
            f"{core.url}/response/{response.id}",
            core.triggers.issue(user.id),
        )
        self._later(self._command_answer(self._send("slash_commands", payload), user, channel, name))
        return {"ok": True}

    async def _command_answer(self, envelope: Envelope, user: User, channel: Conversation, name: str) -> None:
        try:
            answer = await envelope.answered
        except NotAcked:
            self._core.notice(user.id, f'{name} failed with the error "dispatch_failed"')
            return
        if answer:
            try:
                self.respond(user, channel, answer, None)
            except SlackError as error:
                self._core.log.add(
                    self._core.clock.now(), "ack", name, answer, {"error": error.code, **error.extra}, ok=False
                )
                self._core.notice(user.id, f'{name} failed with the error "{error.code}"')

    def _escape(self, text: str) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        workspace = self._core.workspace
        for user in workspace.users.values():
            text = re.sub(rf"(?<!\S)@{re.escape(user.name)}(?![\w.-])", f"<@{user.id}|{user.name}>", text)
        for channel in workspace.conversations.values():
            if channel.kind == "channel":
                link = f"<#{channel.id}|{channel.name}>"
                text = re.sub(rf"(?<!\S)#{re.escape(channel.name)}(?![\w-])", link, text)
        return text

    def respond(self, user: User, channel: Conversation, data: JSON, original_ts: str | None) -> None:
        """Do what a response URL, or the answer in an ack, asks for. Raises SlackError."""
        core = self._core
        original = core.workspace.find(channel, original_ts) if original_ts else None
        if data.get("delete_original"):
            if original is not None:
                core.workspace.remove(channel, original)
            return
        blocks = data.get("blocks")
        if blocks is not None:
            if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
                raise SlackError("invalid_blocks_format")
            core.validator.message(blocks)
        text = str(data.get("text") or "")
        if not text.strip() and not blocks and not data.get("attachments"):
            raise SlackError("no_text")
        stored = filled(blocks or [])
        if data.get("replace_original") and original is not None:
            original.text, original.blocks = text, stored
            original.states.clear()
            if original.only_for is None and not stored:
                original.edited = core.workspace.next_ts()
            core.workspace.touched(channel)
            return
        in_channel = data.get("response_type") == "in_channel"
        core.workspace.post(
            channel,
            Message(
                ts=core.workspace.next_ts(),
                user=core.workspace.bot.id,
                text=text,
                blocks=stored,
                attachments=list(data.get("attachments") or []),
                only_for=None if in_channel else user.id,
                from_bot=True,
            ),
        )

    # presses

    async def press(self, as_: Any, container: Any, block_id: Any, action_id: Any, value: Any, values: Any) -> JSON:
        """Press a button or change another element of a message, modal or Home."""
        user = self.person(as_)
        if not isinstance(container, dict):
            raise Refused("press what? container is missing")
        if container.get("type") == "view":
            payload = self._press_in_view(user, container, str(block_id), str(action_id), value, values)
        else:
            payload = self._press_in_message(user, container, str(block_id), str(action_id), value)
        self._later(self._press_answer(self._send("interactive", payload), user))
        return {"ok": True}

    async def _press_answer(self, envelope: Envelope, user: User) -> None:
        try:
            await envelope.answered
        except NotAcked:
            self._core.notice(user.id, DID_NOT_WORK)

    def _press_in_message(self, user: User, container: JSON, block_id: str, action_id: str, value: Any) -> JSON:
        core = self._core
        channel = self._conversation(user, container.get("channel"))
        message = core.workspace.find(channel, str(container.get("ts")))
        if message is None or message.only_for not in (None, user.id) or not message.from_bot:
            raise Refused("there is no such message here")
        values = message.states.setdefault(user.id, initial_values(message.blocks))
        action = self._act(message.blocks, values, block_id, action_id, value)
        response = core.response_urls.issue(user.id, channel.id, message.ts)
        address = f"{core.url}/response/{response.id}"
        return core.payloads.message_action(
            user, channel, message, action, core.triggers.issue(user.id), (response, address)
        )

    def _shown_view(self, user: User, view_id: Any) -> View:
        view = self._core.views.get(str(view_id))
        if view is None or view.user != user.id:
            raise Refused(f"{user.id} does not see view {view_id}")
        if view.content["type"] == "modal" and self._core.views.top(user.id) is not view:
            raise Refused(f"view {view_id} lies under another one")
        return view

    def _press_in_view(
        self, user: User, container: JSON, block_id: str, action_id: str, value: Any, values: Any
    ) -> JSON:
        view = self._shown_view(user, container.get("view_id"))
        self._type_in(view, values)
        action = self._act(view.blocks, view.values, block_id, action_id, value)
        is_modal = view.content["type"] == "modal"
        trigger_id = self._core.triggers.issue(user.id, from_modal=is_modal)
        return self._core.payloads.view_action(user, view, action, trigger_id)

    def _act(self, blocks: list[JSON], values: JSON, block_id: str, action_id: str, value: Any) -> JSON:
        found = find_element(blocks, block_id, action_id)
        if found is None:
            raise Refused(f"there is no element {block_id}/{action_id} here")
        block, element = found
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise Refused(f"{block_id}/{action_id} is sent with the whole modal, not at once")
        now = self._core.clock.now()
        action: JSON = {
            "type": element["type"],
            "action_id": action_id,
            "block_id": block_id,
            "action_ts": f"{now:.6f}",
        }
        if element["type"] in ("button", "icon_button", "workflow_button"):
            return action | {key: element[key] for key in ("text", "value", "style", "url") if key in element}
        if element["type"] == "overflow":
            wanted = ((value or {}).get("selected_option") or {}).get("value")
            option = next((one for one in element["options"] if one["value"] == wanted), None)
            if option is None:
                raise Refused(f"there is no option {wanted!r} here")
            return action | {"selected_option": {key: option[key] for key in ("text", "value") if key in option}}
        if element["type"] == "feedback_buttons":
            buttons = [element["positive_button"], element["negative_button"]]
            chosen_one = next((one for one in buttons if one["value"] == (value or {}).get("value")), None)
            if chosen_one is None:
                raise Refused("there is no such feedback button")
            return action | {"text": chosen_one["text"], "value": chosen_one["value"]}
        state = chosen(element, value)
        values.setdefault(block_id, {})[action_id] = state
        return action | state

    # modals

    def _type_in(self, view: View, values: Any) -> None:
        if values is None:
            return
        if not isinstance(values, dict):
            raise Refused("values are {block_id: {action_id: state}}")
        for block_id, actions in values.items():
            for action_id, given in actions.items():
                found = find_element(view.blocks, block_id, action_id)
                if found is None:
                    raise Refused(f"there is no field {block_id}/{action_id} here")
                view.values.setdefault(block_id, {})[action_id] = chosen(found[1], given)

    async def submit(self, as_: Any, view_id: Any, values: Any) -> JSON:
        """Submit a modal; answers what the person then sees."""
        core = self._core
        user = self.person(as_)
        view = self._shown_view(user, view_id)
        if view.content["type"] != "modal" or not view.content.get("submit"):
            raise Refused("this view has no submit button")
        self._type_in(view, values)
        view.errors = {}
        for block, element in elements(view.blocks):
            if block["type"] == "input":
                problem = client_error(block, element, view.values[block["block_id"]][element["action_id"]])
                if problem:
                    view.errors[block["block_id"]] = problem
        core.workspace.changed([user.id])
        if view.errors:
            return {"ok": False, "errors": view.errors}
        trigger_id = core.triggers.issue(user.id, from_modal=True)
        payload = core.payloads.submission(user, view, trigger_id, self._response_urls(user, view))
        envelope = self._send("interactive", payload)
        try:
            answer = await envelope.answered
            return self._submitted(user, view, answer)
        except NotAcked:
            core.notice(user.id, TROUBLE)
            return {"ok": False, "errors": {}, "error": TROUBLE}
        except SlackError as error:
            problem_at = {"error": error.code, **error.extra}
            core.log.add(core.clock.now(), "ack", envelope.name, envelope.id, problem_at, ok=False, note=error.code)
            core.notice(user.id, TROUBLE)
            return {"ok": False, "errors": {}, "error": TROUBLE}

    def _response_urls(self, user: User, view: View) -> list[JSON]:
        """Response URLs for the conversations chosen in elements that ask for one."""
        urls = []
        for block, element in elements(view.blocks):
            if not element.get("response_url_enabled"):
                continue
            state = view.values[block["block_id"]][element["action_id"]]
            channel_id = state.get("selected_conversation") or state.get("selected_channel")
            if channel_id in self._core.workspace.conversations:
                response = self._core.response_urls.issue(user.id, channel_id)
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel_id,
                        "response_url": f"{self._core.url}/response/{response.id}",
                    }
                )
        return urls

    def _submitted(self, user: User, view: View, answer: JSON) -> JSON:
        views = self._core.views
        still_open = view in views.stacks.get(user.id, [])
        action = answer.get("response_action")
        if action is None:
            if still_open:
                views.drop(view)
        elif action == "errors":
            errors = answer.get("errors")
            inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
                raise SlackError("invalid_errors", given=errors)
            view.errors = {str(block_id): str(text) for block_id, text in errors.items()}
            self._core.workspace.changed([user.id])
            return {"ok": False, "errors": view.errors}
        elif action in ("update", "push"):
            content = answer.get("view")
            if not isinstance(content, dict):
                raise SlackError("invalid_arguments")
            self._core.validator.view(content, "modal")
            if action == "push":
                views.push(user.id, filled_view(content))
            elif still_open:
                views.update(view, filled_view(content), None)
        elif action == "clear":
            views.clear(user.id)
        else:
            raise SlackError("invalid_response_action")
        return {"ok": True}

    async def close_view(self, as_: Any, view_id: Any, *, all_: bool) -> JSON:
        """Close the modal on top (with `all_` the whole stack, as its X does)."""
        user = self.person(as_)
        view = self._shown_view(user, view_id)
        if view.content["type"] != "modal":
            raise Refused("Home cannot be closed")
        clears = all_ or bool(view.content.get("clear_on_close"))
        closed = list(reversed(self._core.views.stacks[user.id])) if clears else [view]
        payloads = [
            self._core.payloads.closed(user, one, is_cleared=clears)
            for one in closed
            if one.content.get("notify_on_close")
        ]
        for one in closed:
            self._core.views.drop(one)
        for payload in payloads:
            self._later(self._press_answer(self._send("interactive", payload), user))
        return {"ok": True}

    async def options(self, as_: Any, container: Any, block_id: Any, action_id: Any, value: Any) -> JSON:
        """Type in a select whose options the app gives."""
        core = self._core
        user = self.person(as_)
        if not isinstance(container, dict) or container.get("type") != "view":
            raise Refused("only selects in views are asked for options")
        view = self._shown_view(user, container.get("view_id"))
        if find_element(view.blocks, str(block_id), str(action_id)) is None:
            raise Refused("there is no such select here")
        where: JSON = {"container": {"type": "view", "view_id": view.id}, "view": core.views.as_json(view)}
        payload = core.payloads.suggestion(user, where, str(block_id), str(action_id), str(value or ""))
        try:
            answer = await self._send("interactive", payload).answered
        except NotAcked:
            return {"options": []}
        return {key: answer[key] for key in ("options", "option_groups") if key in answer} or {"options": []}

    # everything else

    async def open_tab(self, as_: Any, tab: Any) -> JSON:
        """Open the app's Home or Messages tab."""
        core = self._core
        user = self.person(as_)
        if tab not in ("home", "messages"):
            raise Refused("the app has the tabs home and messages")
        im = core.workspace.im_of(user.id)
        if "app_home_opened" in core.manifest.events and im is not None:
            event: JSON = {
                "type": "app_home_opened",
                "user": user.id,
                "channel": im.id,
                "tab": tab,
                "event_ts": f"{core.clock.now():.6f}",
            }
            home = core.views.homes.get(user.id)
            if home is not None and tab == "home":
                event["view"] = core.views.as_json(home)
            self.event(event)
        return {"ok": True}

    def event(self, event: JSON) -> None:
        """Send an event of the Events API."""
        self._send("events_api", self._core.payloads.event(event))

    async def read(self, as_: Any, channel_id: Any) -> JSON:
        """Look at a conversation: its messages are read."""
        user = self.person(as_)
        channel = self._conversation(user, channel_id)
        if channel.messages:
            channel.read[user.id] = channel.messages[-1].ts
            self._core.workspace.changed([user.id])
        return {"ok": True}

    async def say(self, as_: Any, channel_id: Any, text: str) -> JSON:
        """Write a message; the bot is not told, for it has no scope to read."""
        user = self.person(as_)
        channel = self._composer(user, channel_id)
        if not text.strip():
            raise Refused("there is nothing to send")
        ts = self._core.workspace.next_ts()
        self._core.workspace.post(channel, Message(ts=ts, user=user.id, text=text))
        return {"ok": True, "ts": ts}

    async def dm(self, as_: Any, others: Any) -> JSON:
        """Open a conversation with other people."""
        user = self.person(as_)
        people = [str(one) for one in others] if isinstance(others, list) else []
        known = self._core.workspace.users
        if not people or any(one not in known for one in people) or len({user.id, *people}) > GROUP_SIZE:
            raise Refused("with whom? one to eight people of the workspace")
        channel, _ = self._core.workspace.open_direct([user.id, *people])
        return {"ok": True, "channel": channel.id}

    async def invite(self, as_: Any, channel_id: Any, *, member: bool) -> JSON:
        """Add the bot to a channel, or remove it."""
        user = self.person(as_)
        channel = self._conversation(user, channel_id)
        bot = self._core.workspace.bot.id
        if channel.is_direct or channel.is_archived:
            raise Refused("apps are invited to channels")
        if member and bot not in channel.members:
            channel.members.append(bot)
            self._emit("member_joined_channel", {"user": bot, "channel": channel.id, "inviter": user.id})
        elif not member and bot in channel.members:
            channel.members.remove(bot)
            name = "channel_left" if channel.kind == "channel" else "group_left"
            self._emit(name, {"channel": channel.id, "actor_id": user.id})
        self._core.workspace.touched(channel)
        return {"ok": True}

    def _emit(self, name: str, data: JSON) -> None:
        if name in self._core.manifest.events:
            self.event({"type": name, **data, "event_ts": f"{self._core.clock.now():.6f}"})

    async def change_user(self, data: JSON) -> JSON:
        """The workspace's admin changes a person, or adds one."""
        core = self._core
        data = dict(data)
        user_id = str(data.pop("id", ""))
        user = core.workspace.users.get(user_id)
        name = "user_change"
        if user is None:
            if not user_id:
                raise Refused("whom? id is missing")
            user = core.workspace.add_user({"id": user_id, **data})
            name = "team_join"
        else:
            for key, value in data.items():
                if not hasattr(user, key) or key in ("id", "updated", "shown_name"):
                    raise Refused(f"a person has no {key}")
                setattr(user, key, value)
        user.updated = int(core.clock.now())
        if user.deleted:
            core.views.clear(user.id)
        core.workspace.changed()
        with_email = "users:read.email" in core.manifest.scopes
        team = core.workspace.team.id
        described = user_object(user, team, now=core.clock.now(), with_email=with_email, with_locale=True)
        self._emit(name, {"user": described, "cache_ts": user.updated})
        return {"ok": True}

    async def change_channel(self, data: JSON) -> JSON:
        """The workspace's admin archives a channel, or restricts who may post."""
        workspace = self._core.workspace
        channel = workspace.conversations.get(str(data.get("id")))
        if channel is None:
            raise Refused(f"there is no channel {data.get('id')}")
        if "is_archived" in data:
            channel.is_archived = bool(data["is_archived"])
        if "read_only" in data:
            channel.read_only = bool(data["read_only"])
        workspace.touched(channel)
        return {"ok": True}
