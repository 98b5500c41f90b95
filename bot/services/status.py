"""How far a programme is: counts, and nobody's name."""

from collections import Counter
from datetime import datetime

from sqlmodel import Session

from bot.facts.actor import Actor
from bot.facts.programmes import StatusFacts
from bot.services import access, programmes, proposals
from storage import enrolment, matching, pairs, stories
from storage.enums import PairState, ProposalState, Role, StoryState
from storage.models import Programme


def status(session: Session, actor: Actor, programme_id: int, now: datetime) -> StatusFacts:
    """A programme's counts. Raises NotAllowed for who does not manage it."""
    return facts(session, actor, access.managed_programme(session, actor, programme_id), now)


def facts(session: Session, actor: Actor, programme: Programme, now: datetime) -> StatusFacts:
    """The counts; the caller has checked who may see them. A no looks like an open question as long as one would be
    open, so that the counts tell nobody of it."""
    assert programme.id is not None
    everybody = [participant for participant, _ in enrolment.enrolled(session, programme.id)]
    roles = Counter(participant.role for participant in everybody)
    taken = matching.taken(session, programme.id)
    by_met = pairs.count_by_met(session, programme.id)
    states: Counter[PairState] = Counter()
    met: Counter[int] = Counter()
    for (state, times), count in by_met.items():
        states[state] += count
        met[times] += count if state is not PairState.ENDED else 0
    declined = matching.in_state(session, programme.id, ProposalState.DECLINED)
    hidden = [proposal for proposal in declined if proposals.looks_open(session, actor, proposal, now)]
    for proposal in hidden:
        for participant_id in (proposal.mentor_id, proposal.mentee_id):
            taken[participant_id] = taken.get(participant_id, 0) + 1
    open_proposals = matching.count_by_state(session, programme.id)
    told = stories.count_by_state(session, programme.id)
    return StatusFacts(
        programme=programmes.facts(session, programme),
        mentors=roles[Role.MENTOR],
        mentees=roles[Role.MENTEE],
        waiting=sum(1 for participant in everybody if not taken.get(participant.id or 0)),
        asked=len(hidden)
        + open_proposals.get(ProposalState.MENTOR_ASKED, 0)
        + open_proposals.get(ProposalState.MENTEE_ASKED, 0),
        active_pairs=states[PairState.ACTIVE],
        completed_pairs=states[PairState.COMPLETED],
        ended_pairs=states[PairState.ENDED],
        met=dict(sorted(met.items())),
        stories_posted=told.get(StoryState.POSTED, 0),
        stories_waiting=sum(
            told.get(state, 0) for state in (StoryState.WITH_MENTOR, StoryState.WITH_MENTEE, StoryState.WITH_MANAGER)
        ),
    )
