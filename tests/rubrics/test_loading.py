from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rubrics.errors import BankError
from rubrics.loading import SHIPPED, banks_in, load_bank, shipped_banks
from rubrics.reading import LARGEST_FILE
from tests.fakes import small_bank


@pytest.fixture
def text() -> str:
    return yaml.safe_dump(small_bank().model_dump(mode="json"), sort_keys=False)


def refusal(path: Path, content: str | bytes) -> str:
    """Why a file with this content is no bank."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BankError) as caught:
        load_bank(path)
    return caught.value.message


def test_one_file_and_a_folder_of_files_give_the_same_bank(tmp_path: Path, text: str) -> None:
    one = tmp_path / "one.yaml"
    one.write_text(text)
    raw = yaml.safe_load(text)
    names = []
    for section in raw["sections"]:
        names.append(f"{section['id']}.yaml")
        (tmp_path / names[-1]).write_text(yaml.safe_dump(section))
    (tmp_path / "bank.yaml").write_text(yaml.safe_dump({**raw, "sections": names}))
    assert load_bank(one) == load_bank(tmp_path) == small_bank()


def test_signals_may_be_lines_or_lists(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bank.yaml"
    raw = yaml.safe_load(text)
    criterion = raw["sections"][0]["questions"][0]["criteria"][0]
    criterion["signals"] = ["boil water | bring to the boil ", ["simmer", "heat"]]
    path.write_text(yaml.safe_dump(raw))
    loaded = load_bank(path).question("tea-1").criteria[0].signals
    assert loaded == (("boil water", "bring to the boil"), ("simmer", "heat"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("weight: essential", "weight: heavy", "'essential', 'important' or 'bonus'"),
        ("weight: essential", "wieght: essential", "unknown key. Did you mean weight?"),
        ("shape: all", "shape: any", "need goes with shape any"),
        ("minutes: 2.0", "minutes: 0", "greater than or equal to 0.5"),
        ("id: warm", "id: boil", "two criteria have the id 'boil'"),
        ("ask: How would", "ask: [How would", "not YAML"),
        ("id: tea-1", "id: tea 1", "String should match pattern"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, text: str, old: str, new: str, words: str
) -> None:
    assert old in text
    message = refusal(tmp_path / "bank.yaml", text.replace(old, new, 1))
    assert message.startswith(f"{tmp_path / 'bank.yaml'}:")
    number = int(message[len(str(tmp_path / "bank.yaml")) + 1 :].split(":")[0])
    asked = text[: text.index(old)].count("\n") + 1
    assert -1 <= asked - number <= 15, message
    assert words in message


def with_blanks(raw: dict[str, Any]) -> dict[str, Any]:
    """The bank, a blank with an id ahead of its first question and one without behind it."""
    questions = raw["sections"][0]["questions"]
    questions[:] = [
        {"id": "pouring", "ask": "", "hint": "Pour from high up.", "minutes": 2},
        questions[0],
        {"hint": "Warm the cups."},
        *questions[1:],
    ]
    return raw


def test_questions_without_wording_are_blanks(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(yaml.safe_dump(with_blanks(yaml.safe_load(text)), sort_keys=False))
    bank = load_bank(path)
    assert list(bank.questions()) == list(small_bank().questions())
    told = [(label, blank.number, blank.question.hint) for label, blank in bank.blanks()]
    assert told == [("pouring", 1, "Pour from high up."), ("tea/3", 3, "Warm the cups.")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("hint: Warm the cups.", "hnt: Warm the cups.", "unknown key. Did you mean hint?"),
        ("hint: Warm the cups.", "tags: [a b]\n    hint: x", "String should match pattern"),
        ("id: pouring", "id: tea-1", "two questions have the id 'tea-1'"),
        ("minutes: 2\n  - id: tea-1", "minuts: 2\n  - id: tea-1", "Did you mean minutes?"),
    ],
)
def test_a_mistake_in_a_blank_is_named_with_its_line(
    tmp_path: Path, text: str, old: str, new: str, words: str
) -> None:
    written = yaml.safe_dump(with_blanks(yaml.safe_load(text)), sort_keys=False)
    assert old in written
    message = refusal(tmp_path / "bank.yaml", written.replace(old, new, 1))
    line = written[: written.index(old)].count("\n") + 1
    named = next(told for told in message.splitlines() if words in told)
    assert abs(int(named.removeprefix(f"{tmp_path / 'bank.yaml'}:").split(":")[0]) - line) <= 1 or (
        "two questions" in words
    )


def test_blanks_are_written_among_the_questions(tmp_path: Path, text: str) -> None:
    raw = yaml.safe_load(text)
    raw["sections"][0]["blanks"] = [{"hint": "x"}]
    message = refusal(tmp_path / "bank.yaml", yaml.safe_dump(raw))
    assert "blanks: unknown key. Write them under questions." in message


def test_a_section_holds_something(tmp_path: Path, text: str) -> None:
    raw = yaml.safe_load(text)
    raw["sections"][0]["questions"] = []
    assert "a section needs a question" in refusal(tmp_path / "bank.yaml", yaml.safe_dump(raw))


def test_banks_are_known_by_name_in_folders(tmp_path: Path, text: str) -> None:
    (tmp_path / "one.yaml").write_text(text)
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "bank.yaml").write_text(text)
    (tmp_path / "one.yaml.old-1").write_text(text)
    assert list(banks_in(tmp_path)) == ["one", "two"]
    assert list(banks_in(tmp_path / "nowhere")) == []
    folders = (SHIPPED, tmp_path)
    assert load_bank("one", folders) == load_bank("two", folders) == small_bank()
    with pytest.raises(BankError, match="Did you mean two"):
        load_bank("twoo", folders)


def test_a_mistake_in_a_section_file_names_that_file(tmp_path: Path, text: str) -> None:
    raw = yaml.safe_load(text)
    raw["sections"][0]["questions"][0]["minutes"] = 99
    (tmp_path / "tea.yaml").write_text(yaml.safe_dump(raw["sections"][0], sort_keys=False))
    message = refusal(tmp_path / "bank.yaml", yaml.safe_dump({**raw, "sections": ["tea.yaml"]}))
    line = (tmp_path / "tea.yaml").read_text().split("minutes:")[0].count("\n") + 1
    assert message.startswith(f"{tmp_path / 'tea.yaml'}:{line}: ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "a bank is a mapping"),
        (b"- 1", "a bank is a mapping"),
        (b"\xff\xfe\x00a", "not UTF-8"),
        (b"a: &x [*x]", "an alias that holds itself"),
        (b"a: 1\na: 2", "stands twice"),
        (b"? [a]\n: 1", "a key must be a word"),
        (b"[" * 5000, "nested too deeply"),
        (b"a: !!python/object:os.system 1", "not YAML"),
        (b"sections: [../x.yaml]", "lies beside its bank"),
        (b"sections: [missing.yaml]", "cannot be read"),
    ],
)
def test_what_is_no_bank_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refusal(tmp_path / "bank.yaml", content)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(BankError, match="larger than"):
        load_bank(path)


def test_a_bomb_of_aliases_ends(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert "aliases" in refusal(tmp_path / "bank.yaml", "\n".join(lines))


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(BankError, match="Did you mean ai-embedding-systems-engineer"):
        load_bank("ai-embeding-systems-engineer")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_a_bank_or_a_clear_refusal(tmp_path: Path, content: str) -> None:
    path = tmp_path / "any.yaml"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(BankError):
        load_bank(path)


def test_the_shipped_bank_has_the_sections_of_the_page() -> None:
    [name] = shipped_banks()
    bank = load_bank(name)
    assert [(section.title, len(section.questions)) for section in bank.sections] == [
        ("Beginner", 5),
        ("Intermediate", 10),
        ("Advanced", 10),
        ("Scenario-Based", 10),
        ("AI Workflow & Tools", 10),
        ("Behavioral", 5),
    ]
