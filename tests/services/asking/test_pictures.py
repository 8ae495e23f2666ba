"""Claims about what pictures show."""

from qualcode.services.asking.pictures import picture
from qualcode.services.material.substudies import set_analysis
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, add_group, add_substudy, add_transcript, code_words, registered


def test_recruitment_is_drawn_for_one_substudy_as_for_several(study: OpenStudy) -> None:
    add_substudy(study)
    registered(study, recruitment=[{"substudy": SUBSTUDY, "step": "invited", "count": 40}])
    assert [row[1] for row in picture(study, "recruitment").rows] == [40]
    add_substudy(study, "Legene")
    registered(study, recruitment=[{"substudy": "Legene", "step": "invited", "count": 20}])
    assert [row[1:] for row in picture(study, "recruitment").rows] == [(40, 20)]
    assert [row[1:] for row in picture(study, "recruitment", substudy="Legene").rows] == [(20,)]


def test_interviews_and_groups_of_the_same_name_are_drawn_apart(study: OpenStudy) -> None:
    for name, words in ((SUBSTUDY, "Brevet kom."), ("Legene", "Brevet kom ikke frem.")):
        add_substudy(study, name)
        transcript = add_transcript(study, "En", [("A", words)], substudy=name)
        code_words(study, transcript, words, add_group(study, "Brev", analysis=name))
    set_analysis(study, "Alt", substudies=[SUBSTUDY, "Legene"])
    drawn = {(row[0], row[1], row[4]) for row in picture(study, "portrait").rows}
    assert drawn == {(f"{SUBSTUDY}:En", f"{SUBSTUDY}:Brev", 11), ("Legene:En", "Legene:Brev", 21)}
    assert {row[:2] for row in picture(study, "portrait", substudy="Legene").rows} == {("En", "Brev")}
