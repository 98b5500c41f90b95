"""The short answer after a meeting. Nobody reads it but the one who gave it; managers see totals of five or more."""

from datetime import datetime

from sqlmodel import Session

from bot.errors import Gone, UserError
from bot.facts.actor import Actor
from bot.facts.feedback import FeedbackAnswer, FeedbackForm
from bot.services import access
from bot.services.access import MyPair
from bot.services.refreshing import refresh
from storage import meetings as stored
from storage.enums import Outcome
from storage.models import Feedback, Meeting

LONGEST = 3000


def rate(session: Session, actor: Actor, meeting_id: int, useful: int, now: datetime) -> None:
    """How useful a meeting was, 1-5; the first press counts. Raises NotAllowed, Gone."""
    mine, meeting = _met(session, actor, meeting_id)
    if stored.feedback(session, meeting_id, mine.mine.id) is not None:
        raise Gone("answered")
    session.add(Feedback(meeting_id=meeting_id, participant_id=mine.mine.id, useful=useful))
    session.flush()
    refresh(session, actor.team_id, f"check-in={meeting.id}:participant={mine.mine.id}", now)


def form(session: Session, actor: Actor, meeting_id: int) -> FeedbackForm:
    """The optional modal. Raises NotAllowed, Gone before the five buttons were answered."""
    mine, meeting = _met(session, actor, meeting_id)
    given = stored.feedback(session, meeting_id, mine.mine.id)
    if given is None:
        raise Gone()
    return FeedbackForm(
        meeting_id=meeting_id,
        number=meeting.number,
        other=access.facts_of(mine.other.person),
        free_to_speak=given.free_to_speak,
        learned=given.learned,
        will_do=given.will_do,
    )


def tell_more(session: Session, actor: Actor, meeting_id: int, answer: FeedbackAnswer, now: datetime) -> None:
    """The optional modal's answers; they can be changed. Raises NotAllowed, Gone, or an error under a field."""
    mine, meeting = _met(session, actor, meeting_id)
    given = stored.feedback(session, meeting_id, mine.mine.id)
    if given is None:
        raise Gone()
    for field, text in (("learned", answer.learned), ("will_do", answer.will_do)):
        if len(text) > LONGEST:
            raise UserError("too_long", field=field, most=LONGEST)
    if answer.free_to_speak is not None and not 1 <= answer.free_to_speak <= 5:
        raise UserError("out_of_range", field="free", low=1, high=5)
    given.free_to_speak, given.learned, given.will_do = answer.free_to_speak, answer.learned, answer.will_do
    given.told_more = True
    refresh(session, actor.team_id, f"check-in={meeting.id}:participant={mine.mine.id}", now)


def _met(session: Session, actor: Actor, meeting_id: int) -> tuple[MyPair, Meeting]:
    """A meeting of the actor's that the actor said was held. Raises NotAllowed, Gone."""
    meeting = session.get(Meeting, meeting_id)
    mine = access.my_pair(session, actor, meeting.pair_id if meeting else 0)
    assert meeting is not None
    said = stored.check_in(session, meeting_id, meeting.date_version, mine.mine.id)
    if said is None or said.outcome is not Outcome.MET:
        raise Gone()
    return mine, meeting
