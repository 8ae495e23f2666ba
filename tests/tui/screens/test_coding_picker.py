"""The picker of code groups: what is marked as coded is what this coder has coded."""

from pathlib import Path

from qualcode.storage.opening import OpenStudy
from tests.builders import code_words
from tests.tui.driving import opened, press, screen_text
from tests.tui.screens.coding_study import SITTING, URO, as_coder, coded_by, make_groups, transcript_key


async def test_a_group_that_only_another_coder_has_used_is_not_marked_as_coded(
    study: OpenStudy, material: Path
) -> None:
    groups = make_groups(study)
    with as_coder(material, "BB") as other:
        code_words(other, transcript_key(other, "P1"), SITTING, groups[URO])
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "j", "c")
        assert "kodet her" not in screen_text(app)
        await press(pilot, *"Uro", "enter")
        assert coded_by(study, "AA") == [(SITTING, (URO,))]
        await press(pilot, "j", "c")
