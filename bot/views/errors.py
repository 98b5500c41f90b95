"""The sentence for every UserError, in one table. It says what to do; it never blames."""

from slack_sdk.models.views import View

from bot.errors import UserError
from bot.facts.reader import Reader
from bot.rules.matching import Rule
from bot.views import kit
from bot.views.matching_reason import rule_name
from bot.views.message import Message


def sentence(error: UserError, reader: Reader) -> str:
    """One plain-text sentence. A code without one is a defect that a test finds."""
    arguments = {name: _in_words(value, reader) for name, value in error.arguments.items()}
    return kit.clean(sentences(reader)[error.code].format(**arguments))


def _in_words(value: object, reader: Reader) -> object:
    """What somebody typed is quoted, but not at length."""
    if isinstance(value, Rule):
        return rule_name(value, reader)
    return kit.shorten(value, 100) if isinstance(value, str) else value


def sentences(reader: Reader) -> dict[str, str]:
    _ = reader.gettext
    return {
        "not_allowed": _("This one is not yours to answer. If you think it should be, ask your programme manager."),
        "gone": _("This has moved on since you opened it. Nothing was changed."),
        "answered": _("This was answered already. Nothing was changed."),
        "settled": _("This is settled already. Nothing was changed."),
        "press_again": _("That took a moment too long. Please press the button again."),
        "slack_slow": _("Slack did not answer in time, so nothing was changed. Please try again."),
        "unknown_word": _("I don't know “{word}”. Try {command} help."),
        "empty": _("Please write a few words here."),
        "too_long": _("This is a little long: at most {most} characters."),
        "out_of_range": _("Please choose a whole number from {low} to {high}."),
        "no_topics": _("Please name at least one topic, one per line."),
        "too_many_topics": _("At most {most} topics, please."),
        "long_topic": _("“{topic}” is too long: at most {most} characters per topic."),
        "name_taken": _("There is a programme with this name already."),
        "choose_topic": _("Please choose at least one topic."),
        "consent_needed": _("I can only enrol you if you agree."),
        "may_not_create": _(
            "Programmes are created by the people whom your Flipside owner has named (PROGRAMME_MANAGERS). "
            "Ask them to create one, or to name you too."
        ),
        "managers_only": _("Only a programme's own managers can do this. /mentoring help shows what you can do."),
        "no_programme": _("There is no programme to join yet. I'll be here when there is."),
        "not_in_channel": _("I am not in this channel. Type this in a channel, after /invite @Flipside there."),
        "invited_today": _("The invitation stands in this channel since today. Once a day is enough."),
        "stories_not_in_channel": _("I am not in this channel yet. Type /invite @Flipside there, then submit again."),
        "is_archived": _("This channel is archived. Please choose another one."),
        "deactivated": _("This Slack account is deactivated, so it cannot take part."),
        "is_bot": _("Bots cannot take part."),
        "is_guest": _("Guests cannot take part: a programme is for members of this workspace."),
        "run_working": _("I am still working on the last matching. You get a message when it is ready."),
        "run_open": _("The last matching still waits for a word: whoever started it has it in their messages with me."),
        "no_mentors": _("Nobody has joined to teach yet. Use /mentoring-admin invite to ask people."),
        "no_mentees": _("Nobody has joined to learn yet. Use /mentoring-admin invite to ask people."),
        "pair_over": _("This pair has ended. Nothing was changed."),
        "booked_already": _(
            "There is a date already, or somebody was quicker. Nothing was changed; look at our messages."
        ),
        "meeting_settled": _("This meeting is settled already. Nothing was changed."),
        "meeting_begun": _("This meeting has begun already, so its date stays as it is."),
        "meeting_not_begun": _("This meeting has another date now. I ask again after it."),
        "no_date": _("Please choose a date and a time."),
        "past": _("This is in the past. Please choose a later one."),
        "too_far": _("This is more than a year away. Please choose an earlier date."),
        "story_under_way": _("A story of you two is on its way already. Look at the preview in our messages."),
        "story_settled": _("This story is settled already. Nothing was changed."),
        "story_changed": _("The story was changed meanwhile: please look at the newer preview. Nothing was changed."),
        "undo_too_late": _("The first mentor has been asked already, so this cannot be undone any more."),
        "no_longer_fits": _("These two do not fit the rules any more: something has changed since. Match again."),
        "not_these_two": _("These two are not to be paired: they were a pair before, or it is between themselves."),
        "swap_locked": _("That pair is locked: unlock it first."),
        "swap_twice": _("That would propose the same two people twice."),
        "nobody_to_swap": _("There is no other unlocked pair to swap with."),
        "left_meanwhile": _("One of them has left meanwhile. Nothing was changed."),
        "breaks_rule": _("This breaks a hard rule: {rule}."),
        "in_proposal_already": _("One of them is in a proposed pair already: swap or exclude that one first."),
        "not_enrolled_mentor": _("This person has not joined this programme to teach."),
        "not_enrolled_mentee": _("This person has not joined this programme to learn."),
        "no_weight": _("At least one weight must be more than 0."),
        "launch_empty": _("Please paste at least one pair: mentor, mentee."),
        "launch_too_many": _("At most {most} pairs at once, please."),
        "launch_columns": _("Line {line}: “{text}” is not “mentor, mentee” or “mentor, mentee, met 3”."),
        "launch_person": _("Line {line}: “{text}” is no person. Use Slack member ids such as U012AB3CD."),
        "launch_met": _("Line {line}: “{text}” is no number of meetings below the number planned."),
        "launch_unknown_name": _(
            "Line {line}: I don't know “{text}”. Use the Slack member id: Profile, ⋮, Copy member ID."
        ),
        "launch_two_people": _("Line {line}: several people are called “{text}”. Use the Slack member id."),
        "launch_twice": _("Line {line}: this pair stands in the list twice, one way round or the other."),
        "launch_pair": _("Line {line}: these two are or were a pair already, or are asked about each other now."),
        "launch_never": _("Line {line}: these two are not to be paired. Why is between themselves."),
        "launch_of": _("Line {line}: this programme plans {planned} meetings."),
        "launch_rule": _("Line {line}: these two break a hard rule: {rule}."),
        "myself": _("You need not exclude yourself."),
        "nothing_to_leave": _("You take part in no programme, so there is nothing to leave."),
        "link_malformed": _("This is no link to a Slack message. In Slack: ⋮ on the message, then Copy link."),
        "link_elsewhere": _("This message is in another channel than the one I posted to."),
    }


def message(error: UserError, reader: Reader) -> Message:
    text = kit.escape(sentence(error, reader))
    return Message(text, [kit.section(text)])


def unknown(reference: str, reader: Reader) -> Message:
    text = reader.gettext(
        "Sorry, something went wrong on my side, and nothing was changed. Please try again; if it happens again, give "
        "your programme manager this reference: {reference}"
    ).format(reference=reference)
    return Message(text, [kit.section(text)])


def unsaved(reader: Reader) -> Message:
    """The database is full, locked or away: nobody's mistake, and over in a while."""
    text = reader.gettext(
        "Sorry, I cannot save anything just now, so nothing was changed. Please try again in a few minutes; if it "
        "stays like this, tell your programme manager."
    )
    return Message(text, [kit.section(text)])


def modal(error: UserError, reader: Reader) -> View:
    return as_modal(message(error, reader), reader)


def as_modal(said: Message, reader: Reader) -> View:
    """A sentence as a small modal, for where there is no message to answer under."""
    return kit.modal(reader, reader.gettext("Flipside"), said.blocks)
