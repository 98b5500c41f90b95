"""The Web API's methods: what each runs, its scopes, its rate tier, and whether it reads JSON bodies."""

from bot.sandbox.api import apps, chat, conversations, files, users, views
from bot.sandbox.api.calls import Method

# Scopes of conversations.* depend on the kind of conversation, and are checked where it is known.
METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        Method("api.test", apps.api_test, 4),
        Method("auth.test", apps.auth_test, "special"),
        Method("apps.connections.open", apps.connections_open, 3, takes_json=False, app_token=True),
        Method("bots.info", apps.bots_info, 3, ("users:read",), takes_json=False),
        Method("team.info", apps.team_info, 3, ("team:read",), takes_json=False),
        Method("chat.postMessage", chat.post_message, "post", ("chat:write",)),
        Method("chat.postEphemeral", chat.post_ephemeral, 4, ("chat:write",)),
        Method("chat.update", chat.update, 3, ("chat:write",)),
        Method("chat.delete", chat.delete, 3, ("chat:write",)),
        Method("chat.getPermalink", chat.get_permalink, "special", takes_json=False),
        Method("conversations.open", conversations.open_, 3),
        Method("conversations.info", conversations.info, 3, takes_json=False),
        Method("conversations.members", conversations.members, 4, takes_json=False),
        Method("conversations.list", conversations.list_, 2, takes_json=False),
        Method("conversations.history", conversations.history, 3),
        Method("conversations.join", conversations.join, 3, ("channels:join",)),
        Method("users.info", users.info, 4, ("users:read",), takes_json=False),
        Method("users.list", users.list_, 2, ("users:read",), takes_json=False),
        Method("users.conversations", users.conversations, 2, takes_json=False),
        Method("users.lookupByEmail", users.lookup_by_email, 3, ("users:read.email",), takes_json=False),
        Method("views.open", views.open_, 4),
        Method("views.push", views.push, 4),
        Method("views.update", views.update, 4),
        Method("views.publish", views.publish, 4),
        Method("files.getUploadURLExternal", files.get_upload_url, 4, ("files:write",), takes_json=False),
        Method("files.completeUploadExternal", files.complete_upload, 4, ("files:write",)),
    )
}
