"""In which order the cells of a submission run, and which of the instructor's come between.

As nbgrader does it: the student's order counts, locked cells and tests are the instructor's
whatever the student made of them. Unlike there, a test that is gone or doubled runs once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from millivolt.isolation import Cell
from millivolt.legacy.material import Role, Sheet, SourceCell
from millivolt.legacy.names import bound_names, imports_only
from millivolt.notebooks import Notebook
from millivolt.notebooks.own_cells import as_text, own_cells

__all__ = ["Flow", "Test", "flow_of", "solved_flow"]


@dataclass(frozen=True, slots=True)
class Test:
    """A test in its place: after ``before`` of the student's cells.

    ``setting`` are the instructor's cells that come before it and after the test before;
    ``theirs`` are the names that the answers so far are asked to define.
    """

    __test__ = False

    cell: SourceCell
    before: int
    setting: tuple[Cell, ...]
    theirs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Flow:
    """The student's cells in order, the tests in order, and what stood in each named cell, or
    below it where it is a task."""

    cells: tuple[Cell, ...]
    tests: tuple[Test, ...]
    typed: Mapping[str, str]


def flow_of(sheet: Sheet, notebook: Notebook) -> Flow:
    """The flow of what a student handed in."""
    known = {cell.name: cell for cell in sheet.cells if cell.name}
    cells: list[Cell] = []
    places: dict[str, int] = {}
    typed: dict[str, str] = {}
    for cell in notebook.cells:
        own = known.get(cell.grade_id or "")
        if own is not None:
            typed[own.name] = cell.source
        if own is not None and own.role is Role.TEST:
            places[own.name] = len(cells)
        elif own is not None and own.role is Role.READ_ONLY:
            if own.kind == "code":
                cells.append(Cell(cell.id, own.source))
        elif cell.kind == "code":
            cells.append(Cell(cell.id, cell.source))
    typed |= _work(sheet, notebook)
    return Flow(tuple(cells), _tests(sheet, places, len(cells)), typed)


def _work(sheet: Sheet, notebook: Notebook) -> dict[str, str]:
    """What was done for each task: the text of the student's own cells below it."""
    tasks = [cell.name for cell in sheet.cells if cell.role is Role.TASK]
    if not tasks:
        return {}
    issued = {
        cell.name: cell.source if cell.released is None else cell.released
        for cell in sheet.cells
        if cell.name
    }
    familiar = {cell.source.strip() for cell in sheet.cells if not cell.name}
    found = own_cells(notebook, issued, tasks, familiar)
    return {task: as_text(own) for task, own in found.items()}


def solved_flow(sheet: Sheet) -> Flow:
    """The flow of the instructor's own solution."""
    cells: list[Cell] = []
    places: dict[str, int] = {}
    for number, cell in enumerate(sheet.cells):
        if cell.role is Role.TEST:
            places[cell.name] = len(cells)
        elif cell.kind == "code":
            cells.append(Cell(f"solution {number}", cell.source))
    typed = {cell.name: cell.source for cell in sheet.cells if cell.name}
    return Flow(tuple(cells), _tests(sheet, places, len(cells)), typed)


def _tests(sheet: Sheet, places: Mapping[str, int], end: int) -> tuple[Test, ...]:
    in_order = sorted(sheet.tests, key=lambda cell: places.get(cell.name, end))
    tests, reached = [], 0
    for cell in in_order:
        place = sheet.cells.index(cell)
        earlier = sheet.cells[:place]
        setting = sheet.cells[reached:place]
        reached = max(reached, place)
        answers = (c for c in earlier if c.role in (Role.ANSWER, Role.MANUAL) and c.kind == "code")
        tests.append(
            Test(
                cell,
                places.get(cell.name, end),
                tuple(_set_up(c, number) for number, c in enumerate(setting) if _sets_up(c)),
                frozenset().union(*(bound_names(answer.source) for answer in answers)),
            )
        )
    return tuple(tests)


def _sets_up(cell: SourceCell) -> bool:
    return cell.kind == "code" and cell.role is not Role.TEST


def _set_up(cell: SourceCell, number: int) -> Cell:
    """What tests need of a cell: all of it, but of an answer only what it imports."""
    own = cell.role in (Role.PLAIN, Role.READ_ONLY)
    return Cell(f"setting {number}", cell.source if own else imports_only(cell.source))
