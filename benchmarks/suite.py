"""All benchmarks of speed and scale in one run, each a ratio to something measured beside it.

    python benchmarks/suite.py            everything, about 25 minutes on two quiet cores
    python benchmarks/suite.py --quick    the same on small classes, to see that it works
    python benchmarks/suite.py --only grading,start

Writes `RESULTS.md` beside this file and `results.json` into the working folder (--work). A part
that fails says so and loses no other part's numbers.
"""

import argparse
import json
import statistics
import sys
import time
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import classroom
import peers
from measure import as_installed, first_line, machine, on_one_core, run, succeeded

HERE = Path(__file__).parent
MILLIVOLT = Path(sys.executable).with_name("millivolt")


@dataclass(frozen=True)
class Scale:
    """How large the classes are."""

    peers: int
    otter: int
    ours: int
    curve: tuple[int, ...]
    workers: int
    parts: tuple[int, ...]
    assign: int
    profile: int
    repeat: int


FULL = Scale(20, 8, 400, (10, 100, 1000, 5000), 600, (2, 4, 8, 12), 5000, 150, 7)
QUICK = Scale(3, 2, 24, (10, 20), 24, (2, 8), 20, 20, 3)


@dataclass(frozen=True)
class Line:
    """One row of the table: what, the number as text, and the goal when there is one."""

    what: str
    found: str
    goal: str = ""


