"""The demo's hands: they see and click through the page's API, like a person at the page and no better."""

from datetime import datetime
from typing import Any

import aiohttp

PATIENCE = aiohttp.ClientTimeout(total=120)


class NotShown(RuntimeError):
    """The person does not see what they were to press or fill."""


class Page:
    """The page's API of a sandbox. Use it as an asynchronous context manager."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def __aenter__(self) -> "Page":
        self._session = aiohttp.ClientSession(self._url, timeout=PATIENCE)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def post(self, path: str, **data: Any) -> dict[str, Any]:
        """Does something. Raises NotShown with the sandbox's word where nobody could do it."""
        async with self._session.post(f"/sandbox/{path}", json=data) as answer:
            body = await answer.json()
            if answer.status >= 400:
                raise NotShown(f"{path}: {body.get('error', body)}")
            return dict(body)

    async def view(self, user_id: str) -> dict[str, Any]:
        """All that a person sees."""
        async with self._session.get("/sandbox/view", params={"as": user_id}) as answer:
            return dict(await answer.json())

    async def settle(self) -> None:
        """Waits until the bot has done everything it had to do."""
        await self.post("time", seconds=0)

    async def until(self, moment: datetime, stride: int) -> None:
        """Moves time, `stride` seconds a step."""
        await self.post("time", to=moment.timestamp(), stride=stride)

    def person(self, user_id: str) -> "Person":
        """Somebody's eyes and hands."""
        return Person(self, user_id)


class Person:
    """Somebody in the company. Buttons are named by their action id, so that no change of words breaks the demo."""

    def __init__(self, page: Page, user_id: str) -> None:
        self._page = page
        self.id = user_id

    async def command(self, text: str, channel: str) -> None:
        """Types a slash command."""
        await self._page.post("command", **{"as": self.id, "channel": channel, "text": text})
        await self._page.settle()

    async def say(self, channel: str, text: str) -> None:
        """Writes a message of their own."""
        await self._page.post("say", **{"as": self.id, "channel": channel, "text": text})

    async def open_home(self) -> None:
        """Opens the bot's Home, as whoever looks at it does."""
        await self._page.post("open", **{"as": self.id, "tab": "home"})
        await self._page.settle()

    async def press(self, action: str) -> None:
        """Presses the newest such button: in the modal on top if there is one, else in messages, else at Home."""
        view = await self._page.view(self.id)
        for container, blocks in _places(view):
            for block in blocks:
                if any(element.get("action_id") == action for element in elements(block)):
                    where = {"container": container, "block_id": block["block_id"], "action_id": action}
                    await self._page.post("press", **{"as": self.id, **where})
                    await self._page.settle()
                    return
        raise NotShown(f"{self.id} sees no button {action}")

    async def submit(self, **values: Any) -> None:
        """Fills the modal on top by block id and submits it; see `state_of`."""
        modals = (await self._page.view(self.id))["modals"]
        if not modals:
            raise NotShown(f"{self.id} sees no modal to fill")
        filled = {}
        for block in modals[-1]["view"]["blocks"]:
            if (name := block.get("block_id")) in values:
                element = block["element"]
                filled[name] = {element["action_id"]: state_of(element, values.pop(name))}
        if values:
            raise NotShown(f"the modal has no {', '.join(values)}")
        answer = await self._page.post("submit", **{"as": self.id, "view_id": modals[-1]["id"], "values": filled})
        if not answer["ok"]:
            raise NotShown(f"{self.id}'s answers were not taken: {answer}")
        await self._page.settle()

    async def close(self) -> None:
        """Closes every modal that is open."""
        for modal in reversed((await self._page.view(self.id))["modals"]):
            await self._page.post("close", **{"as": self.id, "view_id": modal["id"]})
        await self._page.settle()

    async def group_with(self, other: str) -> str:
        """The channel id of the group DM with somebody and the bot."""
        for conversation in (await self._page.view(self.id))["conversations"]:
            if conversation["kind"] == "mpim" and other in conversation["members"]:
                return str(conversation["id"])
        raise NotShown(f"{self.id} is in no group with {other}")

    async def read_everything(self) -> None:
        """Has looked at every conversation, so that nothing is unread."""
        for conversation in (await self._page.view(self.id))["conversations"]:
            if conversation["unread"]:
                await self._page.post("read", **{"as": self.id, "channel": conversation["id"]})


def _places(view: dict[str, Any]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Where the person could press something, newest first."""
    if view["modals"]:
        modal = view["modals"][-1]
        return [({"type": "view", "view_id": modal["id"]}, modal["view"]["blocks"])]
    messages = [
        (message["ts"], {"type": "message", "channel": conversation["id"], "ts": message["ts"]}, message["blocks"])
        for conversation in view["conversations"]
        for message in conversation["messages"]
    ]
    places = [
        (container, blocks) for _, container, blocks in sorted(messages, key=lambda found: found[0], reverse=True)
    ]
    if view["home"]:
        places.append(({"type": "view", "view_id": view["home"]["id"]}, view["home"]["view"]["blocks"]))
    return places


def elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The elements of a block that can be pressed."""
    return [*(block.get("elements") or ()), *([block["accessory"]] if "accessory" in block else [])]


def state_of(element: dict[str, Any], value: Any) -> dict[str, Any]:
    """An element's new state in the shape of Slack's state.values.

    Options: those that the app wrote by their place from 1, those that a person wrote by their words, or all by True.
    """
    kind, options = element["type"], element.get("options", ())

    def option(wanted: int | str) -> Any:
        if isinstance(wanted, int):
            return options[wanted - 1]
        return next(each for each in options if each["text"]["text"] == wanted)

    match kind:
        case "multi_static_select" | "checkboxes":
            chosen = options if value is True else [option(each) for each in value]
            return {"type": kind, "selected_options": list(chosen)}
        case "static_select" | "radio_buttons":
            return {"type": kind, "selected_option": option(value)}
        case "datepicker":
            return {"type": kind, "selected_date": value}
        case "timepicker":
            return {"type": kind, "selected_time": value}
        case "conversations_select":
            return {"type": kind, "selected_conversation": value}
        case _:
            return {"type": kind, "value": value}
