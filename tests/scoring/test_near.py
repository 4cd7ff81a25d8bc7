"""Nearly the same sentences are found; keys are the same in every process, as they are kept."""

import pytest

from scoring import normalised
from scoring.near import BANDS, alike, band_keys, shingles, without_names

PLAIN = "Tōtara Limited has a zero tolerance approach to modern slavery in its business and in its supply chains."


def near(one: str, other: str) -> bool:
    first, second = normalised(one), normalised(other)
    shared = set(band_keys([first])[0]) & set(band_keys([second])[0])
    return bool(shared) and alike(shingles(first), shingles(second))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (PLAIN, True),
        (PLAIN.replace("Tōtara Limited", "Kererū Limited"), True),
        (PLAIN.replace("and in its", "and its"), True),
        ("In 2025 we trained 310 of our 412 employees, our buyers first, on how to see forced labour.", False),
        ("We have a zero tolerance approach to bribery, and our auditors look at every payment above a limit.", False),
    ],
)
def test_a_changed_name_is_nearly_the_same_and_other_words_are_not(other, same) -> None:
    assert near(PLAIN, other) is same


def test_keys_are_those_that_are_kept() -> None:
    (keys,) = band_keys([normalised(PLAIN)])
    assert len(keys) == BANDS == len(set(keys))
    assert keys[0] == -181873373874951493
    assert all(-(2**63) <= key < 2**63 for key in keys)


def test_nothing_has_no_keys_to_share() -> None:
    assert band_keys([]) == []


@pytest.mark.parametrize("name", ["Tōtara Holdings Limited", "The Tōtara Group", "TOTARA"])
def test_the_filers_own_name_is_no_difference(name) -> None:
    said = normalised(f"At {name} we expect everybody whom we buy from to treat people well.")
    assert without_names(said, [name]) == "at organisation we expect everybody whom we buy from to treat people well"
