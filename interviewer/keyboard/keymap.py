"""The keys in force: those that the commands have by themselves, but for what the user changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from interviewer.config.preferences import FILE, Fault
from interviewer.keyboard.command_table import Command, command_table
from interviewer.keyboard.key_names import read_keys
from interviewer.keyboard.keys import NO_KEY, command_name, key_name
from rubrics.bank import nearest
from rubrics.errors import InterviewerError


@dataclass(frozen=True)
class Keymap:
    """Who has which keys.

    Attributes:
        keys: of each command; none where none is left for it.
        faults: what the user wrote and cannot be followed, or leaves a command without a key.
    """

    keys: Mapping[str, tuple[str, ...]]
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, written: Mapping[str, str]) -> Keymap:
        """The keys after what the user wrote: ids of commands, and keys with commas between them.

        A key goes to whom the user gives it, and from whoever had it by itself where both can be
        given.
        """
        table = command_table()
        faults: list[Fault] = []
        own: dict[str, tuple[str, ...]] = {}
        for name, text in written.items():
            try:
                own[name] = _own(name, text, own)
            except InterviewerError as error:
                about = f'{FILE}: keys: "{name}" = "{text}": {error.message}'
                faults.append(Fault(about, f"{error.advice} It is not followed.".strip()))
        keys = {
            name: own[name] if name in own else _left(command, own)
            for name, command in table.items()
        }
        for name, left in keys.items():
            if not left and name not in own:
                faults.append(_robbed(table[name], own))
        return cls(keys, tuple(faults))

    def for_textual(self) -> dict[str, str]:
        """The keymap that ``App.set_keymap`` takes.

        It names every command: Textual takes the keys of one away from all others that have them
        too, and gives back only what the keymap names.
        """
        return {name: ",".join(keys) or NO_KEY for name, keys in self.keys.items()}

    def holders(self, command: Command, key: str) -> Sequence[Command]:
        """Who has a key now, so that it would be taken from them."""
        return [
            other
            for name, other in command_table().items()
            if key in self.keys[name] and command.meets(other)
        ]


def _own(name: str, text: str, before: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The keys that the user gives to a command.

    Raises:
        InterviewerError: they cannot be given.
    """
    table = command_table()
    if name not in table:
        raise InterviewerError("there is no such command.", nearest(name, list(table)))
    command, keys = table[name], read_keys(text)
    for key in keys:
        if why := command.refuses(key):
            raise InterviewerError(f"{key_name(key)} cannot be used, because {why}.")
        for other, taken in before.items():
            if key in taken and command.meets(table[other]):
                raise InterviewerError(f"{key_name(key)} is given to {other} too.")
    return keys


def _left(command: Command, own: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The keys that a command has by itself and nobody was given."""
    table = command_table()
    gone = {key for name, keys in own.items() if command.meets(table[name]) for key in keys}
    return tuple(key for key in command.keys if key not in gone)


def _robbed(command: Command, own: Mapping[str, Sequence[str]]) -> Fault:
    table = command_table()
    takers = [
        name
        for name, keys in own.items()
        if command.meets(table[name]) and set(keys) & set(command.keys)
    ]
    return Fault(
        f"{FILE}: keys: no key is left for {command_name(command.id)}; {', '.join(takers)} has it.",
        f'Give it one, or say so with "{command.id}" = "".',
    )
