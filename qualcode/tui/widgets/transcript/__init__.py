"""A whole transcript on the screen, to read and code.

view.py        what the hands do: moving, growing, pointing, copying
canvas.py      what the eye sees: layout, scrolling, painting what changes
messages.py    what it tells the screen
cursor.py      the cursor, which is a selection; steps.py where its ends may rest
rows.py        text to rows; glyphs.py code points to cells; columns.py the width shared out
page.py        units and hits on the rows in sight; letters.py their letters in the margin
paint.py       one row to coloured cells; palette.py the styles
pointing.py    cells back to code points
"""

from qualcode.tui.widgets.transcript.cursor import Selection
from qualcode.tui.widgets.transcript.messages import CursorMoved, UnitOpened
from qualcode.tui.widgets.transcript.view import TranscriptPane

__all__ = ["CursorMoved", "Selection", "TranscriptPane", "UnitOpened"]
