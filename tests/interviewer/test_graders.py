"""Who marks, and what is said of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from interviewer.config.preferences import FILE
from interviewer.config.settings import Settings
from interviewer.graders import (
    ABILITIES_FILE,
    NOTHING_FOUND,
    Choice,
    choose,
    choose_or_wait,
    open_grader,
)
from interviewer.wording import other_grader, who_marks
from rubrics.errors import InterviewerError
from rubrics.estimate import Estimator
from rubrics.grader import GradingTask
from rubrics.models.abilities import Abilities
from rubrics.models.names import LOCAL_SERVERS, OPENAI
from rubrics.models.servers import Unreached
from sessions.session import Phase
from tests.fakes import small_bank
from tests.sessions.sample import new_session
from tests.test_house import MODEL_CLIENTS, loaded_by

OLLAMA = LOCAL_SERVERS["ollama"]
GATE = "https://gate.example/v1"
KEYS = {"OPENAI_API_KEY": "k", "GROQ_API_KEY": "k"}
NAMED = {"INTERVIEWER_MODEL": "groq/m"}
AT_GATE = {"INTERVIEWER_BASE_URL": GATE}


class Machine:
    """A machine on which some servers listen; remembers who was asked."""

    def __init__(self, **models: list[str]) -> None:
        self.models = {"ollama": OLLAMA, "gate": GATE}
        self.found = {self.models[name]: names for name, names in models.items()}
        self.asked: list[str] = []

    def __call__(self, base_url: str, key: str | None, seconds: float) -> list[str]:
        self.asked.append(base_url)
        if base_url not in self.found:
            raise Unreached(f"Nothing answers at {base_url}.", stage="connection")
        return self.found[base_url]


@pytest.mark.parametrize(
    ("named", "environ", "choice"),
    [
        # A name wins over everything, and the option over the variable.
        ("groq/x", {**NAMED, **KEYS}, Choice("groq/x", None, "--grader")),
        ("estimate", {**NAMED, **KEYS}, Choice("estimate", None, "--grader")),
        (" Estimate ", NAMED, Choice("estimate", None, "--grader")),
        (None, {**NAMED, **KEYS}, Choice("groq/m", None, "INTERVIEWER_MODEL")),
        (
            None,
            {"INTERVIEWER_MODEL": "estimate", **KEYS, **AT_GATE},
            Choice("estimate", None, "INTERVIEWER_MODEL"),
        ),
        # Where a name leads.
        ("openai/x", {}, Choice("openai/x", OPENAI, "--grader")),
        ("openai/x", {"OPENAI_BASE_URL": GATE}, Choice("openai/x", GATE, "--grader")),
        ("x", AT_GATE, Choice("x", GATE, "--grader")),
        ("ollama/x", {}, Choice("ollama/x", OLLAMA, "--grader")),
        (
            "ollama/x",
            {"OLLAMA_HOST": "gpu.example"},
            Choice("ollama/x", "http://gpu.example:11434/v1", "--grader"),
        ),
        ("scripted/x.yaml", AT_GATE, Choice("scripted/x.yaml", None, "--grader")),
        # A server that was named, before keys; keys before servers here; then these.
        (None, {**AT_GATE, **KEYS}, Choice("openai/one", GATE, "INTERVIEWER_BASE_URL")),
        (None, KEYS, Choice("openai/gpt-6-luna", OPENAI, "OPENAI_API_KEY is set")),
        (
            None,
            {**KEYS, "OPENAI_BASE_URL": GATE},
            Choice("groq/openai/gpt-oss-120b", None, "GROQ_API_KEY is set"),
        ),
        (None, {}, Choice("ollama/qwen3:8b", OLLAMA, "Ollama is running here")),
        (
            None,
            {"OPENAI_API_KEY": "", "INTERVIEWER_MODEL": " "},
            Choice("ollama/qwen3:8b", OLLAMA, "Ollama is running here"),
        ),
    ],
)
def test_the_first_that_says_something_wins(
    tmp_path: Path, named: str | None, environ: dict[str, str], choice: Choice
) -> None:
    machine = Machine(ollama=["qwen3:8b"], gate=["one"])
    settings = Settings.load(environ, tmp_path)
    assert choose(settings, named, ask=machine) == choice
    looked = named is None and not settings.model
    assert bool(machine.asked) == (looked and not choice.why.endswith("_API_KEY is set"))


def test_with_nothing_at_all_the_estimate_marks(tmp_path: Path) -> None:
    choice = choose(Settings.load({}, tmp_path), ask=Machine())
    assert choice == Choice("estimate", None, NOTHING_FOUND)
    assert choice.offline
    assert isinstance(open_grader(choice, Settings(tmp_path / "none")), Estimator)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("named", "environ", "told"),
    [
        ("opnai/x", {}, "no provider 'opnai'"),
        ("", {}, "is no model"),
        (None, {"INTERVIEWER_MODEL": "gpt"}, "whose model"),
        ("x", {"INTERVIEWER_BASE_URL": "no address"}, "no http or https address"),
        (None, {"INTERVIEWER_BASE_URL": "https://u:p@host"}, "holds a user"),
        (None, AT_GATE, "2 models"),
        (None, {"INTERVIEWER_BASE_URL": "http://127.0.0.1:9"}, "Nothing answers"),
    ],
)
def test_what_means_nothing_is_refused_with_advice(
    tmp_path: Path, named: str | None, environ: dict[str, str], told: str
) -> None:
    with pytest.raises(InterviewerError, match=told) as caught:
        choose(Settings.load(environ, tmp_path), named, ask=Machine(gate=["one", "two"]))
    assert caught.value.advice


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice(why="--offline"), "Answers stay on this computer: offline estimate (--offline)."),
        (Choice(), "Answers stay on this computer: offline estimate."),
        (
            Choice("openai/m", OPENAI, "OPENAI_API_KEY is set"),
            "Answers are sent to openai/m (OPENAI_API_KEY is set) to be marked.",
        ),
        (Choice("groq/m", None, ""), "Answers are sent to groq/m to be marked."),
        (
            Choice("openai/m", GATE, ""),
            "Answers are sent to openai/m at gate.example to be marked.",
        ),
        (
            Choice("m", "http://127.0.0.1:8080/v1", ""),
            "Answers are sent to m at 127.0.0.1:8080 to be marked.",
        ),
        (
            Choice("ollama/m", OLLAMA, "Ollama is running here"),
            "Answers stay on this computer: ollama/m (Ollama is running here) marks them.",
        ),
        (
            Choice("ollama/m:120b-cloud", OLLAMA, ""),
            "Answers are sent to ollama/m:120b-cloud at 127.0.0.1:11434 to be marked.",
        ),
        (
            Choice("ollama/m", "http://gpu.example:11434/v1", ""),
            "Answers are sent to ollama/m at gpu.example:11434 to be marked.",
        ),
        (
            Choice("scripted/a.yaml", None, ""),
            "Answers stay on this computer: scripted/a.yaml marks them.",
        ),
    ],
)
def test_it_is_said_where_answers_go(choice: Choice, words: str) -> None:
    assert who_marks(choice) == words
    assert choice.why not in who_marks(choice, reason=False) or not choice.why


def test_another_grader_than_the_one_it_began_with_is_said_once_it_has_begun() -> None:
    choice = Choice("openai/m", OPENAI, "--grader")
    new = new_session()
    begun = new.model_copy(update={"phase": Phase.ANSWERING})
    assert other_grader(new, choice) == ""
    assert other_grader(begun, Choice()) == ""
    words = other_grader(begun, choice)
    assert "began with the offline estimate" in words
    assert "openai/m" in words
    by_model = begun.model_copy(update={"grader": "groq/m"})
    assert "began with groq/m" in other_grader(by_model, Choice())
    assert other_grader(by_model, Choice("groq/m")) == ""


def test_looking_around_loads_no_client_of_a_model() -> None:
    loaded = loaded_by(
        "from pathlib import Path\n"
        "from interviewer.graders import choose\n"
        "from interviewer.config.settings import Settings\n"
        "from interviewer.wording import who_marks\n"
        "asked = []\n"
        "def ask(base_url, key, seconds): asked.append(base_url); return ['qwen3:8b']\n"
        "choice = choose(Settings(Path('home')), ask=ask)\n"
        "assert len(asked) == 2 and 'ollama/qwen3:8b' in who_marks(choice), choice\n"
    )
    assert not loaded & (MODEL_CLIENTS | {"textual"})


async def test_what_a_server_can_do_is_remembered_in_the_home(home: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(
        '{"replies": [{"status": 400, "says": "response_format: unknown"}, {"text": "{}"}]}'
    )
    grader = open_grader(Choice(f"scripted/{script}"), Settings(home))
    question = next(small_bank().questions())
    await grader.grade(GradingTask.of(question, question.model_answer))
    await grader.close()
    path = home / ABILITIES_FILE
    known: Any = Abilities(path).get(None, str(script))
    assert known.step == "object"
    assert path.stat().st_mode & 0o077 == 0
    assert home.stat().st_mode & 0o077 == 0


def in_file(home: Path, text: str, **environ: str) -> Settings:
    """Settings with this in their file."""
    home.mkdir(exist_ok=True)
    (home / FILE).write_text(text)
    return Settings.load({"INTERVIEWER_HOME": str(home), **environ}, home)


def test_the_file_names_who_marks_and_is_named_as_the_reason(tmp_path: Path) -> None:
    assert choose(in_file(tmp_path, "model = 'groq/m'")) == Choice("groq/m", None, FILE)
    assert choose(in_file(tmp_path, "model = 'estimate'")) == Choice(why=FILE)
    choice = choose(in_file(tmp_path, f"base_url = '{GATE}'"), ask=lambda *_: ["one"])
    assert choice == Choice("openai/one", GATE, FILE)


@pytest.mark.parametrize("text", ["modle = 'estimate'", "budget = 'much'", "model ="])
def test_a_mistake_in_the_file_sends_nothing_anywhere(tmp_path: Path, text: str) -> None:
    settings = in_file(tmp_path, text, OPENAI_API_KEY="k")
    with pytest.raises(InterviewerError, match=re.escape(FILE)):
        choose(settings)
    assert choose(settings, "estimate").offline
    choice, problem = choose_or_wait(settings)
    assert choice.offline
    assert problem is not None
    assert "in Settings" in problem.advice


def test_a_name_given_now_needs_no_name_in_the_file(tmp_path: Path) -> None:
    settings = in_file(tmp_path, "modle = 'estimate'")
    assert choose(settings, "groq/m").name == "groq/m"


def test_what_the_file_names_and_cannot_be_used_does_not_stop_the_app(tmp_path: Path) -> None:
    choice, problem = choose_or_wait(in_file(tmp_path, "model = 'opnai/m'"))
    assert choice.offline
    assert "Did you mean openai" in str(problem)
    with pytest.raises(InterviewerError, match="opnai"):
        choose_or_wait(in_file(tmp_path, "", INTERVIEWER_MODEL="opnai/m"))
