"""The sandbox as a server: routes, start and stop. Only this machine may speak to it."""

import asyncio
import contextlib
import weakref
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.api.dispatch import handle, parse_body
from bot.sandbox.commanding import Commands
from bot.sandbox.company import SMALL_COMPANY
from bot.sandbox.core import Core, Guide, Process
from bot.sandbox.hands import Hands
from bot.sandbox.manifest import SMALL_MANIFEST
from bot.sandbox.page import Page
from bot.sandbox.shapes import JSON, SlackError

HOST = "127.0.0.1"
STATIC = Path(__file__).parent / "static"
LARGEST_BODY = 20 * 1024 * 1024


class Sandbox:
    """A local Slack with one workspace and one app in it.

    `company` and `manifest` are plain data; `now` (aware, UTC) is what its clock shows at the start; `rates` enforces
    Slack's rate tiers; `process` and `guide` are for the page.
    """

    def __init__(
        self,
        company: JSON | None = None,
        manifest: JSON | None = None,
        now: datetime | None = None,
        bot_token: str = "xoxb-sandbox",
        app_token: str = "xapp-sandbox",
        process: Process | None = None,
        guide: Guide | None = None,
        rates: bool = False,
    ) -> None:
        self.core = Core(
            company if company is not None else SMALL_COMPANY,
            manifest if manifest is not None else SMALL_MANIFEST,
            now if now is not None else datetime.now(UTC),
            bot_token,
            app_token,
            rates,
        )
        self.core.process = process
        self.core.guide = guide
        self.port = 0
        self._hands = Hands(self.core)
        self._commands = Commands(self._hands)
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._reopening: asyncio.Task[None] | None = None
        self._api_transports: weakref.WeakSet[asyncio.Transport] = weakref.WeakSet()

    @property
    def url(self) -> str:
        """Where it is, without a slash at the end."""
        return self.core.url

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one."""
        app = web.Application(middlewares=[self._only_this_machine], client_max_size=LARGEST_BODY)
        app.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.get("/link/", self.core.hub.serve),
                web.get("/clock", self._clock),
                web.post("/response/{id}", self._response_url),
                web.post("/upload/{ticket}", self._upload),
                web.get("/files/{id}/{name}", self._file),
                *Page(self.core, self._hands, self._refuse_connections).routes(),
                web.get("/", self._index),
            ]
        )
        if STATIC.is_dir():
            app.router.add_static("/static/", STATIC)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, HOST, port)
        await self._site.start()
        self.port = self._runner.addresses[0][1]
        self.core.url = f"http://{HOST}:{self.port}"

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        if self._reopening is not None:
            self._reopening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reopening
        self.core.faults.clear()
        self.core.clock.close()
        await self.core.hub.close()
        await self._hands.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @web.middleware
    async def _only_this_machine(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A page elsewhere on the web must not reach us through the visitor's browser (DNS rebinding, forms)."""
        own = {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost")}
        origin = request.headers.get("Origin")
        hosts = own | {"127.0.0.1", "localhost"}  # slack_sdk's own WebSocket client leaves the port out
        if request.host not in hosts or (origin is not None and origin.removeprefix("http://") not in own):
            return web.Response(status=403, text="The sandbox answers this machine only.")
        response = await handler(request)
        if not response.prepared:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    async def _api(self, request: web.Request) -> web.StreamResponse:
        if isinstance(request.transport, asyncio.Transport):
            self._api_transports.add(request.transport)
        return await handle(self.core, request)

    async def _clock(self, request: web.Request) -> web.Response:
        try:
            seen = int(request.query.get("seen", "0"))
        except ValueError:
            return web.json_response({"error": "seen is a number"}, status=400)
        return web.json_response(await self.core.clock.poll(seen))

    async def _response_url(self, request: web.Request) -> web.Response:
        core = self.core
        response_id = request.match_info["id"]
        body: JSON | None = None
        core.call_began()
        try:
            body = parse_body(await request.text())
            one = core.response_urls.take(response_id)
            channel = core.workspace.conversations[one.channel]
            self._commands.respond(core.workspace.users[one.user], channel, body, one.message_ts)
        except SlackError as error:
            gone = error.code in ("invalid_url", "used_url", "expired_url")
            answer = {"ok": False, "error": error.code, **error.extra}
            core.log.add(core.clock.now(), "response_url", response_id, body, answer, ok=False, note=error.code)
            return web.json_response(answer, status=404 if gone else 400)
        finally:
            core.call_ended()
        core.log.add(core.clock.now(), "response_url", response_id, body, "ok")
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        upload = self.core.uploads.by_ticket(request.match_info["ticket"])
        if upload is None or upload.shared:
            return web.Response(status=404, text="no such upload")
        if request.content_type == "multipart/form-data":
            fields = [value for value in (await request.post()).values() if isinstance(value, web.FileField)]
            content = fields[0].file.read() if fields else b""
        else:
            content = await request.read()
        if len(content) != upload.length:
            return web.Response(status=400, text=f"announced {upload.length} bytes, got {len(content)}")
        upload.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def _file(self, request: web.Request) -> web.Response:
        upload = self.core.uploads.files.get(request.match_info["id"])
        if upload is None or upload.content is None or not upload.shared:
            return web.Response(status=404)
        return web.Response(body=upload.content, content_type="application/octet-stream")

    async def _index(self, _: web.Request) -> web.StreamResponse:
        index = STATIC / "index.html"
        if index.is_file():
            return web.FileResponse(index)
        return web.Response(text=f"A local Slack. Its Web API is at {self.url}/api/")

    def _refuse_connections(self, seconds: float) -> None:
        """For some seconds nobody listens at all: connections are refused, as when Slack cannot be reached."""
        if self._reopening is None or self._reopening.done():
            self._reopening = asyncio.create_task(self._close_for(seconds))

    async def _close_for(self, seconds: float) -> None:
        assert self._runner is not None
        assert self._site is not None
        await self._site.stop()
        for transport in list(self._api_transports):
            transport.abort()
        await asyncio.sleep(seconds)
        self._site = web.TCPSite(self._runner, HOST, self.port)
        await self._site.start()
