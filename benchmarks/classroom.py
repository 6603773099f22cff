"""Classes of any size for the benchmarks: a course, notebooks handed in, and the same for peers.

A hundred students are drawn and simulated; a larger class is these again under other names,
so that five thousand submissions are there in seconds.
"""

import itertools
import json
import random
import shutil

from millivolt.bank import load_bank
from millivolt.course import Course, assign, create
from millivolt.course.simulated import simulate

EIGHT = ("N01", "N02", "N03", "N08", "D03", "G06", "N10", "N15")
TWELVE = (*EIGHT, "G01", "D01", "A02", "P01")
DRAWN = 100
LIMITS = "[limits]\nseconds = 20\ncell_seconds = 3\nmemory_mb = 256\n"


def course(folder, items, students, *, shared=False):
    """An empty course with an assignment `ps1` and a roster."""
    shutil.rmtree(folder, ignore_errors=True)
    create(folder)
    (folder / "course.toml").write_text(f'title = "Benchmark"\ntime_zone = "UTC"\n{LIMITS}')
    seed = 'seeds = "shared"\n' if shared else ""
    questions = "".join(f'\n[[question]]\nitem = "{item}"\npoints = 2\n' for item in items)
    (folder / "assignments" / "ps1.toml").write_text(f'title = "Benchmark"\n{seed}{questions}')
    names = "\n".join(f"s{number:05}" for number in range(students))
    (folder / "roster.csv").write_text(f"id\n{names}\n")
    return Course.open(folder)


def handed_in(folder, items, students, *, shared=False):
    """A course in which `students` have handed in `ps1`."""
    made = course(folder, items, min(students, DRAWN), shared=shared)
    bank = load_bank()
    assign(made, made.assignment("ps1"), bank, made.roster())
    simulate(made, "ps1", bank=bank, accidents=False)
    names = made.issues.students("ps1")
    for number in range(len(names), students):
        model, name = names[number % len(names)], f"s{number:05}"
        path = made.state / "issues" / "ps1" / f"{model}.json"
        document = json.loads(path.read_bytes())
        document["issue"]["student"] = name
        text = json.dumps(document, sort_keys=True, ensure_ascii=False)
        path.with_name(f"{name}.json").write_text(text + "\n")
        target = made.submitted(name, "ps1")
        target.parent.mkdir(parents=True)
        shutil.copyfile(made.submitted(model, "ps1"), target)
    return made


READ = """\
import math
def number(value):
    if isinstance(value, str):
        value = value.replace("\\u2212", "-").replace(",", ".").split()[0]
    return float(value)
"""
"""What a test in a notebook needs to read the simplest of the answers that students type."""


def tests(issue):
    """For each slot of an issue, the source of an assertion-style test, as the peers want it."""
    found = {}
    for issued in issue.parts():
        part = issued.part
        if issued.part.kind == "numeric":
            key = float(part.answer)
            found[issued.slot] = (
                f"{READ}assert math.isclose(number({issued.slot}), {key!r}, rel_tol=0.02)"
            )
        elif issued.part.kind == "function":
            from millivolt.grading.reference import resolve

            right, rng = resolve(part.reference), random.Random(1)
            cases = []
            for _ in range(60):
                arguments = (
                    rng.uniform(1, 150),
                    rng.uniform(1, 150),
                    rng.choice([-1, 1, 2]),
                    310.0,
                )
                cases.append((arguments, float(right(*arguments))))
            found[issued.slot] = (
                f"import math\nfor arguments, expected in {cases!r}:\n"
                f"    assert math.isclose({part.name}(*arguments), expected, rel_tol=1e-6)"
            )
        else:
            found[issued.slot] = f"assert {issued.slot} is not None"
    return found


def code_cells(notebook):
    """The id and the source of each code cell."""
    for cell in json.loads(notebook)["cells"]:
        if cell["cell_type"] == "code":
            yield cell["id"], "".join(cell["source"])


def for_nbgrader(course, folder, students):
    """The same questions, tests and answers as a course folder of nbgrader's."""
    import nbformat

    names = course.issues.students("ps1")[:students]
    checks = tests(course.issues.read("ps1", names[0]))
    shutil.rmtree(folder, ignore_errors=True)

    def notebook(sources):
        cells = []
        for slot, source in sources:
            if slot in checks:
                cell = nbformat.v4.new_code_cell(source)
                cell.metadata["nbgrader"] = _mark(slot, solution=True)
                cells.append(cell)
                test = nbformat.v4.new_code_cell(checks[slot])
                test.metadata["nbgrader"] = _mark(f"test_{slot}", grade=True, points=2)
                cells.append(test)
            else:
                cells.append(nbformat.v4.new_code_cell(source))
        made = nbformat.v4.new_notebook(cells=cells)
        made.metadata["kernelspec"] = {
            "name": "python3", "display_name": "Python 3", "language": "python",
        }  # fmt: skip
        return made

    def write(path, made):
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(made, path)

    first = code_cells(course.released(names[0], "ps1").read_bytes())
    write(folder / "source" / "ps1" / "ps1.ipynb", notebook(first))
    for name in names:
        handed = dict(code_cells(course.submitted(name, "ps1").read_bytes()))
        kept = itertools.chain(
            ((slot, handed.get(slot, "")) for slot in checks),
            ((slot, text) for slot, text in handed.items() if slot not in checks),
        )
        write(folder / "submitted" / name / "ps1" / "ps1.ipynb", notebook(kept))


def _mark(name, *, solution=False, grade=False, points=None):
    mark = {
        "grade_id": name, "solution": solution, "grade": grade, "locked": grade,
        "task": False, "schema_version": 3,
    }  # fmt: skip
    if points is not None:
        mark["points"] = points
    return mark


def for_otter(course, folder, students):
    """The same questions, tests and answers as otter wants them: OK tests beside notebooks."""
    import nbformat

    names = course.issues.students("ps1")[:students]
    checks = tests(course.issues.read("ps1", names[0]))
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "tests").mkdir(parents=True)
    for slot, source in checks.items():
        lines = source.splitlines()
        code = "\n".join(
            (">>> " if not line.startswith((" ", "\t")) else "... ") + line for line in lines
        )
        test = {
            "name": slot, "points": 2,
            "suites": [{"cases": [{"code": code, "hidden": False, "locked": False}],
                        "scored": True, "setup": "", "teardown": "", "type": "doctest"}],
        }  # fmt: skip
        (folder / "tests" / f"{slot}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
    paths = []
    for name in names:
        made = nbformat.v4.new_notebook(
            cells=[
                nbformat.v4.new_code_cell(source)
                for _, source in code_cells(course.submitted(name, "ps1").read_bytes())
            ]
        )
        made.metadata["kernelspec"] = {
            "name": "python3", "display_name": "Python 3", "language": "python",
        }  # fmt: skip
        path = folder / "submissions" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(made, path)
        paths.append(path)
    return paths
