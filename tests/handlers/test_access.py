"""Every listener and every role in one table, and what a forged id does: nothing.

The table is held against what is registered: a new listener without a row fails. What stands in a row is clicked for
real, once for each role, over the socket; then the whole database is compared with what it was before.
"""

from dataclasses import dataclass

import pytest

from bot.demo.company import ADA, CHARLIE, GRACE, MARGARET
from bot.ids import Event
from tests.handlers.clicks import click
from tests.handlers.registered import listeners
from tests.handlers.verdicts import refusals, verdict
from tests.handlers.world import EDITH, ELSEWHERE, GONE, GUEST, MEI, About, World, differing

# A mentor and a mentee of the row, somebody of another pair, the programme's manager and another programme's, a
# stranger, a guest, a deactivated account; and from another workspace, the mentor's and the manager's user ids.
ROLES = ("mentor", "mentee", "other pair", "manager", "other manager", "stranger", "guest", "deactivated", "elsewhere")

# does: it changes something. sees: it shows something. own: one of these, for a programme of their own.
# no: it is not theirs, and says so. gone: a sentence says why it cannot be had. -: nothing at all. ~: nobody sends it.
TABLE = """
                              about                   mentor mentee other manager other stranger guest gone elsewhere
command /mentoring            -                       sees   sees   sees  sees    sees  sees     sees  sees sees
command /mentoring help       -                       sees   sees   sees  sees    sees  sees     sees  sees sees
command /mentoring ?          -                       gone   gone   gone  gone    gone  gone     gone  gone gone
command /mentoring join       -                       sees   sees   sees  sees    sees  sees     sees  sees gone
command /mentoring privacy    -                       sees   sees   sees  sees    sees  sees     sees  sees sees
command /mentoring-admin      -                       sees   sees   sees  sees    sees  sees     sees  sees sees
command /mentoring-admin help -                       sees   sees   sees  sees    sees  sees     sees  sees sees
command /mentoring-admin ?    -                       gone   gone   gone  gone    gone  gone     gone  gone gone
command /mentoring-admin create -                     no     no     no    sees    sees  no       no    no   no
command /mentoring-admin invite -                     no     no     no    does    own   no       no    no   no
command /mentoring-admin match  -                     no     no     no    does    gone  no       no    no   no
command /mentoring-admin launch -                     no     no     no    sees    gone  no       no    no   no
command /mentoring-admin pair   -                     no     no     no    sees    own   no       no    no   no
command /mentoring-admin rules  -                     no     no     no    sees    own   no       no    no   no
command /mentoring-admin status -                     no     no     no    sees    own   no       no    no   no

event app_home_opened         -                       does   does   does  does    does  does     does  does -
event app_uninstalled         -                       ~      ~      ~     ~       ~     ~        ~     ~    -
event tokens_revoked          -                       ~      ~      ~     ~       ~     ~        ~     ~    -

button create                 -                       no     no     no    sees    sees  no       no    no   no
modal  create                 -                       no     no     no    does    does  no       no    no   no
button choose_invite          programme               no     no     no    does    no    no       no    no   no
button choose_match           programme               no     no     no    does    no    no       no    no   no
button choose_status          programme               no     no     no    sees    no    no       no    no   no
button choose_launch          programme               no     no     no    sees    no    no       no    no   no
button choose_rules           programme               no     no     no    sees    no    no       no    no   no
modal  launch                 programme               no     no     no    does    no    no       no    no   no
modal  rules                  programme               no     no     no    does    no    no       no    no   no
modal  by_hand                programme               no     no     no    does    no    no       no    no   no

button join                   -                       sees   sees   sees  sees    sees  sees     sees  sees gone
button choose_join            programme               sees   sees   sees  sees    sees  sees     sees  sees gone
button join_as_mentor         programme               sees   sees   sees  sees    sees  sees     sees  sees gone
button join_as_mentee         programme               sees   sees   sees  sees    sees  sees     sees  sees gone
modal  join                   programme               does   does   does  does    does  does     no    no   gone

button match                  programme               no     no     no    does    no    no       no    no   no
button review                 run                     no     no     no    sees    no    no       no    no   no
button review_next            run                     no     no     no    sees    no    no       no    no   no
button review_back            run                     no     no     no    sees    no    no       no    no   no
menu   review_menu:approve    proposed                no     no     no    does    no    no       no    no   no
menu   review_menu:lock       proposed                no     no     no    does    no    no       no    no   no
menu   review_menu:swap       proposed                no     no     no    sees    no    no       no    no   no
menu   review_menu:exclude    proposed                no     no     no    does    no    no       no    no   no
menu   review_menu:preview    proposed                no     no     no    sees    no    no       no    no   no
modal  swap                   proposed                no     no     no    sees    no    no       no    no   no
modal  swap_confirm           proposed                no     no     no    does    no    no       no    no   no
button approve_all            run                     no     no     no    does    no    no       no    no   no
button undo                   run_approved            no     no     no    does    no    no       no    no   no
button rerun                  run                     no     no     no    does    no    no       no    no   no
button discard                run                     no     no     no    does    no    no       no    no   no

button proposal_yes           proposal_mentor_asked   does   no     no    no      no    no       no    no   no
button proposal_yes           proposal_mentee_asked   gone   does   no    no      no    no       no    no   no
button proposal_no            proposal_mentor_asked   does   no     no    no      no    no       no    no   no
button proposal_no            proposal_mentee_asked   gone   does   no    no      no    no       no    no   no

button book                   pair_to_book            sees   sees   no    no      no    no       no    no   no
modal  book                   pair_to_book            does   does   no    no      no    no       no    no   no
button move                   meeting_booked          sees   sees   no    no      no    no       no    no   no
modal  book                   meeting_booked          does   does   no    no      no    no       no    no   no
button cancel                 meeting_booked          does   does   no    no      no    no       no    no   no

button met                    meeting_begun           does   does   no    no      no    no       no    no   no
button moved                  meeting_begun           does   does   no    no      no    no       no    no   no
button not_held               meeting_begun           does   does   no    no      no    no       no    no   no
button useful_1               meeting_met             does   does   no    no      no    no       no    no   no
button useful_2               meeting_met             does   does   no    no      no    no       no    no   no
button useful_3               meeting_met             does   does   no    no      no    no       no    no   no
button useful_4               meeting_met             does   does   no    no      no    no       no    no   no
button useful_5               meeting_met             does   does   no    no      no    no       no    no   no
button tell_more              meeting_rated           sees   sees   no    no      no    no       no    no   no
modal  feedback               meeting_rated           does   does   no    no      no    no       no    no   no

button write_story            pair_to_book            sees   sees   no    no      no    no       no    no   no
modal  story                  pair_to_book            does   does   no    no      no    no       no    no   no
button story_edit             story_with_mentor       sees   no     no    no      no    no       no    no   no
button story_edit             story_with_mentee       sees   sees   no    no      no    no       no    no   no
button story_edit             story_with_manager      sees   sees   no    no      no    no       no    no   no
modal  story                  story_with_mentor       does   no     no    no      no    no       no    no   no
modal  story                  story_with_mentee       does   does   no    no      no    no       no    no   no
button story_yes              story_with_mentor       does   gone   no    no      no    no       no    no   no
button story_yes              story_with_mentee       gone   does   no    no      no    no       no    no   no
button story_no               story_with_mentor       does   gone   no    no      no    no       no    no   no
button story_no               story_with_mentee       gone   does   no    no      no    no       no    no   no
button story_post             story_with_manager      no     no     no    does    no    no       no    no   no
button story_not_post         story_with_manager      no     no     no    does    no    no       no    no   no
button story_take_back        story_posted            does   does   no    no      no    no       no    no   no

button its_there              held                    no     no     no    sees    no    no       no    no   gone
modal  link                   held                    no     no     no    does    no    no       no    no   gone
button post_again             held                    no     no     no    does    no    no       no    no   gone

button pause                  -                       sees   sees   sees  sees    sees  sees     no    no   no
modal  pause                  -                       does   does   does  does    does  does     no    no   no
button resume                 paused                  does   does   does  does    does  does     no    no   no
button leave                  -                       sees   sees   sees  gone    gone  gone     no    no   no
modal  leave                  mentor_to_book          does   no     no    no      no    no       no    no   no
modal  leave                  mentee_to_book          no     does   no    no      no    no       no    no   no
button end_pair               pair_to_book            sees   sees   no    no      no    no       no    no   no
modal  end_pair               pair_to_book            does   does   no    no      no    no       no    no   no
button do_not_match           -                       sees   sees   sees  sees    sees  sees     no    no   no
modal  do_not_match           -                       does   does   does  does    does  does     no    no   no
button privacy                -                       sees   sees   sees  sees    sees  sees     sees  sees sees
button delete_data            -                       sees   sees   sees  sees    sees  sees     sees  sees sees
modal  delete_data            -                       does   does   does  does    does  does     sees  sees sees
"""

