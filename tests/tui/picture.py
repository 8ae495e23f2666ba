"""The picture in the README: the Coding screen of the demonstration study.

`python -m tests.tui.picture docs/coding.svg` makes it anew.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from qualcode.locale import use_language
from qualcode.services.demonstration import build_demonstration
from tests.tui.driving import opened, press


async def take_picture() -> str:
    """Open the demonstration, go to a unit of P4, and draw what is on the screen as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        study = build_demonstration(Path(folder)).study
        async with opened(study, size=(120, 34)) as (app, pilot):
            await press(pilot, "f5", "N", "N", "N", "j", "j", "j")
            return app.export_screenshot(title="qualcode")


if __name__ == "__main__":
    os.environ["QUALCODE_CODER"] = "AA"
    use_language("nb")
    Path(sys.argv[1]).write_text(asyncio.run(take_picture()), encoding="utf-8")
