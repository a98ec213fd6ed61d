"""A look at the model that would mark: said before, seen as it comes, called off at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static
from textual.worker import Worker, WorkerState

from interviewer.keyboard.keys import key
from interviewer.screens.base import ProgramDialog
from interviewer.widgets.hanging import Hanging
from interviewer.widgets.key_bar import KeyBar
from interviewer.widgets.signs import one_line
from rubrics.errors import InterviewerError

if TYPE_CHECKING:
    from interviewer.checks.finding import Finding
    from interviewer.config.settings import Settings
    from interviewer.graders import Choice

SIGNS = {
    "ok": ("● ", "bold $text-success"),
    "note": ("! ", "bold $text-warning"),
    "problem": ("✗ ", "bold $text-error"),
}


class CheckDialog(ProgramDialog[None]):
    """Tries a model after saying what that sends.

    Args:
        choice: the model.
        settings: keys and home.
    """

    WORDS = (
        "Looks at the key, the server, the name, the shape of the replies and one tiny grade, in "
        "this order. {check.send} begins; Esc calls it off and closes."
    )
    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#send"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,ctrl+n", "send", "Send", "Send the two requests", "check.send"),
        Binding("escape", "dismiss", "Close", tooltip="Call it off and close"),
    ]

    def __init__(self, choice: Choice, settings: Settings) -> None:
        super().__init__()
        self._choice = choice
        self._settings = settings
        self._begun = False

    def compose(self) -> ComposeResult:
        from interviewer.checks.model import what_is_sent

        with Vertical(classes="dialog"):
            title = f"Check {one_line(self._choice.name, 60)}"
            yield Static(Content(title), classes="dialog-title", markup=False)
            yield Static(Content(one_line(what_is_sent(self._choice))), markup=False)
            with Vertical(id="found"):
                yield Static("Looking …", id="state", markup=False)
                yield VerticalScroll(id="findings", can_focus=False)
            yield Button("Send them", id="send", variant="primary", compact=True)
            yield Button("Close", id="close", compact=True)
        yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """It is sent once."""
        return not self._begun if action == "send" else True

    @on(Button.Pressed, "#send")
    def action_send(self) -> None:
        """Begin."""
        self._begun = True
        self.query_one("#send").display = False
        self.query_one("#close").focus()
        self.query_one("#found").display = True
        self.refresh_bindings()
        self.run_worker(self._look(), name="check", group="check", exit_on_error=False)

    async def _look(self) -> None:
        from interviewer.checks.finding import Finding
        from interviewer.checks.model import examine_model

        try:
            async for finding in examine_model(self._choice, self._settings):
                self._show(finding)
        except InterviewerError as error:
            self._show(Finding("grade", "problem", error.message, error.advice))

    def _show(self, finding: Finding) -> None:
        advice = f" {finding.advice}" if finding.advice else ""
        words = Content.assemble(
            (f"{one_line(finding.what)}: ", "bold"),
            one_line(finding.text, 400),
            (one_line(advice, 400) and f"\n{one_line(advice, 400)}", "$quiet"),
        )
        line = Static(Hanging(Content.styled(*SIGNS[finding.state]), words))
        findings = self.query_one("#findings")
        findings.mount(line)
        findings.scroll_end(animate=False)

    @on(Worker.StateChanged)
    def _ended(self, event: Worker.StateChanged) -> None:
        words = {
            WorkerState.SUCCESS: "That was all.",
            WorkerState.ERROR: "It broke off; this is a fault of the program.",
        }
        if event.state in words:
            self.query_one("#state", Static).update(words[event.state])

    @on(Button.Pressed, "#close")
    async def action_dismiss(self, result: None = None) -> None:
        """Call it off and close."""
        self.workers.cancel_group(self, "check")
        self.dismiss(result)
