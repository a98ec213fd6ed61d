"""The looks of the app: a dark and a light theme with one accent colour each."""

from __future__ import annotations

from textual.theme import Theme

DARK = "interviewer-dark"
LIGHT = "interviewer-light"

OURS = {"quiet": "#8b929e", "lit-foreground": "#1b1d22", "lit-background": "#e3c07a"}
"""Our own colours under themes that do not know them: quiet words, and evidence that is lit."""


def themes() -> tuple[Theme, Theme]:
    """The dark theme and the light one."""
    dark = Theme(
        name=DARK,
        primary="#7fb2f0",
        secondary="#5f7fa8",
        accent="#7fb2f0",
        warning="#e0b060",
        error="#e67e80",
        success="#8fc48f",
        foreground="#d6d9e0",
        background="#16181d",
        surface="#1c1f26",
        panel="#252a33",
        variables={
            **OURS,
            "button-focus-text-style": "bold underline",
            "border": "#7fb2f0",
            "border-blurred": "#3a414e",
            "block-cursor-foreground": "#101216",
            "block-cursor-background": "#7fb2f0",
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": "#2b323e",
            "footer-background": "#1c1f26",
            "footer-key-foreground": "#7fb2f0",
            "input-selection-background": "#7fb2f0 35%",
            "button-color-foreground": "#101216",
        },
    )
    light = Theme(
        name=LIGHT,
        primary="#1d5fb8",
        secondary="#54709a",
        accent="#1d5fb8",
        warning="#8f5b00",
        error="#b3261e",
        success="#2c6e2f",
        foreground="#23262d",
        background="#f7f6f2",
        surface="#efeee8",
        panel="#e3e1d8",
        dark=False,
        variables={
            "quiet": "#686b74",
            "button-focus-text-style": "bold underline",
            "lit-foreground": "#23262d",
            "lit-background": "#ffdf94",
            "border": "#1d5fb8",
            "border-blurred": "#c3c0b4",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-background": "#1d5fb8",
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": "#dbd8cc",
            "footer-background": "#e9e7df",
            "footer-key-foreground": "#1d5fb8",
            "input-selection-background": "#1d5fb8 25%",
            "button-color-foreground": "#ffffff",
        },
    )
    return dark, light
