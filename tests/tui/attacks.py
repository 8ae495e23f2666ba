"""What a hostile file may hold: nine escape sequences and five pieces of markup; and whether one was obeyed."""

from collections.abc import Iterator

ESCAPES = (
    "\x1b]52;c;SEVLRUQ=\x07",  # fills the clipboard
    "\x1b]0;hijacked\x07",  # the window's title
    "\x1b]8;;http://evil.example\x1b\\",  # a live link
    "\x1b[7777;77H",  # moves the cursor
    "\x9b7778;78H",  # the same in one character of C1
    "\x1bP+q544e\x1b\\",  # asks the terminal, which answers into the input
    "\x1b_Gi=31;AAAA\x1b\\",  # draws a picture
    "\x1b[201~",  # ends a paste
    "\x1bc\x00\x08\x7f",  # starts the terminal anew; NUL, backspace, delete
)
MARKUP = ("a [/b] c", "tekst [/", "[name=value: x", "[@click=app.pwn()]x[/]", "[00:12] [red]r[/]")
HIDING = "\u202e\u200b\u2066"

OBEYED = (b"\x1b]52", b"hijacked\x07", b"\x1b]8;;http://evil", b"\x1b[7777", b"\x1bP+q", b"\x1b_G", b"\x1b[201~")
OBEYED_C1 = (*(one.encode() for one in ("\x9b", "\u202e", "\u200b", "\u2066")), b"\x1bc")


def obeyed(written: bytes) -> Iterator[bytes]:
    """Whatever of the attacks went to the terminal as it was."""
    for attack in (*OBEYED, *OBEYED_C1, b"\x00"):
        if attack in written:
            at = written.index(attack)
            yield written[max(0, at - 40) : at + 40]
