"""python -m bot.sandbox: the local Slack alone, for any bot."""

import argparse
import asyncio
import json
import signal
from datetime import UTC, datetime
from pathlib import Path

import yaml

from bot.sandbox.server import Sandbox


def main() -> None:
    """Serve the sandbox until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A local Slack on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8765, help="0 takes a free one (default: 8765)")
    parser.add_argument("--manifest", type=Path, help="the app's Slack manifest, YAML or JSON (default: manifest.yml)")
    parser.add_argument("--company", type=Path, help="people and channels, JSON or YAML (default: four people)")
    parser.add_argument("--now", help="what the clock shows at the start, such as 2026-03-02T09:00:00Z (default: now)")
    parser.add_argument("--rates", action="store_true", help="enforce Slack's rate limits")
    options = parser.parse_args()
    asyncio.run(_serve(options))


async def _serve(options: argparse.Namespace) -> None:
    manifest = options.manifest or Path("manifest.yml")
    sandbox = Sandbox(
        company=_read(options.company) if options.company else None,
        manifest=_read(manifest) if options.manifest or manifest.is_file() else None,
        now=_instant(options.now) if options.now else None,
        rates=options.rates,
    )
    await sandbox.start(options.port)
    print(f"A local Slack for {sandbox.core.manifest.name} at {sandbox.url}")
    print(f"  SLACK_BOT_TOKEN={sandbox.core.bot_token} SLACK_APP_TOKEN={sandbox.core.app_token}")
    print(f"  base_url = {sandbox.url}/api/", flush=True)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, stopped.set)
    await stopped.wait()
    await sandbox.stop()


def _read(path: Path) -> dict[str, object]:
    data = yaml.safe_load(path.read_text(encoding="utf-8")) if path.suffix != ".json" else json.loads(path.read_text())
    if not isinstance(data, dict):
        raise SystemExit(f"{path} holds no mapping")
    return data


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)


if __name__ == "__main__":
    main()
