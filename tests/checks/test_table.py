"""Tables are read in the shapes that people make, and each cell is judged alone."""

from fractions import Fraction

import numpy as np
import pytest

from millivolt.checks import check
from millivolt.isolation import Frame
from millivolt.items import (
    CURRENT,
    SINGLE_LOG,
    Cell,
    Misconception,
    Observation,
    Part,
    Response,
    State,
    Table,
)

part = Table(
    "ions",
    row_label="ion",
    cells=(
        Cell("K", "E", -89.06, "mV", SINGLE_LOG, (Misconception("swapped", 89.06, "Tell."),)),
        Cell("K", "I", 12.5, "pA", CURRENT),
        Cell("Na", "E", 66.6, "mV", SINGLE_LOG),
        Cell("Na", "I", -310.0, "pA", CURRENT),
    ),
)
column = Table(
    "ions",
    row_label="ion",
    cells=(Cell("K", "E", -89.06, "mV", SINGLE_LOG), Cell("Na", "E", 66.6, "mV", SINGLE_LOG)),
)


def verdict(table: Table, value: object):
    return check(table, Observation(Response(table.id, "the cell"), value))


@pytest.mark.parametrize(
    "value",
    [
        {"K": {"E": -89.1, "I": 12.5}, "Na": {"E": 66.6, "I": -310}},
        {"K": {"E": "-89.1 mV", "I": "12.5 pA"}, "Na": {"E": "66.6 mV", "I": "-0.31 nA"}},
        {"E": {"K": -89.1, "Na": 66.6}, "I": {"K": 12.5, "Na": -310}},
        {"k": {"e": -89.1, " i ": 12.5}, "NA": {"E": 66.6, "I": -310}},
        [{"ion": "K", "E": -89.1, "I": 12.5}, {"ion": "Na", "E": 66.6, "I": -310}],
        ({"Ion": "K", "E": -89.1, "I": 12.5}, {"ion": "Na", "E": 66.6, "I": -310}),
        {"K": {"E (mV)": -89.1, "I [nA]": 0.0125}, "Na": {"E / V": 0.0666, "I (pA)": -310}},
        {"E (V)": {"K": -0.0891, "Na": 0.0666}, "I": {"K": 12.5, "Na": -310}},
        {"K": {"E (potential)": -89.1, "I": 12.5}, "Na": {"E": 66.6, "I": -310}},
        {"K": {"E (mV)": "-0.0891 V", "I": 12.5}, "Na": {"E": 66.6, "I": -310}},
        {"K": {"E": -89.1, "I": 12.5}, "Na": {"E": 66.6, "I": -310}, "Cl": {"E": 1, "I": 2}},
        {("K", "E"): -89.1, ("K", "I"): 12.5, ("Na", "E"): 66.6, ("Na", "I"): -310},
        Frame({"E": [-89.1, 66.6], "I": np.array([12.5, -310.0])}, ["K", "Na"]),
        Frame({"ion": ["K", "Na"], "E": [-89.1, 66.6], "I": [12.5, -310.0]}, [0, 1]),
        Frame({"E (V)": [0.0666, -0.0891], "I": [-310, 12.5]}, np.array(["Na", "K"])),
    ],
    ids=lambda v: str(v)[:60],
)
def test_a_right_table_is_right_in_any_shape(value: object) -> None:
    result = verdict(part, value)
    assert (result.fraction, result.findings) == (1, ())


def test_a_single_column_may_be_a_plain_dict() -> None:
    assert verdict(column, {"K": -89.1, "Na": "66.6 mV"}).fraction == 1
    assert verdict(column, {"K": {"E": -89.1}, "Na": {"E": 66.6}}).fraction == 1
    nothing = verdict(part, {"K": -89.1, "Na": 66.6})
    assert [f.message for f in nothing.findings] == [
        f"{cell}: no entry was found." for cell in ("K, E", "K, I", "Na, E", "Na, I")
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"K": [-89.06, 12.5], "Na": [66.6, -310.0]},
        {"K+": {"E": -89.06, "I": 12.5}},
        {"ion": "K", "E": -89.06, "I": 12.5},
        {"ion": ["K"], "E": -89.06},
    ],
)
def test_a_table_in_which_no_cell_is_found_is_unreadable_and_not_wrong(value: object) -> None:
    assert verdict(part, value).state is State.UNGRADABLE_INPUT
    assert verdict(part, {"K": {"E": 1.0}}).state is State.INCORRECT