NOBODY = About(0, ADA, GRACE, other=MEI)  # what is about no row: each role acts for itself
MAY = {"does", "sees", "own"}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    about: str
    expected: tuple[str, ...]

    @property
    def listener(self) -> tuple[str, str]:
        kind, _, what = self.name.partition(" ")
        return ("button" if kind == "menu" else kind, what.partition(":")[0])

    def people(self, world: World) -> list[tuple[str, str | None]]:
        """(user id, workspace) in each role; from elsewhere both who would see and who would manage."""
        of = world.about.get(self.about, NOBODY)
        here = (of.mentor, of.mentee, of.other, of.manager, of.other_manager, CHARLIE, GUEST, GONE)
        return [*((user, None) for user in here), (of.mentor, ELSEWHERE), (of.manager, ELSEWHERE)]


def rows() -> list[Row]:
    lines = [line.split() for line in TABLE.splitlines()[2:] if line.strip()]
    count = len(ROLES)
    return [Row(" ".join(words[: -count - 1]), words[-count - 1], tuple(words[-count:])) for words in lines]


def test_every_listener_has_a_row() -> None:
    assert {row.listener for row in rows()} == listeners()


def test_in_every_row_somebody_may() -> None:
    """Otherwise a refusal could come from a row that is not there at all."""
    without = [row.name for row in rows() if not MAY & {*row.expected}]
    assert without == [
        "command /mentoring ?",
        "command /mentoring-admin ?",
        "event app_uninstalled",
        "event tokens_revoked",
    ]


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.name} {row.about}".replace(" -", ""))
def test_who_may(world: World, row: Row) -> None:
    if row.about == "paused":
        world.sql("UPDATE person SET paused_until = '2026-03-20 00:00:00.000000'")
    start = world.tables()
    expected = (*row.expected, row.expected[-1])  # both from elsewhere
    found = []
    for (user, team), wanted in zip(row.people(world), expected, strict=True):
        if wanted == "~":
            found.append("~")
            continue
        answer = click(world, row.name, row.about, user, team)
        after = world.tables()
        came = verdict(start, after, answer)
        if wanted == "own" and came in MAY:
            flip = world.about["programme"].id
            assert "Flip 2026" not in answer.text
            assert f'"programme": {flip}' not in str(differing(start, after))
            came = "own"
        found.append(came)
        world.restore(start)
    assert tuple(found) == expected


@pytest.mark.parametrize("event", [Event.UNINSTALLED, Event.TOKENS_REVOKED])
def test_only_our_own_workspace_can_stop_us(world: World, event: Event) -> None:
    """Slack itself sends these events; another workspace's word stops nothing, ours stops all sending."""
    office, forge = world.office, world.forge
    margaret = office.person(MARGARET)
    forge.event(event, team=ELSEWHERE)
    margaret.command("/mentoring-admin invite")
    assert "Flip 2026" in margaret.messages("general")[-2]
    world.restore()
    before = len(margaret.messages("general"))
    forge.event(event)
    margaret.command("/mentoring-admin invite")
    assert len(margaret.messages("general")) == before + 1  # the answer to the command, and no invitation
    office.stop_bot()
    office.start()
    office.settle()


def test_another_managers_user_id_is_not_enough(world: World) -> None:
    """Who may create is asked by workspace and user id, not by user id alone."""
    for user in (MARGARET, EDITH):
        answer = world.forge.command(user, "/mentoring-admin create", team=ELSEWHERE)
        assert refusals(answer) == {"may_not_create"}
