"""Made-up cells, run in the real box, get the verdicts that their makers promise."""

import pytest

from millivolt.checks import CHECKERS, check, specimens
from millivolt.isolation import Box, Cell, EnvironmentProblem, Limits
from millivolt.items import MISSING, FreeText, Observation, Part, Response

pytestmark = pytest.mark.sandbox


def test_every_made_up_cell_gives_what_it_promises(every_part: dict[str, Part]) -> None:
    try:
        box = Box.start(limits=Limits(wall=120.0, cpu=100.0))
    except EnvironmentProblem as problem:
        pytest.skip(str(problem))
    wrong = []
    with box:
        for name, part in every_part.items():
            if type(part) not in CHECKERS or isinstance(part, FreeText):
                continue
            made = specimens(part)
            cells = [
                Cell(f"c{n}", specimen.cell(f"a{n}"), captures=(f"a{n}",))
                for n, specimen in enumerate(made)
            ]
            with box.session() as session:
                runs = session.run(cells)
                captured = session.captured
            assert all(run.status == "ok" for run in runs), name
            for n, (specimen, cell) in enumerate(zip(made, cells, strict=True)):
                seen = captured[f"a{n}"].value if f"a{n}" in captured else MISSING
                verdict = check(part, Observation(Response(part.id, cell.source), seen))
                if not specimen.agrees(verdict):
                    wrong.append((name, specimen.label, seen, verdict))
    assert wrong == []
