"""Writing into the YAML of a bank: what stands there stays as it stands."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.bank import Question
from rubrics.errors import BankError
from rubrics.loading import SHIPPED, load_bank
from rubrics.reading import Reader
from rubrics.rewriting import BankFiles

TEXT = """\
# A bank of mine
id:   hot-drinks     # aligned by hand
title: "Hot: Drinks"
about: Tea and
  coffee.

sections:
- id: tea
  title: 'Tea'   # quoted
  questions:

  # the first
  - hint: "Boil it"   # at once
    # on its own line

  # the second
  - hint: >
      folded
      text

      # no comment
    # between
    tags: [a,   b]


  - minutes: 2.50  # two and a half
    criteria:   # none yet
    hint: |
      literal
      # no comment either


  # at the end
"""
PARTS: dict[str, Any] = {
    "id": "no",
    "ask": "Why? " * 30 + "Why: not",
    "criteria": [
        {"id": "yes", "expects": "Says: that # it is.", "signals": ["a | b", "c " * 60 + "| d"]}
    ],
    "model_answer": "First one. " * 20 + "really\n\n- second",
    "follow_ups": ["What: now?", "- and then?"],
    "frozen": "1234567890123456",
}


def files(folder: Path, text: str) -> BankFiles:
    path = folder / "bank.yaml"
    path.write_bytes(text.encode())
    return BankFiles.read(path)


def written(bank: BankFiles, parts: dict[tuple[int, int], dict[str, Any]]) -> str:
    [text] = bank.with_parts(parts).values()
    return text


def test_every_line_stays_and_new_keys_stand_in_their_order(tmp_path: Path) -> None:
    bank = files(tmp_path, TEXT)
    text = written(bank, {(0, number): PARTS for number in range(3)})
    left = iter(text.splitlines())
    for line in TEXT.splitlines():
        wanted = line.replace("- hint", "  hint").replace("- minutes", "  minutes")
        assert any(new in (line, wanted) for new in left), line
    for question in yaml.safe_load(text)["sections"][0]["questions"]:
        assert {key: question[key] for key in PARTS} == PARTS
    first = text.partition("  # the second")[0]
    keys = [line[4:].split(":")[0] for line in first.splitlines() if line[4:5].isalpha()]
    assert keys[-6:] == ["ask", "hint", "criteria", "model_answer", "follow_ups", "frozen"]
    assert '    hint: "Boil it"   # at once\n' in first
    assert max(map(len, text.splitlines())) <= 100


def test_a_key_that_is_there_gets_the_new_value_and_keeps_its_comment(tmp_path: Path) -> None:
    bank = files(tmp_path, TEXT)
    text = written(bank, {(0, 2): {"minutes": 4, "criteria": PARTS["criteria"]}})
    assert "  - minutes: 4  # two and a half\n    criteria:   # none yet\n      - id: 'yes'" in text
    assert text.endswith("      # no comment either\n\n\n  # at the end\n")


def test_section_files_are_changed_where_they_lie(tmp_path: Path) -> None:
    name = "ai-embedding-systems-engineer"
    shutil.copytree(SHIPPED / name, tmp_path / name)
    bank = BankFiles.read(tmp_path / name)
    changed = bank.with_parts({(1, 0): {"frozen": "0123456789abcdef"}, (5, 4): {"minutes": 9}})
    assert sorted(path.name for path in changed) == ["2-intermediate.yaml", "6-behavioral.yaml"]
    for path, text in changed.items():
        old = bank.texts[path].splitlines()
        new = text.splitlines()
        assert len(set(new) - set(old)) == 1
        path.write_text(text)
    questions = list(load_bank(tmp_path / name).questions())
    assert (questions[5].frozen, questions[-1].minutes) == ("0123456789abcdef", 9)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_line_ends_and_byte_order_marks_stay(
    tmp_path: Path, newline: str, mark: str, end: str
) -> None:
    text = mark + (TEXT.partition("  # the second")[0].rstrip() + end).replace("\n", newline)
    new = written(files(tmp_path, text), {(0, 0): PARTS})
    assert new.startswith(mark + "# A bank of mine")
    assert new.replace(newline, "").count("\r") == 0
    assert ("\r\n" in new) == (newline == "\r\n")
    [question] = Reader().parse(new, tmp_path)["sections"][0]["questions"]
    assert question == {"hint": "Boil it", **PARTS}


@pytest.mark.parametrize(
    "question",
    ["{hint: Boil it}", "&a {hint: Boil it}", "*twin"],
)
def test_a_question_in_braces_is_refused_before_anything_is_asked(
    tmp_path: Path, question: str
) -> None:
    text = (
        "id: a\ntitle: A\nabout: A\nsections:\n- id: s\n  title: S\n  questions:\n"
        f"  - &twin\n    hint: Warm it\n  - {question}\n"
    )
    bank = files(tmp_path, text)
    with pytest.raises(BankError, match="in braces or by reference"):
        bank.refuse_unwritable([(0, 1)])
    bank.refuse_unwritable([(0, 0)])
    if question == "*twin":
        # The other question would change as well.
        with pytest.raises(BankError, match="cannot be written into"):
            bank.with_parts({(0, 0): {"minutes": 2}})
    else:
        assert yaml.safe_load(written(bank, {(0, 0): {"minutes": 2}}))


def test_a_value_that_others_refer_to_is_not_replaced(tmp_path: Path) -> None:
    text = TEXT.replace("tags: [a,   b]", "tags: &t [a]").replace(
        "    hint: |\n", "    tags: *t\n    hint: |\n"
    )
    bank = files(tmp_path, text)
    assert "tags: *t" in written(bank, {(0, 1): {"ask": "Why?"}})
    with pytest.raises(BankError) as caught:
        bank.with_parts({(0, 1): {"tags": ["b"]}})
    assert "Nothing was changed" in caught.value.advice


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "),
    min_size=1,
    max_size=150,
).map(lambda text: " ".join(text.split()) or "x")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "id": WORDS,
    "ask": WORDS,
    "hint": WORDS,
    "minutes": st.integers(1, 60) | st.sampled_from([0.5, 2.5]),
    "tags": st.lists(WORDS, min_size=1, max_size=3),
    "criteria": st.lists(
        st.fixed_dictionaries({"id": WORDS, "signals": st.lists(WORDS, max_size=2)}), min_size=1
    ),
    "model_answer": st.lists(WORDS, min_size=1, max_size=3).map("\n\n".join),
    "follow_ups": st.lists(WORDS, min_size=1, max_size=2),
}
DECORATION = st.sampled_from(["", "", "\n", "    # own line\n", "\n\n# far left\n", "  # a\n\n"])


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """Questions as somebody might write them, and what they hold."""
    text = "id: a\ntitle: A\nabout: A\nsections:\n- id: s\n  title: S\n  questions:\n"
    dash = draw(st.sampled_from(["- ", "    - ", "  -   "]))
    questions = []
    for _ in range(draw(st.integers(1, 3))):
        keys = draw(st.lists(st.sampled_from(list(VALUES)), min_size=1, unique=True))
        question = {key: draw(VALUES[key]) for key in keys}
        questions.append(question)
        indent = " " * (2 + len(dash))
        first = True
        for key, value in question.items():
            style = draw(st.sampled_from(["|", ">", '"', "'", None]))
            lines = yaml.dump(
                {key: value},
                default_style=style if isinstance(value, str) else None,
                allow_unicode=True,
                width=draw(st.sampled_from([30, 80, 1000])),
                default_flow_style=None
                if isinstance(value, list) and draw(st.booleans())
                else False,
            ).splitlines()
            if style is None or style in "\"'":
                lines[-1] += draw(st.sampled_from(["", "  # aside"]))
            text += draw(DECORATION)
            text += f"  {dash}" if first else indent
            text += "\n".join([lines[0], *(f"{indent}{one}" if one else one for one in lines[1:])])
            text += "\n"
            first = False
    return text + draw(DECORATION), questions


@settings(max_examples=60, deadline=None)
@given(st.data(), laid_out())
def test_whatever_the_layout_only_what_was_asked_for_changes(
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
    bank: tuple[str, list[dict[str, Any]]],
) -> None:
    text, questions = bank
    folder = tmp_path_factory.getbasetemp()
    parsed = Reader().parse(text, folder)["sections"][0]["questions"]
    parts: dict[tuple[int, int], dict[str, Any]] = {}
    wanted = copy.deepcopy(parsed)
    for number in range(len(questions)):
        keys = data.draw(st.lists(st.sampled_from(list(VALUES)), max_size=4, unique=True))
        missing = [key for key in keys if key not in parsed[number]]
        if missing:
            parts[0, number] = {key: data.draw(VALUES[key]) for key in missing}
            wanted[number] |= parts[0, number]
    if not parts:
        return
    new = written(files(folder, text), parts)
    assert Reader().parse(new, folder)["sections"][0]["questions"] == wanted
    left = iter(new.splitlines())
    for line in text.splitlines():
        bare = line.strip().removeprefix("-").strip()
        assert any(bare == new.strip().removeprefix("-").strip() for new in left), line


def test_the_order_of_keys_is_that_of_a_question() -> None:
    drafted = set(Question.model_fields) - {"frozen", "difficulty"}
    assert list(VALUES) == [name for name in Question.model_fields if name in drafted]
