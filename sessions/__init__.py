"""One interview from first question to transcript, and what is kept of it. Knows no screen."""

from sessions.export import from_json, to_csv, to_html, to_json, to_markdown
from sessions.grading import grade_into, grade_turn, ungraded_turns
from sessions.interview import Interview, InterviewError
from sessions.mix import Mix
from sessions.plan import PlanError, plan_session
from sessions.record import SessionRecord
from sessions.report import Report, report
from sessions.session import Mode, Phase, Session, Turn, TurnState
from sessions.store import SessionBusy, SessionSummary, Store, StoreError
from sessions.time import SystemTime, TimeSource

__all__ = [
    "Interview",
    "InterviewError",
    "Mix",
    "Mode",
    "Phase",
    "PlanError",
    "Report",
    "Session",
    "SessionBusy",
    "SessionRecord",
    "SessionSummary",
    "Store",
    "StoreError",
    "SystemTime",
    "TimeSource",
    "Turn",
    "TurnState",
    "from_json",
    "grade_into",
    "grade_turn",
    "plan_session",
    "report",
    "to_csv",
    "to_html",
    "to_json",
    "to_markdown",
    "ungraded_turns",
]