def test_each_cell_earns_its_share_and_says_what_is_wrong() -> None:
    result = verdict(
        part,
        {"K": {"E": 89.06, "I": "12.5 mV"}, "Na": {"I": -31.0}},
    )
    assert (result.fraction, result.misconceptions) == (Fraction(0), ("swapped",))
    assert [f.message for f in result.findings] == [
        "K, E: Tell.",
        "K, I: mV does not measure a current.",
        "Na, E: no entry was found.",
        "Na, I: The value is off by a factor of 1/10. Check the prefixes and units in each step.",
    ]
    assert result.findings[0].evidence == {
        "misconceptions": ("swapped",),
        "code": "misconception",
        "value": 89.06,
    }
    assert [f.code for f in result.findings] == [
        "cell_wrong", "cell_wrong", "cell_missing", "cell_wrong",
    ]  # fmt: skip
    half = {"K": {"E": -89.1, "I": 12.5}, "Na": {"E": 1.0, "I": None}}
    assert verdict(part, half).fraction == Fraction(1, 2)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("1,000 mV", "K, E: The comma in “1,000” can mean two things. Write it with a decimal "
         "point or without the comma. Did you mean 1.000 or 1000?"),
        (float("nan"), "K, E: The answer contains nan, which is not a finite number."),
        ([1.0, 2.0], "K, E: One number is asked for here, and this has 2 values."),
    ],
)  # fmt: skip
def test_an_unreadable_cell_spoils_only_itself(entry: object, message: str) -> None:
    result = verdict(part, {"K": {"E": entry, "I": 12.5}, "Na": {"E": 66.6, "I": -310}})
    assert result.fraction == Fraction(3, 4)
    assert [(f.code, f.message) for f in result.findings] == [("cell_unreadable", message)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("K -89", "A table is asked for here, and this is a text."),
        ([1.0], "A list of dicts, one for each row is asked for here, and this is a number."),
        ([{"E": 1.0}], "“ion” is missing from the answer."),
        (3.5, "A table is asked for here, and this is a number."),
    ],
)
def test_what_is_no_table_is_ungradable(value: object, message: str) -> None:
    result = verdict(part, value)
    assert result.state is State.UNGRADABLE_INPUT
    assert [f.message for f in result.findings] == [message]


@pytest.mark.parametrize(
    "value",
    [
        {"ion": ["K", "Na"], "E": [-89.06, 66.6], "I": [12.5, -310.0]},
        {"Ion": ("K", "Na"), "E (mV)": ("-89.06", "66.6"), "I": ("12.5 pA", "-310 pA")},
        {"ion": ["Na", "K"], "I": np.array([-310.0, 12.5]), "E": np.array([66.6, -89.06])},
    ],
)
def test_a_dict_of_columns_is_a_table(every_part: dict[str, Part], value: object) -> None:
    part = every_part["table"]
    assert check(part, Observation(Response(part.id, "the cell"), value)).fraction == 1


def test_columns_of_different_length_lack_what_they_lack(every_part: dict[str, Part]) -> None:
    part = every_part["table"]
    value = {"ion": ["K", "Na"], "E": [-89.06], "I": [12.5, -310.0]}
    found = check(part, Observation(Response(part.id, "the cell"), value))
    assert [f.message for f in found.findings] == ["Na, E: no entry was found."]
    nothing = {"ion": [], "E": [], "I": []}
    assert check(part, Observation(Response(part.id, "the cell"), nothing)).fraction == 0