class Suite:
    """The parts, each a method that gives rows of the table and plain numbers."""

    def __init__(self, work, scale):
        self.work = work
        self.scale = scale
        self.numbers = {}

    def course(self, name, items, students, *, shared=False):
        return classroom.handed_in(self.work / name, items, students, shared=shared)

    def inside(self, part, folder, *, memory=False):
        done = succeeded(
            run([sys.executable, HERE / "inside.py", part, folder], memory=memory), part
        )
        (line,) = (line for line in done.out.splitlines() if line.startswith("RESULT "))
        return json.loads(line.removeprefix("RESULT ")), done

    def grade(self, folder, *options, memory=True):
        command = [MILLIVOLT, "grade", "ps1", "--again", "-C", folder, *options]
        return succeeded(run(command, memory=memory), "millivolt grade")

    def grading(self):
        """Whole classes, each in one process of its grader, and the floor below."""
        made = self.course("shared", classroom.EIGHT, self.scale.ours, shared=True)
        whole = self._ours(made.folder)
        warm, _ = self.inside("grading", made.folder)
        floor, _ = self.inside("floor", made.folder)
        ratio = warm["seconds"] / floor["seconds"]
        for cores, each in self.numbers["ours"].items():
            yield Line(
                f"millivolt grade, {cores}, whole command", f"{1e3 * each:.0f} ms/submission"
            )
        yield Line(
            "  the same warm, start-up left out", f"{1e3 * warm['seconds']:.0f} ms/submission"
        )
        yield Line("  floor: fork and exec", f"{1e3 * floor['seconds']:.1f} ms/submission")
        yield Line("  warm over floor", f"{ratio:.1f} ×", "≤ 1.5 ×")
        self.numbers["grading"] = {"warm": warm, "floor": floor, "peak_mb": whole.peak_mb}

    def nbgrader(self):
        """The same questions and answers in nbgrader's own grader."""
        made = self.course("shared", classroom.EIGHT, self.scale.ours, shared=True)
        python = peers.environment(self.work, "nbgrader")
        folder = self.work / "nbgrader"
        classroom.for_nbgrader(made, folder, self.scale.peers)
        generated, graded = peers.nbgrader(python, folder)
        each = graded.wall / self.scale.peers
        yield Line(peers.versions(python), f"{1e3 * each:.0f} ms/submission")
        yield from self._against("nbgrader", each, made)
        yield Line("  nbgrader generate_assignment, one notebook", f"{generated.wall:.1f} s")
        made = classroom.course(self.work / "generated", classroom.EIGHT, 100)
        assigned = succeeded(run([MILLIVOLT, "assign", "ps1", "-C", made.folder]), "assign")
        yield Line(
            "  millivolt assign, a hundred different notebooks",
            f"{assigned.wall:.1f} s, {100 * generated.wall / assigned.wall:.0f} × less each",
        )

    def otter(self):
        """The same by otter-grader's API."""
        made = self.course("shared", classroom.EIGHT, self.scale.ours, shared=True)
        python = peers.environment(self.work, "otter")
        folder = self.work / "otter"
        notebooks = classroom.for_otter(made, folder, self.scale.otter)
        found, _ = peers.otter(python, folder, notebooks)
        each = statistics.median(found["times"])
        yield Line(peers.versions(python), f"{1e3 * each:.0f} ms/submission")
        yield from self._against("otter's API", each, made)

    def _against(self, peer, each, made):
        """How many times as long a peer takes for a submission."""
        if "ours" not in self.numbers:
            self._ours(made.folder)
        for cores, ours in self.numbers["ours"].items():
            yield Line(f"  {peer} over millivolt grade, {cores}", f"{each / ours:.0f} ×", "≥ 150 ×")

    def _ours(self, folder):
        """Measure the whole command by one process, whose run is returned, and by all cores."""
        one, every = self.grade(folder, "-j", "1"), self.grade(folder)
        seconds = {"-j 1": one.wall, "all cores": every.wall}
        self.numbers["ours"] = {cores: wall / self.scale.ours for cores, wall in seconds.items()}
        return one

    def workers(self):
        """The same class with one process, with two, and on two dask workers.

        A grading process and the box beside it are two programs: with -j 1 they already share
        two cores. So the gain is also told against -j 1 on a single core.
        """
        made = self.course("class", classroom.EIGHT, self.scale.workers)
        with on_one_core():
            single = self.grade(made.folder, "-j", "1", memory=False).wall
        one = self.grade(made.folder, "-j", "1", memory=False).wall
        two = self.grade(made.folder, "-j", "2", memory=False).wall
        dask, _ = self.inside("cluster", made.folder)
        yield Line(f"{self.scale.workers} submissions, -j 1", f"{one:.1f} s")
        yield Line("  second process on the same two cores", f"{one / two:.2f} ×", "≥ 1.8 ×")
        yield Line("  second process with a second core", f"{single / two:.2f} ×", "≥ 1.8 ×")
        share = two / dask["seconds"]
        yield Line("  two dask workers, throughput of -j 2", f"{share:.2f} ×", "≥ 0.85 ×")

    def submissions(self):
        """Larger and larger classes, by all cores."""
        for students in self.scale.curve:
            made = self.course("class", classroom.EIGHT, students)
            done = self.grade(made.folder)
            last = students == max(self.scale.curve)
            yield Line(
                f"{students} submissions, all cores",
                f"{done.wall:.1f} s, {1e3 * done.wall / students:.0f} ms each, "
                f"{done.peak_mb:.0f} MB at most",
                "5,000: ≤ 300 s, ≤ 1500 MB" if last else "",
            )
            if last:
                again = succeeded(
                    run([MILLIVOLT, "grade", "ps1", "-C", made.folder]), "grade again"
                )
                yield Line("  and again, nothing changed", f"{again.wall:.1f} s")

    def parts(self):
        """Longer and longer problem sets."""
        for count in self.scale.parts:
            made = self.course("parts", classroom.TWELVE[:count], self.scale.profile)
            warm, _ = self.inside("grading", made.folder)
            yield Line(f"{count} items", f"{1e3 * warm['seconds']:.0f} ms/submission, warm")

    def loops(self):
        """What an endless loop costs its neighbours."""
        made = self.course("loops", classroom.EIGHT[:4], 20)
        without = self.grade(made.folder, "-j", "1", memory=False).wall
        path = made.submitted("s00003", "ps1")
        document = json.loads(path.read_bytes())
        slot = next(part.slot for part in made.issues.read("ps1", "s00003").parts())
        for cell in document["cells"]:
            if cell["id"] == slot:
                cell["source"] = "while True:\n    pass"
        path.write_text(json.dumps(document))
        loop = self.grade(made.folder, "-j", "1", memory=False).wall
        yield Line(
            "one endless loop in 20 submissions, limit 3 s",
            f"{loop - without:.1f} s more",
            "its own limit",
        )

    def assigning(self):
        """Twelve items for everyone."""
        made = classroom.course(self.work / "assign", classroom.TWELVE, self.scale.assign)
        found, done = self.inside("assign", made.folder, memory=True)
        yield Line(
            f"assign {self.scale.assign} × 12",
            f"{found['seconds']:.0f} s, {done.peak_mb:.0f} MB at most",
            "5,000: ≤ 120 s, flat",
        )

    def profile(self):
        """Where the grader's processor time goes."""
        made = self.course("class", classroom.EIGHT, self.scale.profile)
        found, _ = self.inside("profile", made.folder)
        yield Line("processor time of the grader", f"{found['ms']:.1f} ms/submission")
        for phase, share in sorted(found["shares"].items(), key=lambda pair: -pair[1]):
            yield Line(f"  {phase}", f"{100 * share:.0f} %")
        self.numbers["profile"] = found

    def start(self):
        """How long a command takes before it does something."""
        made = self.course("class", classroom.EIGHT, 4)
        one = ["grade", "ps1", "--student", "s00001", "--again", "-C", made.folder]
        for what, command, goal in (
            ("millivolt --help", ["--help"], "< 150 ms"),
            ("millivolt bank list", ["bank", "list"], "< 300 ms"),
            ("millivolt grade, one submission", one, ""),
        ):
            runs = [
                succeeded(run([MILLIVOLT, *command], memory=False), what).wall
                for _ in range(self.scale.repeat)
            ]
            yield Line(what, f"{1e3 * statistics.median(runs):.0f} ms", goal)
        runs = [first_line([MILLIVOLT, *one, "--json"]) for _ in range(self.scale.repeat)]
        yield Line(
            "  its verdict is printed", f"{1e3 * statistics.median(runs):.0f} ms", "< 1500 ms"
        )

    def box(self):
        """The box beside a fresh Jupyter kernel."""
        count = "20" if self.scale is FULL else "3"
        done = succeeded(
            run([sys.executable, HERE / "box.py", "--submissions", count, "--kernels", "3"],
                memory=False), "box.py",
        )  # fmt: skip
        for line in done.out.splitlines():
            # The kernel warns about its own sockets.
            if "[IPKernelApp]" not in line:
                yield Line(line.strip(), "")

    def symbolic(self):
        """Comparing formulas, beside sympy."""
        some = "40" if self.scale is FULL else "5"
        done = succeeded(
            run([sys.executable, HERE / "symbolic.py", "compare", "--sympy", some], memory=False),
            "symbolic.py",
        )
        for line in done.out.splitlines():
            if line.strip():
                yield Line(line.strip(), "")


