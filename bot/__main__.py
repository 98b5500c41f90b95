"""The command line: python -m bot run | demo | migrate | import | match."""

import asyncio
import os
import sys
from pathlib import Path

import click

from bot.cli_match import match_command
from bot.settings import SettingsError, database_url, load


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Flipside runs your reverse-mentoring programme in Slack."""


def refuse(lines: list[str]) -> None:
    """Says what to do, one line each, and ends with code 2."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(2)


@cli.command()
def run() -> None:
    """Run the bot until it is stopped. Settings come from the environment and .env; see .env.example."""
    from bot import logs
    from bot.app import CannotStart
    from bot.app import run as run_bot

    try:
        settings = load(os.environ, os.environ.get("DOTENV", ".env"))
    except SettingsError as error:
        return refuse(error.lines)
    logs.configure(settings.log_level)
    try:
        sys.exit(asyncio.run(run_bot(settings)))
    except CannotStart as error:
        refuse([str(error)])


@cli.command()
def migrate() -> None:
    """Bring the database to this version's tables. `run` does it too; this does nothing else."""
    from storage import migrate as migrations
    from storage.database import make_engine

    try:
        engine = make_engine(database_url(os.environ, os.environ.get("DOTENV", ".env")))
    except SettingsError as error:
        return refuse(error.lines)
    if migrations.is_newer(engine):
        return refuse(["The database was used by a newer Flipside: update this one, or restore a backup."])
    migrations.upgrade(engine)
    click.echo("The database is up to date.")


@cli.command("import")
@click.argument("roster", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_roster(roster: Path) -> None:
    """Load who reports to whom from ROSTER, a CSV file with the columns user_id, manager, department and level.

    user_id and manager are Slack member ids (U012AB3CD); manager, department and level may be empty; a higher level is
    more senior. Nothing is applied unless every row is right. Loading a file again changes what has changed.
    """
    from bot.roster import BadRoster, load_roster

    try:
        report = asyncio.run(load_roster(roster, os.environ, os.environ.get("DOTENV", ".env")))
    except (SettingsError, BadRoster) as error:
        return refuse(error.lines)
    click.echo(f"{report.rows} people read: {report.added} new, {report.changed} changed.")


@cli.command()
@click.option("--port", default=8765, show_default=True, help="Where the page is served on 127.0.0.1.")
@click.option("--open/--no-open", "open_page", default=True, help="Open the page in a browser.")
def demo(port: int, open_page: bool) -> None:
    """Try everything in a local Slack: a made-up company, the real bot, no account, no network."""
    from bot.demo.run import run_demo

    sys.exit(asyncio.run(run_demo(port, open_page)))


cli.add_command(match_command)


if __name__ == "__main__":
    cli(prog_name="python -m bot")
