"""The command line: python -m bot run | demo | migrate | check | import | match."""

import asyncio
import os
import sys
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

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


def refuse_database(error: Exception) -> None:
    """Says why the database cannot be used, without a value of any row, and ends with code 2."""
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    refuse([f"The database cannot be used: check DATABASE_URL, or ask python -m bot check. ({reason})"])


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
    try:
        newer = migrations.is_newer(engine)
        if not newer:
            migrations.upgrade(engine)
    except (SQLAlchemyError, OSError) as error:
        return refuse_database(error)
    if newer:
        return refuse(["The database was used by a newer Flipside: update this one, or restore a backup."])
    click.echo("The database is up to date.")


@cli.command("import")
@click.argument("roster", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--pairs",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Launch pairs that there are already, from a CSV file with the columns mentor, mentee and perhaps met.",
)
@click.option("--programme", metavar="NAME", help="With --pairs: which programme, if there are several.")
def import_files(roster: Path | None, pairs: Path | None, programme: str | None) -> None:
    """Load who reports to whom from ROSTER, a CSV file with the columns user_id, manager, department and level.

    user_id and manager are Slack member ids (U012AB3CD); manager, department and level may be empty; a higher level is
    more senior. Nothing is applied unless every row is right. Loading a file again changes what has changed.

    With --pairs FILE: launch pairs instead, as /mentoring-admin launch does. Each mentor is asked first, then the
    mentee; met says how often two have met already. It may run while the bot runs.
    """
    from bot.pairs_csv import load_pairs
    from bot.roster import BadRoster, load_roster

    if (roster is None) == (pairs is None):
        raise click.UsageError("Name one file: a roster, or pairs with --pairs FILE.")
    dotenv = os.environ.get("DOTENV", ".env")
    try:
        if pairs is not None:
            launched = asyncio.run(load_pairs(pairs, programme, os.environ, dotenv))
            click.echo(
                f"{launched.programme}: {launched.pairs} {'pair' if launched.pairs == 1 else 'pairs'} launched. "
                f"The bot asks each mentor first; {launched.manager} gets the list of whom we wait for."
            )
        elif roster is not None:
            report = asyncio.run(load_roster(roster, os.environ, dotenv))
            click.echo(f"{report.rows} people read: {report.added} new, {report.changed} changed.")
    except (SettingsError, BadRoster) as error:
        refuse(error.lines)
    except (SQLAlchemyError, OSError) as error:
        refuse_database(error)


@cli.command()
@click.option("--post", is_flag=True, help="Also send a test message, to --to or the one person in PROGRAMME_MANAGERS.")
@click.option("--to", metavar="MEMBER_ID", help="With --post: your own Slack member id, such as U012AB3CD.")
def check(post: bool, to: str | None) -> None:
    """Look at everything the bot needs, and say what to do about what is wrong. Changes nothing.

    Settings, database, tokens, scopes, stories channels, clock, one process. May run beside the bot. The exit code is
    0 if all is well, 1 if something is wrong, 2 if the settings cannot be read.
    """
    from bot import doctor

    try:
        settings = load(os.environ, os.environ.get("DOTENV", ".env"))
        post_to = doctor.recipient(settings, to) if post or to else None
    except SettingsError as error:
        return refuse([f"{doctor.State.WRONG}  {line}" for line in error.lines])
    lines = asyncio.run(doctor.examine(settings, post_to))
    for line in lines:
        click.echo(line)
    if any(line.state is doctor.State.WRONG for line in lines):
        sys.exit(1)


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
