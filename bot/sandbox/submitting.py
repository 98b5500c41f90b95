"""Modals in a person's hands: filling in, submitting, closing."""

from typing import Any

from bot.sandbox.company import User
from bot.sandbox.filling import filled_view
from bot.sandbox.hands import Hands
from bot.sandbox.shapes import JSON, Refused, SlackError
from bot.sandbox.sockets import NotAcked
from bot.sandbox.state import client_error, elements
from bot.sandbox.views import View

TROUBLE = "We had some trouble connecting. Try again?"


class Modals:
    """Submitting and closing what is on top."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    async def submit(self, as_: Any, view_id: Any, values: Any) -> JSON:
        """Submit a modal; answers what the person then sees."""
        core = self._hands.core
        user = self._hands.person(as_)
        view = self._hands.shown_view(user, view_id)
        if view.content["type"] != "modal" or not view.content.get("submit"):
            raise Refused("this view has no submit button")
        view.type_in(values)
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
        envelope = self._hands.send("interactive", payload)
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
            if channel_id in self._hands.core.workspace.conversations:
                response = self._hands.core.response_urls.issue(user.id, channel_id)
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel_id,
                        "response_url": f"{self._hands.core.url}/response/{response.id}",
                    }
                )
        return urls

    def _submitted(self, user: User, view: View, answer: JSON) -> JSON:
        views = self._hands.core.views
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
            self._hands.core.workspace.changed([user.id])
            return {"ok": False, "errors": view.errors}
        elif action in ("update", "push"):
            content = answer.get("view")
            if not isinstance(content, dict):
                raise SlackError("invalid_arguments")
            self._hands.core.validator.view(content, "modal")
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
        user = self._hands.person(as_)
        view = self._hands.shown_view(user, view_id)
        if view.content["type"] != "modal":
            raise Refused("Home cannot be closed")
        clears = all_ or bool(view.content.get("clear_on_close"))
        closed = list(reversed(self._hands.core.views.stacks[user.id])) if clears else [view]
        payloads = [
            self._hands.core.payloads.closed(user, one, is_cleared=clears)
            for one in closed
            if one.content.get("notify_on_close")
        ]
        for one in closed:
            self._hands.core.views.drop(one)
        for payload in payloads:
            self._hands.later(self._hands.told(self._hands.send("interactive", payload), user))
        return {"ok": True}