PARTS = (
    "start", "grading", "nbgrader", "otter", "workers", "submissions", "parts", "loops",
    "assigning", "profile", "box", "symbolic",
)  # fmt: skip


def main(work, quick, only):
    """Run the parts, writing down what is known after each."""
    work.mkdir(parents=True, exist_ok=True)
    as_installed()
    facts = machine() | {"date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")}
    suite = Suite(work, QUICK if quick else FULL)
    tables = {}
    for name in only:
        begun = time.perf_counter()
        lines = []
        try:
            for line in getattr(suite, name)():
                lines.append(line)
                print(f"{name}: {line.what}  {line.found}  {line.goal}", flush=True)
        except Exception as problem:
            traceback.print_exc()
            lines.append(Line(f"FAILED: {' '.join(str(problem).split())[:300]}", ""))
        tables[name] = (getattr(Suite, name).__doc__, lines, time.perf_counter() - begun)
        (HERE / "RESULTS.md").write_text(page(facts, tables, quick), encoding="utf-8")
        (work / "results.json").write_text(json.dumps(plain(facts, tables, suite), indent=1))
    return any(line.what.startswith("FAILED") for _, lines, _ in tables.values() for line in lines)


def page(facts, tables, quick):
    """RESULTS.md."""
    text = ["# Results of the last run of `python benchmarks/suite.py`", ""]
    if quick:
        text += ["**With --quick: small classes, numbers of no weight.**", ""]
    text += [f"- {name}: {value}" for name, value in facts.items()]
    for name, (about, lines, seconds) in tables.items():
        text += ["", f"## {name}", "", about, "", "| what | found | goal |", "|---|---|---|"]
        text += [f"| {cell(line.what)} | {cell(line.found)} | {line.goal} |" for line in lines]
        text += ["", f"({seconds:.0f} s)"]
    return "\n".join(text) + "\n"


def cell(text):
    """A text that breaks no table; leading spaces become an indent."""
    indent = "&emsp;" * ((len(text) - len(text.lstrip())) // 2)
    return indent + " ".join(text.split()).replace("|", "\\|")


def plain(facts, tables, suite):
    """Everything as plain values."""
    return {
        "machine": facts,
        "parts": {
            name: [[line.what.strip(), line.found, line.goal] for line in lines]
            for name, (_, lines, _) in tables.items()
        },
        "numbers": suite.numbers,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small classes")
    parser.add_argument("--work", type=Path, default=Path("benchmarks-work"), help="a folder")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between")
    arguments = parser.parse_args()
    chosen = [name for name in PARTS if name in arguments.only.split(",")]
    sys.exit(main(arguments.work.resolve(), arguments.quick, chosen))
