"""Step 1, together: from readers' themes to agreed themes to code groups, and back."""

import pytest

from qualcode.errors import NameRefused, StillInUse, ValueRefused
from qualcode.services.coding.codebooks import remove_group
from qualcode.services.coding.units import code_groups
from qualcode.services.keeping.history import history, undo
from qualcode.services.reading.readers import open_lists
from qualcode.services.reading.reading import add_theme, change_theme, remove_theme, themes
from qualcode.services.themes.negotiating import (
    agree_on,
    drop_themes,
    explain_theme,
    group_origins,
    groups_from_themes,
    negotiation,
)
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_group, add_substudy, analysis_of, hash_of


class Lists:
    """AA's themes Uro and Skam, BB's Uro før timen and Lettelse; the lists are open."""

    def __init__(self, study: OpenStudy) -> None:
        add_substudy(study)
        self.study, self.analysis = study, analysis_of(study)
        self.uro, self.skam = (add_theme(study, self.analysis, name, note=f"Om {name}") for name in ("Uro", "Skam"))
        with open_study(study.path, coder="BB") as other:
            self.before, self.relief = (add_theme(other, self.analysis, name) for name in ("Uro før timen", "Lettelse"))
        open_lists(study, self.analysis)


@pytest.fixture
def lists(study: OpenStudy) -> Lists:
    """Two readers' lists."""
    return Lists(study)


def test_the_lists_stand_side_by_side_in_their_order(lists: Lists) -> None:
    view = negotiation(lists.study, lists.analysis)
    assert [(coder, [theme.name for theme in listed]) for coder, listed in view.lists] == [
        ("AA", ["Uro", "Skam"]),
        ("BB", ["Uro før timen", "Lettelse"]),
    ]
    assert view.agreed == ()


def test_several_themes_are_joined_into_one_that_knows_where_from(lists: Lists) -> None:
    agree_on(lists.study, lists.analysis, [lists.uro, lists.before], "Uro før timen", reason="Samme sak")
    (agreed,) = negotiation(lists.study, lists.analysis).agreed
    assert (agreed.name, agreed.reason) == ("Uro før timen", "Samme sak")
    assert [(theme.coder, theme.name) for theme in agreed.sources] == [("AA", "Uro"), ("BB", "Uro før timen")]
    assert [theme.name for theme in themes(lists.study, lists.analysis, coder="AA")] == ["Uro", "Skam"]
    assert history(lists.study)[0].action == "themes.agree"


def test_a_theme_comes_to_one_agreed_theme_the_last_that_was_said(lists: Lists) -> None:
    agree_on(lists.study, lists.analysis, [lists.uro], "Uro")
    agree_on(lists.study, lists.analysis, [lists.uro], "Venting")
    named = {theme.name: len(theme.sources) for theme in negotiation(lists.study, lists.analysis).agreed}
    assert named == {"Uro": 0, "Venting": 1}


def test_a_theme_is_dropped_with_a_reason_and_taken_up_again(lists: Lists) -> None:
    agree_on(lists.study, lists.analysis, [lists.skam], "Skam")
    drop_themes(lists.study, [lists.skam], reason="Sier ingen noe om")
    skam = negotiation(lists.study, lists.analysis).lists[0][1][1]
    assert (skam.dropped, skam.reason, skam.agreed) == (True, "Sier ingen noe om", "")
    drop_themes(lists.study, [lists.skam], dropped=False)
    skam = negotiation(lists.study, lists.analysis).lists[0][1][1]
    assert not skam.settled


def test_agreed_themes_become_code_groups_that_remember_them(lists: Lists) -> None:
    agreed = agree_on(lists.study, lists.analysis, [lists.uro, lists.before], "Uro", note="Før timen")
    agree_on(lists.study, lists.analysis, [lists.relief], "Lettelse")
    known = add_group(lists.study, "Lettelse")
    assert groups_from_themes(lists.study, lists.analysis) == 2
    groups = {group.name: group for group in code_groups(lists.study, lists.analysis)}
    assert groups["Uro"].definition == "Før timen"
    assert groups["Lettelse"].id == known
    change_theme(lists.study, agreed, name="Uro og uvisshet")
    (origin,) = group_origins(lists.study, lists.analysis)[groups["Uro"].id]
    assert origin.name == "Uro og uvisshet"
    assert [(theme.coder, theme.name) for theme in origin.sources] == [("AA", "Uro"), ("BB", "Uro før timen")]
    assert groups_from_themes(lists.study, lists.analysis) == 0


def test_what_something_came_from_is_not_taken_away_under_it(lists: Lists) -> None:
    agreed = agree_on(lists.study, lists.analysis, [lists.uro], "Uro")
    with pytest.raises(StillInUse):
        remove_theme(lists.study, lists.uro)
    groups_from_themes(lists.study, lists.analysis)
    with pytest.raises(StillInUse):
        remove_theme(lists.study, agreed)
    remove_group(lists.study, code_groups(lists.study, lists.analysis)[0].id)
    remove_theme(lists.study, agreed)
    remove_theme(lists.study, lists.uro)
    assert [theme.name for theme in themes(lists.study, lists.analysis, coder="AA")] == ["Skam"]


def test_all_of_it_is_undone_step_by_step(lists: Lists) -> None:
    states = [hash_of(lists.study)]
    agreed = agree_on(lists.study, lists.analysis, [lists.uro, lists.before], "Uro")
    states.append(hash_of(lists.study))
    explain_theme(lists.study, agreed, "Fordi")
    states.append(hash_of(lists.study))
    drop_themes(lists.study, [lists.relief])
    states.append(hash_of(lists.study))
    groups_from_themes(lists.study, lists.analysis)
    for state in reversed(states):
        undo(lists.study)
        assert hash_of(lists.study) == state


def test_only_readers_themes_of_the_analysis_can_be_agreed_on_and_under_a_name(lists: Lists) -> None:
    agreed = agree_on(lists.study, lists.analysis, [], "Nytt")
    with pytest.raises(ValueRefused):
        agree_on(lists.study, lists.analysis, [agreed], "Uro")
    with pytest.raises(ValueRefused):
        drop_themes(lists.study, [agreed])
    with pytest.raises(NameRefused):
        agree_on(lists.study, lists.analysis, [lists.uro], "  ")


def test_a_list_under_its_lid_is_not_negotiated(lists: Lists) -> None:
    open_lists(lists.study, lists.analysis, opened=False)
    assert [coder for coder, _ in negotiation(lists.study, lists.analysis).lists] == ["AA"]
