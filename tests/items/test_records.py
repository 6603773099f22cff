"""Variants as JSON: nothing is lost, nothing is guessed, equal variants are equal bytes."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import cattrs
import pytest

from millivolt.items import (
    SINGLE_LOG,
    Cell,
    Choice,
    Constraint,
    Curve,
    Derivation,
    Design,
    Expression,
    Feature,
    Figure,
    FreeText,
    Function,
    Mark,
    Matching,
    Misconception,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Prose,
    RubricLine,
    Series,
    SymbolSpec,
    Table,
    TwoTier,
    Variable,
    Variant,
    VoltageAxis,
)
from millivolt.items.records import PART_KINDS, from_json, to_json

wrong = Misconception("in_out_swapped", 89.1, "Inside and outside are swapped.", "Which is where?")
options = (Option("in", "into the cell"), Option("out", "out of the cell", wrong))
z = SymbolSpec("z", "nonzero_integer", typical=(-2.0, 2.0), aliases=("n",))
T = SymbolSpec("T", (273.15, 320.0), unit="K")
parts = (
    Numeric("E", answer=-89.1, unit="mV", tolerance=SINGLE_LOG, misconceptions=(wrong,)),
    Table("t", row_label="ion", cells=(Cell("K", "E", -89.1, "mV", SINGLE_LOG, (wrong,)),)),
    Series(
        "trace",
        time_unit="ms",
        value_unit="mV",
        times=(0.0, 1.0),
        values=(-70.0, -60.0),
        max_deviation=0.1,
        features=(Feature("rest", "initial", -70.0, SINGLE_LOG),),
        misconceptions=(Misconception("no_leak", (-70.0, -70.0), "The leak is missing."),),
    ),
    Design(
        "d",
        variables=(Variable("c", "mM", 1.0, 9.0),),
        constraints=(Constraint("E", "58*log10(c)", -60.0, -50.0, "mV"),),
        example=(4.0,),
    ),
    Choice("c", options=options, answer="in"),
    MultipleChoice("m", options=options, answer=frozenset({"in"})),
    Ordering(
        "o",
        options=options,
        answer=("in", "out"),
        misconceptions=(Misconception("reversed", ("out", "in"), "Other way round."),),
    ),
    Matching("p", stems=options, options=options, answer=("in", "out")),
    TwoTier("w", options=options, answer="in", reasons=options, reason="out"),
    Expression("f", answer="R*T/z", symbols=(z, T), solved_for="V"),
    Derivation("g", premises=("a = b",), goal="b = a", steps=("b = a",), symbols=(z, T)),
    Function(
        "h",
        name="nernst",
        signature="(c)",
        doc="d",
        reference="physics:nernst",
        tests="test_nernst.py",
        solution="def nernst(c): ...",
    ),
    Figure(
        "i",
        curves=(Curve("I", (0.0, 1.0), (0.0, 2.0), 0.1),),
        x_unit="mV",
        y_unit="pA",
        solution="pass",
    ),
    FreeText("k", rubric=(RubricLine("names diffusion"),), example="Diffusion."),
)
variant = Variant(
    id="abcdefghij",
    item_id="x",
    item_version=1,
    seed="7",
    title="X",
    topic="equilibrium",
    given={"c_in": 140.0, "ion": "K"},
    prose=Prose("q", {"E": "?"}, ("look",), "so"),
    parts=parts,
    strata={"direction": "in"},
    picture=VoltageAxis("axis", (Mark("E_K", -89.1),)),
)


def test_there_is_an_example_of_every_kind():
    assert [type(part) for part in parts] == list(PART_KINDS)


@pytest.mark.parametrize(
    "make",
    [
        lambda unit: Numeric("E", answer=1.0, unit=unit, tolerance=SINGLE_LOG),
        lambda unit: Cell("K", "E", 1.0, unit, SINGLE_LOG),
        lambda unit: Variable("c", unit, 1.0, 9.0),
        lambda unit: Constraint("E", "58*log10(c)", -60.0, -50.0, unit),
        lambda unit: replace(parts[2], time_unit=unit),
        lambda unit: replace(parts[2], value_unit=unit),
        lambda unit: replace(parts[-2], x_unit=unit),
        lambda unit: replace(parts[-2], y_unit=unit),
    ],
)
def test_a_pure_number_has_the_empty_unit_and_no_other(make):
    assert make("")
    with pytest.raises(ValueError, match='the unit of a pure number is "", not "1"'):
        make("1")
    with pytest.raises(ValueError, match='not "1"'):
        make(" 1 ")


def test_a_variant_survives_the_way_to_json_and_back():
    assert from_json(json.loads(json.dumps(to_json(variant)))) == variant


def test_a_variant_with_a_task_survives_the_way_to_json_and_back():
    task = replace(variant, parts=(replace(parts[-1], task=True),))
    assert from_json(json.loads(json.dumps(to_json(task)))) == task


def test_words_that_are_no_task_are_written_as_before_there_were_tasks():
    assert "task" not in to_json(variant)["parts"][-1]


def test_a_field_that_nobody_knows_is_refused():
    document = to_json(variant) | {"answers": "here"}
    with pytest.raises(cattrs.ClassValidationError):
        from_json(document)


def test_a_missing_field_is_refused():
    document = to_json(variant)
    del document["parts"][0]["answer"]
    with pytest.raises(cattrs.ClassValidationError):
        from_json(document)


@pytest.mark.parametrize("hash_seed", ["0", "1", "2"])
def test_sets_are_written_in_an_order_that_no_hash_seed_changes(hash_seed):
    program = (
        "import json\n"
        "from millivolt.items import MultipleChoice, Option\n"
        "from millivolt.items.records import converter\n"
        "names = [f'o{i}' for i in range(9)]\n"
        "part = MultipleChoice('m', options=tuple(Option(n, n) for n in names),"
        " answer=frozenset(names[:8]))\n"
        "print(json.dumps(converter().unstructure(part)['answer']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [f"o{i}" for i in range(8)]
