"""qualcode's own themes: warm paper by lamplight, and by day. Colours elsewhere are only the theme's tokens."""

from textual.theme import Theme

DARK = Theme(
    name="qualcode-dark",
    dark=True,
    primary="#d9a566",
    secondary="#8fb3c4",
    accent="#d9a566",
    warning="#e0b75c",
    error="#e08a7a",
    success="#9dbf8a",
    foreground="#e8e3d9",
    background="#1d1f21",
    surface="#1d1f21",
    panel="#2a2d30",
    variables={
        "block-cursor-background": "#46413a",
        "block-cursor-foreground": "#fbf7ee",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#2f2d2a",
        "block-cursor-blurred-foreground": "#e8e3d9",
        "block-cursor-blurred-text-style": "none",
        "input-selection-background": "#d9a566 35%",
        # A colour of its own, since "auto" means nothing in words that are styled one by one.
        "text-muted": "#a39f96",
        "border": "#54504a",
        "border-blurred": "#3a3835",
    },
)

LIGHT = Theme(
    name="qualcode-light",
    dark=False,
    primary="#8a5a1c",
    secondary="#2f6277",
    accent="#8a5a1c",
    warning="#8f6a00",
    error="#a5382a",
    success="#44702f",
    foreground="#2a2824",
    background="#fbf8f1",
    surface="#fbf8f1",
    panel="#efe9dc",
    variables={
        "block-cursor-background": "#ecdcbd",
        "block-cursor-foreground": "#1c1a17",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#f1e9d8",
        "block-cursor-blurred-foreground": "#2a2824",
        "block-cursor-blurred-text-style": "none",
        "input-selection-background": "#8a5a1c 30%",
        "text-muted": "#6b655a",
        "border": "#bdb19b",
        "border-blurred": "#d9d0be",
    },
)

THEMES = (DARK, LIGHT)
