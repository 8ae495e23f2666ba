"""A later decision about a label replaces an earlier one."""

from qualcode.services.material.deciding import drop_label, give_role, is_dropped, merge_label, merged_into, take_label
from qualcode.views.importing import AS_THE_FILE_SAYS


def test_a_label_dropped_twice_is_a_speaker_again() -> None:
    dropped = drop_label(AS_THE_FILE_SAYS, "Plan")
    assert is_dropped(dropped, "plan")
    assert drop_label(dropped, "PLAN") == AS_THE_FILE_SAYS


def test_a_label_is_dropped_or_merged_or_taken_and_never_two_of_them() -> None:
    merged = merge_label(drop_label(AS_THE_FILE_SAYS, "Plan"), "Plan", "P4")
    assert (is_dropped(merged, "Plan"), merged_into(merged, "plan")) == (False, "P4")
    taken = take_label(merged, "Plan")
    assert (taken.merged, taken.taken) == ((), ("Plan",))
    assert drop_label(taken, "Plan").taken == ()


def test_a_label_that_is_the_same_as_itself_is_not_merged() -> None:
    merged = merge_label(AS_THE_FILE_SAYS, "Int 1", "Int")
    assert merge_label(merged, "Int 1", "int1") == AS_THE_FILE_SAYS


def test_a_role_given_anew_replaces_the_one_before() -> None:
    given = give_role(give_role(AS_THE_FILE_SAYS, "P4", "unknown"), "p4", "participant", "P7")
    assert given.roles == (("p4", "participant", "P7"),)
    assert drop_label(given, "P4").roles == ()
