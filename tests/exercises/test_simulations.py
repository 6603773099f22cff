"""The programs that worked solutions print do what the question asks of a student."""

import re

import pytest

from millivolt.bank import load_bank
from millivolt.checks import check
from millivolt.items import Observation, Response, Series, State

SIMULATIONS = (
    "simulate-chloride-accumulation",
    "simulate-chloride-extrusion",
    "simulate-potassium-step",
    "simulate-shunting",
    "simulate-silicon-membrane",
)


@pytest.mark.parametrize("item", [*SIMULATIONS, "measure-convergence"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_program_of_the_worked_solution_is_right(item: str, seed: int) -> None:
    variant = load_bank()[item].variant(seed)
    (program,) = re.findall(r"```python\n(.*?)```", variant.prose.solution, re.DOTALL)
    (part,) = (part for part in variant.parts if isinstance(part, Series))
    names: dict[str, object] = {}
    exec(program, names)
    verdict = check(part, Observation(Response(part.id, "result"), names["result"]))
    assert verdict.state is State.CORRECT


@pytest.mark.parametrize("item", SIMULATIONS)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_known_mistake_is_named(item: str, seed: int) -> None:
    variant = load_bank()[item].variant(seed)
    (part,) = (part for part in variant.parts if isinstance(part, Series))
    time, potential = part.names
    assert part.misconceptions
    for mistake in part.misconceptions:
        value = {time: part.times, potential: mistake.value}
        verdict = check(part, Observation(Response(part.id, "result"), value))
        assert verdict.state is State.INCORRECT
        assert verdict.misconceptions == (mistake.id,)
