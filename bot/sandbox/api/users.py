"""users.*: people as the bot may see them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.api.calls import Call
from bot.sandbox.api.conversations import LIST_KINDS, READ_SCOPE, as_json
from bot.sandbox.company import User
from bot.sandbox.shapes import JSON, SlackError

SLACKBOT = User("USLACKBOT", "slackbot", "Slackbot", "Slackbot")


def user_json(call: Call, user: User) -> JSON:
    """The user object of the Web API; the e-mail address only with its scope."""
    return user_object(
        user,
        call.core.workspace.team.id,
        now=call.core.clock.now(),
        with_email="users:read.email" in call.core.manifest.scopes,
        with_locale=call.flag("include_locale"),
    )


def user_object(user: User, team_id: str, *, now: float, with_email: bool, with_locale: bool) -> JSON:
    """The user object, with what the asking app may see."""
    profile: JSON = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.display_name,
        "display_name_normalized": user.display_name,
        "fields": None,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "g0",
        "team": team_id,
    }
    if with_email and user.email:
        profile["email"] = user.email
    data: JSON = {
        "id": user.id,
        "team_id": team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.deleted:
        return data
    zone = ZoneInfo(user.tz)
    offset = datetime.fromtimestamp(now, UTC).astimezone(zone).utcoffset()
    data |= {
        "color": "9f69e7",
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz.rpartition("/")[2].replace("_", " "),
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }
    return data | ({"locale": user.locale} if with_locale else {})


async def info(call: Call) -> JSON:
    """One person."""
    return {"user": user_json(call, SLACKBOT if call.text("user") == SLACKBOT.id else call.user())}


async def list_(call: Call) -> JSON:
    """Everybody, bots and deactivated people too, by pages when a limit is given."""
    everybody = [SLACKBOT, *call.core.workspace.users.values()]
    page, metadata = call.page(everybody, max(1, len(everybody)))
    return {
        "members": [user_json(call, user) for user in page],
        "cache_ts": int(call.core.clock.now()),
        "response_metadata": metadata,
    }


async def lookup_by_email(call: Call) -> JSON:
    """The person with this e-mail address."""
    email = call.needed("email").lower()
    for user in call.core.workspace.users.values():
        if user.email and user.email.lower() == email and not user.deleted:
            return {"user": user_json(call, user)}
    raise SlackError("users_not_found")


async def conversations(call: Call) -> JSON:
    """The conversations that the bot is in."""
    kinds = call.names("types") or ["public_channel"]
    if not set(kinds) <= set(LIST_KINDS):
        raise SlackError("invalid_types")
    for kind in kinds:
        call.require_scope(READ_SCOPE[LIST_KINDS[kind]])
    workspace = call.core.workspace
    wanted = {LIST_KINDS[kind] for kind in kinds}
    found = [c for c in workspace.conversations.values() if c.kind in wanted and workspace.bot.id in c.members]
    page, metadata = call.page(found, 100)
    return {"channels": [as_json(call, channel) for channel in page], "response_metadata": metadata}
