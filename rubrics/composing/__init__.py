"""A bank's questions from the text of a job: first a plan of sections, then questions and hints."""

from rubrics.composing.alike import Known, Pool
from rubrics.composing.composer import Composer
from rubrics.composing.plan import PlanError, PlannedSection, SectionPlan, load_plan, plan_text
from rubrics.composing.posting import Posting
from rubrics.composing.written import Order, Planned, Written, WrittenQuestion

__all__ = [
    "Composer",
    "Known",
    "Order",
    "PlanError",
    "Planned",
    "PlannedSection",
    "Pool",
    "Posting",
    "SectionPlan",
    "Written",
    "WrittenQuestion",
    "load_plan",
    "plan_text",
]
