"""Every command with its keys, one a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from interviewer.keyboard.command_table import command_table
from interviewer.keyboard.keymap import Keymap
from interviewer.keyboard.keys import command_name, key_name
from interviewer.widgets.row import Row

OWN = "✎"
"""Marks a command whose keys the user changed."""

NONE = "no key"


class KeysList(OptionList):
    """The commands; ``OptionSelected`` says that the keys of one are to be changed."""

    HELP = (
        "Every command and its keys; the footer shows the first. Enter changes those under the "
        "cursor: press the new key then. {settings.own_key} gives a command its own keys again, "
        f"{{settings.all_own_keys}} does so for all. {OWN} marks what you changed."
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False, compact=True)

    @property
    def command(self) -> str | None:
        """Id of the command under the cursor."""
        return None if self.highlighted_option is None else self.highlighted_option.id

    def show(self, keymap: Keymap, own: Mapping[str, str]) -> None:
        """Show who has which keys; the cursor stays where it was.

        Args:
            keymap: the keys.
            own: what the user changed.
        """
        at = self.highlighted or 0
        self.set_options(_lines(keymap, own))
        self.highlighted = at


def _lines(keymap: Keymap, own: Mapping[str, str]) -> Iterator[Option]:
    names = max(len(command_name(name)) for name in command_table())
    keys = {name: ", ".join(map(key_name, each)) or NONE for name, each in keymap.keys.items()}
    width = max(map(len, keys.values()))
    for command in command_table().values():
        mark, style = (f"{OWN} ", "bold $text-accent") if command.id in own else ("  ", "bold")
        name = f"{mark}{command_name(command.id):<{names + 2}}"
        line = Row(
            Content.assemble(name, (f"{keys[command.id]:<{width + 2}}", style)),
            Content.styled(command.words, "$quiet"),
        )
        yield Option(line, id=command.id)
