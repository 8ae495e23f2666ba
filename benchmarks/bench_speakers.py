"""Tagging a focus group of 90 minutes and 500 turns, one key per turn, in the real app on a real study.

    python benchmarks/bench_speakers.py [--turns N] [--size 160x48]

From key press to painted screen, for every turn: a key is put in the app's queue as the terminal driver would, and the
clock stops when the last frame it causes is made into the terminal's bytes. Each key is a committed tag with its
journal entry; a table log of a line for every other turn stands beside. Then some turns are parted inside (a new
wording of the whole transcript each time). Much of the time is waiting for the next frame, of which there are sixty a
second.
"""

import argparse
import asyncio
import random
import tempfile
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from textual.events import Key

from benchmarks.bench_coding_screen import TimedApp, time_until_painted
from qualcode.cli.main import spare_the_collector
from qualcode.model import Participant
from qualcode.services.material.importing import Receiving
from qualcode.services.material.incoming import IncomingFile
from qualcode.services.material.substudies import set_substudy
from qualcode.services.naming import find_substudy
from qualcode.services.tagging.table_log_files import load_table_log
from qualcode.storage.opening import create_study
from qualcode.text.normal_form import content_hash
from qualcode.views.importing import ReadTranscript, ReadTurn

WORDS = ("jeg", "du", "ikke", "lege", "brev", "time", "syk", "jobb", "det", "var", "så", "da", "men", "og", "måtte")
PEOPLE = "67890"
SPLITS = 30


def make_group(path: Path, turns: int) -> None:
    """A focus group as a machine transcribes it: no labels, a time for every turn."""
    chance = random.Random(7)  # noqa: S311 - the same group every time is what is wanted
    said = [" ".join(chance.choices(WORDS, k=chance.randint(3, 45))) + "." for _ in range(turns)]
    each = 90 * 60_000 // turns
    read = ReadTranscript(
        "vtt", "utf-8", tuple(ReadTurn(None, words, n * each, (n + 1) * each) for n, words in enumerate(said))
    )
    with create_study(path, title="Measured", language="nb", coder="AA") as study:
        set_substudy(study, "Fastlegene", design="focus-group")
        with study.change("measure.fill") as change:
            substudy = find_substudy(change.connection, "Fastlegene").id
            for number in range(6, 11):
                change.add(Participant, substudy_id=substudy, code=f"FL{number}", position=number)
            Receiving(change, substudy).store(IncomingFile("fg.vtt", "fg", content_hash("fg"), read))
        lines = [
            {
                "time": f"{n * each // 60000}:{n * each // 1000 % 60:02}",
                "who": f"FL{chance.randint(6, 10)}",
                "words": " ".join(said[n].split()[:3]),
            }
            for n in range(0, turns, 2)
        ]
        load_table_log(study, "fg", list(enumerate(lines, start=2)), file="bordlogg.csv")


async def run(path: Path, turns: int, size: tuple[int, int]) -> dict[str, list[tuple[float, float]]]:
    app = TimedApp(path)
    chance = random.Random(8)  # noqa: S311 - as above
    timed: dict[str, list[tuple[float, float]]] = {"a figure": [], "right": [], "a figure inside": []}
    async with app.run_test(size=size) as pilot:
        while app.session is None:
            await pilot.pause(0.05)
        app.go_to("speakers", transcript_id=1)
        await pilot.pause(0.5)
        for _ in range(turns):
            key = chance.choice(PEOPLE)
            timed["a figure"].append(await time_until_painted(app, partial(app.post_message, Key(key, key))))
        with app.session.study.reading() as connection:
            left = connection.exec_driver_sql("SELECT count(*) FROM turn WHERE speaker_id IS NULL").scalar()
            tags = connection.exec_driver_sql("SELECT count(*) FROM journal_entry WHERE action = 'turn.tag'").scalar()
        assert (left, tags) == (0, turns), "every press is a tag that is kept"
        await pilot.press("home")
        for _ in range(SPLITS):
            for name, key in (("right", "right"), ("right", "right"), ("a figure inside", chance.choice(PEOPLE))):
                timed[name].append(await time_until_painted(app, partial(app.post_message, Key(key, key[-1]))))
    return timed


def main() -> None:
    spare_the_collector()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--size", default="160x48")
    given = parser.parse_args()
    width, height = map(int, given.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "group.qualcode"
        make_group(path, given.turns)
        timed = asyncio.run(run(path, given.turns, (width, height)))
    print(f"{'ms until painted':<24}{'p50':>8}{'p95':>8}{'p50 of CPU':>12}")
    for name, times in timed.items():
        wall, work = ([1000 * seconds for seconds in column] for column in zip(*times, strict=True))
        print(f"{name:<24}{median(wall):8.1f}{quantiles(wall, n=20)[-1]:8.1f}{median(work):12.1f}")


if __name__ == "__main__":
    main()
