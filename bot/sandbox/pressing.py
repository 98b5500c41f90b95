"""Presses: buttons and other elements in messages, modals and Home."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.company import User
from bot.sandbox.hands import Hands
from bot.sandbox.shapes import JSON, Refused
from bot.sandbox.sockets import NotAcked
from bot.sandbox.state import chosen, find_element, initial_values


@dataclass(frozen=True)
class Aim:
    """What is pressed, and what it becomes."""

    block_id: str
    action_id: str
    value: Any
    stale: bool


class Presses:
    """Pressing what is shown, and nothing else."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    async def press(self, data: JSON) -> JSON:
        """Press a button or change another element of a message, modal or Home.

        With `stale` the click was on its way when the message or view changed: it may hit an earlier version.
        """
        user = self._hands.person(data.get("as"))
        container = data.get("container")
        if not isinstance(container, dict):
            raise Refused("press what? container is missing")
        if not self._hands.core.manifest.interactivity:
            raise Refused("the app is not configured to handle interactive responses")
        aim = Aim(str(data.get("block_id")), str(data.get("action_id")), data.get("value"), bool(data.get("stale")))
        if container.get("type") == "view":
            payload = self._press_in_view(user, container, aim, data.get("values"))
        else:
            payload = self._press_in_message(user, container, aim)
        self._hands.later(self._hands.told(self._hands.send("interactive", payload), user))
        return {"ok": True}

    def _press_in_message(self, user: User, container: JSON, aim: Aim) -> JSON:
        core = self._hands.core
        channel = self._hands.conversation(user, container.get("channel"))
        message = core.workspace.find(channel, str(container.get("ts")))
        if message is None or message.only_for not in (None, user.id) or not message.from_bot:
            raise Refused("there is no such message here")
        values = message.states.setdefault(user.id, initial_values(message.blocks))
        action = self._act(message.blocks, message.earlier, values, aim)
        response = core.response_urls.issue(user.id, channel.id, message.ts)
        address = f"{core.url}/response/{response.id}"
        return core.payloads.message_action(
            user, channel, message, action, core.triggers.issue(user.id), (response, address)
        )

    def _press_in_view(self, user: User, container: JSON, aim: Aim, values: Any) -> JSON:
        view = self._hands.shown_view(user, container.get("view_id"))
        view.type_in(values)
        action = self._act(view.blocks, view.earlier, view.values, aim)
        is_modal = view.content["type"] == "modal"
        trigger_id = self._hands.core.triggers.issue(user.id, from_modal=is_modal)
        return self._hands.core.payloads.view_action(user, view, action, trigger_id)

    def _act(self, blocks: list[JSON], earlier: list[list[JSON]], values: JSON, aim: Aim) -> JSON:
        versions = [blocks, *earlier] if aim.stale else [blocks]
        hits = (find_element(version, aim.block_id, aim.action_id) for version in versions)
        found = next((hit for hit in hits if hit is not None), None)
        block_id, action_id, value = aim.block_id, aim.action_id, aim.value
        if found is None:
            raise Refused(f"there is no element {block_id}/{action_id} here")
        block, element = found
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise Refused(f"{block_id}/{action_id} is sent with the whole modal, not at once")
        now = self._hands.core.clock.now()
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

    async def options(self, data: JSON) -> JSON:
        """Type in a select whose options the app gives."""
        core = self._hands.core
        user = self._hands.person(data.get("as"))
        container = data.get("container")
        block_id, action_id = str(data.get("block_id")), str(data.get("action_id"))
        if not isinstance(container, dict) or container.get("type") != "view":
            raise Refused("only selects in views are asked for options")
        view = self._hands.shown_view(user, container.get("view_id"))
        if find_element(view.blocks, block_id, action_id) is None:
            raise Refused("there is no such select here")
        where: JSON = {"container": {"type": "view", "view_id": view.id}, "view": core.views.as_json(view)}
        payload = core.payloads.suggestion(user, where, block_id, action_id, str(data.get("value") or ""))
        try:
            answer = await self._hands.send("interactive", payload).answered
        except NotAcked:
            return {"options": []}
        return {key: answer[key] for key in ("options", "option_groups") if key in answer} or {"options": []}
