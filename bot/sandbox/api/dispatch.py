"""The door of the Web API: token, rate, scope, fault, log; then the method itself."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.sandbox.api.calls import Call, Method, missing_scope
from bot.sandbox.api.methods import METHODS
from bot.sandbox.core import Core
from bot.sandbox.faults import Fault
from bot.sandbox.shapes import JSON, SlackError

ERROR_PAGE = "<!DOCTYPE html><html><head><title>Bad gateway</title></head><body>502 Bad Gateway</body></html>"


async def handle(core: Core, request: web.Request) -> web.StreamResponse:
    """Answer one call of the Web API."""
    name = request.match_info["method"]
    core.call_began()
    try:
        return await _handle(core, request, name)
    finally:
        core.call_ended()


async def _handle(core: Core, request: web.Request, name: str) -> web.StreamResponse:
    try:
        args = await read_arguments(request)
    except SlackError as error:
        return _reply(core, name, None, {"ok": False, "error": error.code})
    token = _token(request, args)
    fault = core.faults.take(name, _channels(core, args))
    if fault is not None:
        early = await _strike_before(core, request, name, args, fault)
        if early is not None:
            return early
    headers: dict[str, str] = {}
    status = 200
    try:
        method = _admit(core, name, token)
        wait = core.rates.wait(name, method.tier, str(args.get("channel", "")))
        if wait:
            return _too_many(core, name, args, wait)
        if method.scopes and not set(method.scopes) & set(core.manifest.scopes):
            raise missing_scope(core, method.scopes)
        readable = args if method.takes_json or request.content_type != "application/json" else {}
        answer = {"ok": True, **await method.run(Call(core, name, readable))}
        headers["X-OAuth-Scopes"] = ",".join(core.manifest.scopes)
    except SlackError as error:
        answer = {"ok": False, "error": error.code, **error.extra}
    if fault is not None:
        late = await _strike_after(core, request, name, args, answer, fault)
        if late is not None:
            return late
    return _reply(core, name, args, answer, status=status, headers=headers)


def _admit(core: Core, name: str, token: str | None) -> Method:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    if method.name == "api.test":
        return method
    if not token:
        raise SlackError("not_authed")
    if token not in (core.bot_token, core.app_token):
        raise SlackError("invalid_auth")
    if core.revoked is not None and token == core.bot_token:
        raise SlackError(core.revoked)
    if (token == core.app_token) != method.app_token:
        raise SlackError("not_allowed_token_type")
    return method


def _token(request: web.Request, args: JSON) -> str | None:
    header = request.headers.get("Authorization", "")
    in_body = args.pop("token", None)
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip()
    return str(in_body) if in_body else None


def _channels(core: Core, args: JSON) -> tuple[str, ...]:
    """The ids under which a fault may name this call's conversation: as given, and the direct message of a person."""
    reference = str(args.get("channel") or args.get("user_id") or "")
    im = core.workspace.im_of(reference) if reference in core.workspace.users else None
    found = core.workspace.conversations.get(reference)
    people = tuple(found.members) if found is not None and found.kind == "im" else ()
    return (reference, *people, *((im.id,) if im else ()))


async def read_arguments(request: web.Request) -> JSON:
    """Arguments from the query and from a JSON, form or multipart body."""
    args: JSON = dict(request.query)
    if request.content_type == "application/json":
        text = await request.text()
        try:
            body = json.loads(text) if text.strip() else {}  # slack_sdk sends reads like this
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        args |= body
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        for key, value in (await request.post()).items():
            args[key] = value if isinstance(value, str) else "<a file>"
    return args


def _reply(
    core: Core, name: str, args: Any, answer: JSON, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    core.log.add(core.clock.now(), "api", name, args, answer, ok=bool(answer["ok"]), note=str(answer.get("error", "")))
    return web.json_response(answer, status=status, headers=headers)


def _too_many(core: Core, name: str, args: JSON, seconds: int) -> web.Response:
    answer: JSON = {"ok": False, "error": "ratelimited"}
    return _reply(core, name, args, answer, status=429, headers={"Retry-After": str(seconds)})


def _broken(core: Core, request: web.Request, name: str, args: JSON, answer: JSON | None, fault: Fault) -> web.Response:
    core.log.add(core.clock.now(), "api", name, args, answer, ok=False, note=f"fault: {fault.fault}")
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _page(core: Core, name: str, args: JSON, answer: JSON | None, fault: Fault) -> web.Response:
    core.log.add(core.clock.now(), "api", name, args, answer, ok=False, note=f"fault: {fault.fault}")
    return web.Response(status=502, text=ERROR_PAGE, content_type="text/html")


def _internal_error(core: Core, name: str, args: JSON, answer: JSON | None, fault: Fault) -> web.Response:
    core.log.add(core.clock.now(), "api", name, args, answer, ok=False, note=f"fault: {fault.fault}")
    return web.json_response({"ok": False, "error": "internal_error"}, status=500)


async def _strike_before(
    core: Core, request: web.Request, name: str, args: JSON, fault: Fault
) -> web.StreamResponse | None:
    match fault.fault:
        case "lost_reply_before":
            return _broken(core, request, name, args, None, fault)
        case "500_before":
            return _internal_error(core, name, args, None, fault)
        case "html":
            return _page(core, name, args, None, fault)
        case "429":
            return _too_many(core, name, args, fault.retry_after)
        case "error":
            return _reply(core, name, args, {"ok": False, "error": fault.error})
    return None


async def _strike_after(
    core: Core, request: web.Request, name: str, args: JSON, answer: JSON, fault: Fault
) -> web.StreamResponse | None:
    match fault.fault:
        case "lost_reply_after":
            return _broken(core, request, name, args, answer, fault)
        case "500_after":
            return _internal_error(core, name, args, answer, fault)
        case "html_after":
            return _page(core, name, args, answer, fault)
        case "slow":
            await asyncio.sleep(fault.seconds)
        case "hold":
            core.log.add(core.clock.now(), "api", name, args, answer, ok=True, note="held")
            await core.faults.hold()
    return None


def parse_body(text: str) -> JSON:
    """A JSON object from a body, or Slack's error for what is none."""
    try:
        body = json.loads(text)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    return body
