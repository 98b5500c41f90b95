"""A local Slack to try and test any bot with. It knows Slack, and nothing of the bot."""

from bot.sandbox.server import Sandbox
from bot.sandbox.thread import SandboxThread

__all__ = ["Sandbox", "SandboxThread"]
