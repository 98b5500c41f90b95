"""A client that knows nothing but HTTP and WebSocket: no SDK, no import of what it tests but the server itself."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import aiohttp

from bot.sandbox import Sandbox

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
COMPANY: dict[str, Any] = {
    "team": {"id": "T0FLIP", "name": "Northwind", "domain": "northwind"},
    "users": [
        {"id": "U0ADA", "name": "ada", "real_name": "Ada Lovelace", "tz": "Europe/London", "email": "ada@example.com"},
        {"id": "U0GRACE", "name": "grace", "real_name": "Grace Hopper", "tz": "America/New_York"},
        {"id": "U0LINUS", "name": "linus", "real_name": "Linus Pauling", "is_restricted": True},
        {"id": "U0CHARLIE", "name": "charlie", "real_name": "Charlie Outside"},
        {"id": "U0GONE", "name": "gone", "real_name": "Gone Person", "deleted": True},
        {"id": "U0ROBOT", "name": "robot", "real_name": "Another Bot", "is_bot": True},
    ],
    "channels": [
        {"id": "C0ALL", "name": "all", "members": ["U0ADA", "U0GRACE", "U0LINUS"], "bot_is_member": True},
        {"id": "C0OTHER", "name": "other", "members": ["U0ADA"]},
        {"id": "C0SECRET", "name": "secret", "members": ["U0ADA"], "is_private": True},
        {"id": "C0INNER", "name": "inner", "members": ["U0ADA"], "is_private": True, "bot_is_member": True},
        {"id": "C0OLD", "name": "old", "members": ["U0ADA"], "bot_is_member": True, "is_archived": True},
        {"id": "C0NEWS", "name": "news", "members": ["U0ADA"], "bot_is_member": True, "read_only": True},
    ],
}
SCOPES = ("chat:write", "commands", "users:read", "im:write", "mpim:write", "channels:read", "groups:read")


def manifest(*, scopes: tuple[str, ...] = SCOPES, events: tuple[str, ...] = ("app_home_opened",), **home: bool) -> Any:
    """An app that may do the usual things."""
    tabs = {"home_tab_enabled": True, "messages_tab_enabled": True} | home
    return {
        "display_information": {"name": "Testbot"},
        "features": {
            "app_home": tabs,
            "slash_commands": [
                {"command": "/ask", "description": "Ask", "should_escape": True},
                {"command": "/raw", "description": "Ask without escaping"},
            ],
        },
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(events)},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


class Socket:
    """One Socket Mode connection, by hand."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws

    async def receive(self, timeout: float = 8.0) -> Any:
        """The next message; None when the server closed."""
        message = await self.ws.receive(timeout)
        return json.loads(message.data) if message.type is aiohttp.WSMsgType.TEXT else None

    async def ack(self, envelope: Mapping[str, Any], payload: Any = None) -> None:
        """Acknowledge an envelope, perhaps with a response payload."""
        answer = {"envelope_id": envelope["envelope_id"]} | ({} if payload is None else {"payload": payload})
        await self.ws.send_json(answer)

    async def take(self, payload: Any = None) -> Any:
        """Receive the next envelope, ack it, and return its payload."""
        envelope = await self.receive()
        await self.ack(envelope, payload)
        return envelope["payload"]


class Stranger:
    """A sandbox, and somebody who talks to it from outside. Use it in `async with`."""

    def __init__(self, **options: Any) -> None:
        self.sandbox = Sandbox(**{"company": COMPANY, "manifest": manifest(), "now": NOW} | options)

    async def __aenter__(self) -> "Stranger":
        await self.sandbox.start()
        self.http = aiohttp.ClientSession(base_url=self.sandbox.url)
        self.sockets: list[Socket] = []
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for socket in self.sockets:
            await socket.ws.close()
        await self.http.close()
        await self.sandbox.stop()

    async def raw(self, method: str, *, token: str | None = "xoxb-sandbox", **request: Any) -> aiohttp.ClientResponse:
        """One call of the Web API, as it is answered."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= request.pop("headers", {})
        async with self.http.post(f"/api/{method}", headers=headers, **request) as response:
            await response.read()
            return response

    async def api(self, method: str, **args: Any) -> Any:
        """A call with a JSON body."""
        return await (await self.raw(method, json=args)).json()

    async def form(self, method: str, **args: str) -> Any:
        """A call with a form as its body, as reads are made."""
        return await (await self.raw(method, data=args)).json()

    async def ok(self, method: str, **args: Any) -> Any:
        """A call with a JSON body that must succeed."""
        answer = await self.api(method, **args)
        assert answer["ok"], answer
        return answer

    async def connect(self, *, query: str = "") -> Socket:
        """Open a socket and read its hello."""
        socket = await self.open_socket(query=query)
        hello = await socket.receive()
        assert hello["type"] == "hello", hello
        return socket

    async def open_socket(self, *, query: str = "") -> Socket:
        """Open a socket."""
        answer = await (await self.raw("apps.connections.open", token="xapp-sandbox")).json()
        assert answer["ok"], answer
        socket = Socket(await self.http.ws_connect(answer["url"] + query))
        self.sockets.append(socket)
        return socket

    async def page_raw(self, path: str, **data: Any) -> tuple[int, Any]:
        """A POST to the page's API; `as_` stands for `as`."""
        body = {key.rstrip("_"): value for key, value in data.items()}
        async with self.http.post(f"/sandbox/{path}", json=body) as response:
            return response.status, await response.json(content_type=None)

    async def page(self, path: str, **data: Any) -> Any:
        """A POST to the page's API that is not refused."""
        status, answer = await self.page_raw(path, **data)
        assert status == 200, answer
        return answer

    async def sees(self, person: str) -> Any:
        """What a person sees."""
        async with self.http.get("/sandbox/view", params={"as": person}) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def conversation(self, person: str, channel: str) -> Any:
        """One conversation as a person sees it."""
        seen = await self.sees(person)
        return next(one for one in seen["conversations"] if one["id"] == channel)

    async def log(self, after: int = 0) -> Any:
        """The inspector's entries."""
        async with self.http.get("/sandbox/log", params={"after": str(after)}) as response:
            return await response.json()

    async def trigger(self, socket: Socket, person: str = "U0ADA") -> str:
        """A fresh trigger id: somebody types a command and the app acks it."""
        await self.page("command", as_=person, channel="C0ALL", text="/ask")
        payload = await socket.take()
        return str(payload["trigger_id"])

    async def modal(self, socket: Socket, view: Any, person: str = "U0ADA") -> Any:
        """Open a modal for a person; the view as Slack answers it."""
        answer = await self.ok("views.open", trigger_id=await self.trigger(socket, person), view=view)
        return answer["view"]


def plain(text: str) -> dict[str, Any]:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def modal(*blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A modal with a title and a submit button."""
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks)} | fields


def text_input(block_id: str = "b", action_id: str = "a", **element: Any) -> dict[str, Any]:
    """An input block with a text field."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Label"),
        "element": {"type": "plain_text_input", "action_id": action_id, **element},
    }


def button(action_id: str = "press", value: str = "1", **fields: Any) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "action_id": action_id, "text": plain("Press"), "value": value, **fields}


def actions(*elements: dict[str, Any], block_id: str = "b") -> dict[str, Any]:
    """An actions block."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


async def gather(*coroutines: Any) -> list[Any]:
    """Run several at once."""
    return list(await asyncio.gather(*coroutines))
