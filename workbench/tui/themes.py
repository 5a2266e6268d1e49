"""Two themes of our own, one dark and one light, whose texts all have a contrast of 4.5 or more
(WCAG 2.2, 1.4.3) on whatever the style sheet puts under them; a test measures what is drawn."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="workbench-dark",
    dark=True,
    primary="#2b66a8",
    secondary="#2b66a8",
    accent="#2b66a8",
    foreground="#e4e9f0",
    background="#10141b",
    surface="#181e27",
    panel="#202836",
    success="#2f7d3f",
    warning="#8a5a00",
    error="#b3263a",
    variables={
        "text-muted": "#a3b0c2",
        "text-disabled": "#a3b0c2",
        "text-primary": "#8fc1f7",
        "text-accent": "#8fc1f7",
        "text-error": "#ff9a9a",
        "text-warning": "#f0c25a",
        "text-success": "#86d793",
        "surface-lighten-1": "#263244",
        "surface-lighten-2": "#37465c",
        "surface-lighten-3": "#4a5a72",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#2b66a8",
        "input-cursor-background": "#e4e9f0",
        "input-cursor-foreground": "#10141b",
        "input-selection-background": "#2b66a8",
    },
)

LIGHT = Theme(
    name="workbench-light",
    dark=False,
    primary="#1c5a9e",
    secondary="#1c5a9e",
    accent="#1c5a9e",
    foreground="#1a2130",
    background="#ffffff",
    surface="#f2f4f8",
    panel="#e6ebf2",
    success="#1b6a2c",
    warning="#7a4d00",
    error="#a3121f",
    variables={
        "text-muted": "#4c5766",
        "text-disabled": "#4c5766",
        "text-primary": "#164d8a",
        "text-accent": "#164d8a",
        "text-error": "#9c0f1c",
        "text-warning": "#6b4300",
        "text-success": "#185f27",
        "surface-lighten-1": "#dbe5f1",
        "surface-lighten-2": "#c5d0de",
        "surface-lighten-3": "#8e9bad",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#1c5a9e",
        "input-cursor-background": "#1a2130",
        "input-cursor-foreground": "#ffffff",
        "input-selection-background": "#b9d3f0",
    },
)

OWN = (DARK, LIGHT)
