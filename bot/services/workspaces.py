"""The workspace we are installed in, and why nothing may be sent to it."""

from sqlmodel import Session

from bot.facts.actor import Actor
from storage.models import Workspace


def start(session: Session, actor: Actor, bot_user_id: str) -> None:
    """At start, after Slack accepted both tokens: whatever stopped sending before is over."""
    workspace = session.get(Workspace, actor.team_id)
    if workspace is None:
        workspace = Workspace(team_id=actor.team_id, bot_user_id=bot_user_id)
        session.add(workspace)
    workspace.bot_user_id, workspace.stopped = bot_user_id, ""


def is_ours(session: Session, actor: Actor) -> bool:
    """Whether the actor comes from the workspace that we are installed in."""
    return session.get(Workspace, actor.team_id) is not None


def stop(session: Session, actor: Actor, code: str) -> bool:
    """Slack refuses the token, or the app was removed: nothing is sent until the process starts again.

    Returns whether it concerns us: another workspace's word stops nothing.
    """
    workspace = session.get(Workspace, actor.team_id)
    if workspace is not None:
        workspace.stopped = code
    return workspace is not None
