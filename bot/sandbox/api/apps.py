"""auth.test, apps.connections.open and other calls about the app itself."""

from bot.sandbox.api.calls import Call
from bot.sandbox.shapes import JSON, SlackError


async def auth_test(call: Call) -> JSON:
    """Who the token belongs to."""
    workspace = call.core.workspace
    return {
        "url": f"https://{workspace.team.domain}.slack.com/",
        "team": workspace.team.name,
        "user": workspace.bot.name,
        "team_id": workspace.team.id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


async def connections_open(call: Call) -> JSON:
    """A one-time address for a socket."""
    core = call.core
    if not core.manifest.socket_mode or not core.hub.enabled:
        raise SlackError("socket_mode_not_enabled")
    address = core.url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={core.hub.ticket()}&app_id={core.workspace.app_id}"}


async def team_info(call: Call) -> JSON:
    """The workspace."""
    team = call.core.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}}


async def bots_info(call: Call) -> JSON:
    """The bot."""
    if call.text("bot") not in ("", call.core.workspace.bot_id):
        raise SlackError("bot_not_found")
    bot = call.core.payloads.bot_profile()
    return {"bot": bot | {"user_id": call.core.workspace.bot.id}}


async def api_test(call: Call) -> JSON:
    """Answers what it was asked."""
    if call.text("error"):
        raise SlackError(call.text("error"), args=call.args)
    return {"args": call.args}
