from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rubrics.errors import BankError
from rubrics.loading import load_bank, shipped_banks
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
