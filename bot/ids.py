"""Every command, action, callback and event id; a test holds them against manifest.yml and the listeners."""

from enum import StrEnum


class Command(StrEnum):
    MENTORING = "/mentoring"
    ADMIN = "/mentoring-admin"


class Event(StrEnum):
    HOME_OPENED = "app_home_opened"
    UNINSTALLED = "app_uninstalled"
    TOKENS_REVOKED = "tokens_revoked"


class Action(StrEnum):
    """Buttons and other elements that act when pressed. A button's value is a row id, and nothing else."""

    CREATE = "create"
    JOIN_AS_MENTOR = "join_as_mentor"
    JOIN_AS_MENTEE = "join_as_mentee"
    JOIN = "join"  # asks the role first
    CHOOSE_INVITE = "choose_invite"
    CHOOSE_MATCH = "choose_match"
    CHOOSE_STATUS = "choose_status"
    CHOOSE_JOIN = "choose_join"
    MATCH = "match"
    REVIEW = "review"
    REVIEW_MENU = "review_menu"  # its options are verbs; the row is in the block's id
    UNDO = "undo"
    RERUN = "rerun"
    CHOOSE_RULES = "choose_rules"
    CHOOSE_LAUNCH = "choose_launch"
    DO_NOT_MATCH = "do_not_match"
    REVIEW_NEXT = "review_next"
    REVIEW_BACK = "review_back"
    APPROVE_ALL = "approve_all"
    DISCARD = "discard"
    PROPOSAL_YES = "proposal_yes"
    PROPOSAL_NO = "proposal_no"
    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"
    MET = "met"
    MOVED = "moved"
    NOT_HELD = "not_held"
    USEFUL_1 = "useful_1"
    USEFUL_2 = "useful_2"
    USEFUL_3 = "useful_3"
    USEFUL_4 = "useful_4"
    USEFUL_5 = "useful_5"
    TELL_MORE = "tell_more"
    WRITE_STORY = "write_story"
    STORY_YES = "story_yes"
    STORY_EDIT = "story_edit"
    STORY_NO = "story_no"
    STORY_POST = "story_post"
    STORY_NOT_POST = "story_not_post"
    STORY_TAKE_BACK = "story_take_back"
    ITS_THERE = "its_there"
    POST_AGAIN = "post_again"
    PAUSE = "pause"
    RESUME = "resume"
    LEAVE = "leave"
    END_PAIR = "end_pair"
    DELETE_DATA = "delete_data"
    PRIVACY = "privacy"


class Callback(StrEnum):
    """Modals that are submitted."""

    CREATE = "create"
    JOIN = "join"
    BOOK = "book"
    FEEDBACK = "feedback"
    STORY = "story"
    PAUSE = "pause"
    LEAVE = "leave"
    END_PAIR = "end_pair"
    DELETE_DATA = "delete_data"
    LINK = "link"
    SWAP = "swap"
    SWAP_CONFIRM = "swap_confirm"
    BY_HAND = "by_hand"
    RULES = "rules"
    LAUNCH = "launch"
    DO_NOT_MATCH = "do_not_match"
