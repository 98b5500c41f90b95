"""views.*: modals and Home."""

from bot.sandbox.api.calls import Call, invalid_arguments
from bot.sandbox.filling import filled_view
from bot.sandbox.shapes import JSON, SlackError
from bot.sandbox.views import View


def _view(call: Call, surface: str) -> JSON:
    view = call.parsed("view", dict, "invalid_arguments")
    if view is None:
        raise invalid_arguments("missing required field: view")
    call.core.validator.view(view, surface)
    return filled_view(view)


def _hash(call: Call) -> str | None:
    return call.text("hash") or None


def _answer(call: Call, view: View) -> JSON:
    return {"view": call.core.views.as_json(view)}


async def open_(call: Call) -> JSON:
    """Open a modal for the person whose click gave the trigger id."""
    content = _view(call, "modal")
    trigger = call.core.triggers.look(call.text("trigger_id"))
    view = call.core.views.open(trigger.user, content)
    trigger.used = True
    return _answer(call, view)


async def push(call: Call) -> JSON:
    """Push a modal onto the stack from which the trigger id came."""
    content = _view(call, "modal")
    trigger = call.core.triggers.look(call.text("trigger_id"))
    if not trigger.from_modal:
        raise SlackError("invalid_trigger_id")
    view = call.core.views.push(trigger.user, content)
    trigger.used = True
    return _answer(call, view)


async def update(call: Call) -> JSON:
    """Replace what a view shows, found by its id or by the app's own."""
    views = call.core.views
    if call.text("view_id"):
        view = views.get(call.text("view_id"))
    elif call.text("external_id"):
        view = views.by_external_id(call.text("external_id"))
    else:
        raise invalid_arguments("missing required field: view_id")
    content = _view(call, "modal" if view is None else view.content["type"])
    if view is None:
        raise SlackError("not_found")
    return _answer(call, views.update(view, content, _hash(call)))


async def publish(call: Call) -> JSON:
    """Publish a person's Home."""
    user = call.user("user_id")
    if not call.core.manifest.home_tab:
        raise SlackError("not_enabled")
    content = _view(call, "home")
    return _answer(call, call.core.views.publish(user.id, content, _hash(call)))
