"""Keys by file: what they may be, who gets them, and what Textual is told."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.keyboard.command_table import EVERYWHERE, command_table
from interviewer.keyboard.key_names import read_key, read_keys
from interviewer.keyboard.keymap import Keymap
from interviewer.keyboard.keys import key_name
from rubrics.errors import InterviewerError


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("f2", "f2"),
        (" F12 ", "f12"),
        ("Ctrl+N", "ctrl+n"),
        ("control+n", "ctrl+n"),
        ("Esc", "escape"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("N", "N"),
        ("shift+n", "N"),
        ("/", "slash"),
        ("?", "question_mark"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("ctrl + n", "ctrl+n"),
        ("Ctrl+\\", "ctrl+backslash"),
        ("ö", "ö"),
    ],
)
def test_a_key_is_read_as_people_write_it(written: str, key: str) -> None:
    assert read_key(written) == key


def test_every_key_is_read_as_it_is_shown() -> None:
    keys = {key for command in command_table().values() for key in command.keys}
    assert len(keys) > 30
    for key in keys:
        assert read_key(key_name(key)) == key


def test_a_list_of_keys_holds_each_once() -> None:
    assert read_keys("f2, Ctrl+N,,f2") == ("f2", "ctrl+n")
    assert read_keys("") == ()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("crtl+n", "Did you mean ctrl+n?"),
        ("f99", "Did you mean f9?"),
        ("escpae", "Did you mean escape?"),
        ("ctrl+pagupe", "Did you mean ctrl+pageup?"),
        ("hyperdrive+n", "Keys are such as f2"),
        ("ctrl+", "Keys are such as f2"),
        ("", "Keys are such as f2"),
        ("banana", "There is no key 'banana'"),
        ("ctrl+i", "Ctrl+I arrives as Tab."),
        ("ctrl+[", "Ctrl+[ arrives as Esc."),
    ],
)
def test_a_key_that_cannot_be_pressed_is_told_with_the_nearest(written: str, said: str) -> None:
    with pytest.raises(InterviewerError) as raised:
        read_key(written)
    assert said in str(raised.value)


@given(st.text(max_size=20))
def test_whatever_is_written_is_a_key_or_an_error(written: str) -> None:
    with suppress(InterviewerError):
        key = read_key(written)
        assert key_name(key)
        assert read_key(key) == key


def test_the_table_knows_where_commands_are() -> None:
    table = command_table()
    assert table["interview.start"].places == {"Home", "Set up", "Progress"}
    assert table["program.help"].places == {EVERYWHERE}
    assert table["criterion.mark_met"].places == {"Feedback", "Review"}
    assert all(command.words and command.keys for command in table.values())


def moved(written: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The commands whose keys are others than their own."""
    keymap = Keymap.of(written)
    assert not keymap.faults
    return {name: keys for name, keys in keymap.keys.items() if keys != command_table()[name].keys}


def test_nothing_written_changes_nothing() -> None:
    assert moved({}) == {}


def test_a_key_goes_from_who_had_it_by_itself_to_whom_it_is_given() -> None:
    assert moved({"interview.hand_in": "F4, Ctrl+N"}) == {
        "interview.hand_in": ("f4", "ctrl+n"),
        "interview.flag": ("ctrl+g",),
    }
    assert moved({"criterion.mark_met": "f5"}) == {
        "criterion.mark_met": ("f5",),
        "feedback.model_answer": ("ctrl+t",),
        "review.model_answers": ("ctrl+t",),
    }


def test_commands_that_take_turns_on_a_key_can_do_so_on_another() -> None:
    assert moved({"report.resume": "f9", "report.open_answer": "f9"}) == {
        "report.resume": ("f9",),
        "report.open_answer": ("f9",),
        "program.dark_or_light": ("ctrl+underscore",),
    }


def test_screens_do_not_mind_each_other() -> None:
    assert "report.read_all" not in moved({"interview.hand_in": "f3"})


def test_two_commands_can_change_their_keys_for_each_other() -> None:
    assert moved({"interview.hand_in": "f3", "interview.skip": "f2"}) == {
        "interview.hand_in": ("f3",),
        "interview.skip": ("f2",),
    }


def test_a_command_can_have_no_key() -> None:
    keymap = Keymap.of({"report.export": ""})
    assert keymap.keys["report.export"] == ()
    assert keymap.for_textual()["report.export"] == "none"
    assert not keymap.faults


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"interview.hnd_in": "f2"}, "Did you mean interview.hand_in"),
        ({"interview.hand_in": "crtl+n"}, "Did you mean ctrl+n?"),
        ({"interview.hand_in": "x"}, "a sign that people write"),
        ({"program.help": "?"}, "a sign that people write"),
        ({"setup.back": "b"}, "a sign that people write"),
        ({"interview.hand_in": "ctrl+a"}, "the field in which people write takes it"),
        ({"criterion.mark_met": "down"}, "it moves and chooses"),
        ({"report.back": "ctrl+c"}, "it copies"),
        ({"interview.skip": "f9", "interview.flag": "F9"}, "given to interview.skip too"),
    ],
)
def test_what_cannot_be_followed_is_told_and_passed_over(
    written: dict[str, str], said: str
) -> None:
    keymap = Keymap.of(written)
    assert len(keymap.faults) == 1
    [fault] = keymap.faults
    assert said in str(fault)
    assert list(written)[-1] in fault.message
    assert fault.message.startswith("settings.toml: ")
    name = list(written)[-1]
    if name in command_table():
        assert keymap.keys[name] == command_table()[name].keys


def test_a_command_that_is_left_without_a_key_is_told_of() -> None:
    keymap = Keymap.of({"interview.skip": "f1"})
    [fault] = keymap.faults
    assert "no key is left for program: help; interview.skip has it" in fault.message
    assert '"program.help" = ""' in fault.advice


ANY_KEYS = st.dictionaries(
    st.sampled_from([*command_table(), "no.command"]),
    st.lists(
        st.sampled_from(["f2", "f3", "f4", "ctrl+n", "ctrl+g", "escape", "n", "down", "ctrl+a", ""])
    ).map(",".join),
)


@given(ANY_KEYS)
def test_no_two_commands_that_meet_share_a_key(written: dict[str, str]) -> None:
    keymap = Keymap.of(written)
    table = command_table()
    assert set(keymap.keys) == set(table)
    for name, keys in keymap.keys.items():
        for key in keys:
            assert not keymap.holders(table[name], key)
