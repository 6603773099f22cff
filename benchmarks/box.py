"""What the box costs for each submission, beside a fresh Jupyter kernel on the same cells.

    python benchmarks/box.py [--submissions 100] [--kernels 5] [--libraries numpy numpy,sympy]

Prints the median and the 95th percentile of the wall time, in milliseconds:
  overhead   from asking for a session to having every value, with a spare child waiting
  confirmed  the same, until the kernel confirmed that the child is gone
  cold       the same without a spare: a child is forked and confined first
"""

import argparse
import statistics
import sys
import time

from millivolt.isolation import Box, Cell, Limits

CELLS = (
    Cell("setup", "%matplotlib inline\nR, F = 8.314462618, 96485.33212\nimport numpy as np"),
    Cell(
        "nernst",
        "def nernst(z, c_out, c_in, T=310.0):\n"
        "    return 1000 * R * T / (z * F) * np.log(c_out / c_in)",
        ("nernst",),
    ),
    Cell("ghk", "def ghk(g, V, E):\n    return float(np.sum(np.asarray(g) * (V - E)))", ("ghk",)),
    Cell("answer", "answer_mV = nernst(1, 5.0, 140.0)\nprint('E =', answer_mV)", ("answer_mV",)),
    Cell("trace", "V = np.linspace(-80, 40, 1000)\nI = 36 * (V + 77)\nI.mean()", ("I",)),
)
NERNST = [((1, 5.0 + i, 140.0), {}) for i in range(20)]
GHK = [(([36.0, 120.0], -65.0 + i, -77.0), {}) for i in range(20)]
PAUSE_SECONDS = 0.15
"""Between submissions, so that the spare stands ready as it does while an answer is graded."""


def grade(session):
    """One submission: five cells, four captured values, forty calls."""
    runs = session.run(CELLS)
    assert all(run.status == "ok" for run in runs), runs
    session.call("nernst", NERNST)
    session.call("ghk", GHK)
    return session.captured["answer_mV"].value


def with_spare(box, count):
    """Wall times until all values are there, and until the end is confirmed."""
    ready, gone = [], []
    for seed in range(count):
        time.sleep(PAUSE_SECONDS)
        started = time.perf_counter()
        with box.session(seed=seed) as session:
            grade(session)
            ready.append(time.perf_counter() - started)
        box.settle()
        gone.append(time.perf_counter() - started)
    return ready, gone


def without_spare(box, count):
    """Wall times when no child with these limits stands ready."""
    times = []
    for seed in range(count):
        time.sleep(PAUSE_SECONDS)
        started = time.perf_counter()
        with box.session(Limits(wall=100.0 + seed), seed) as session:
            grade(session)
            times.append(time.perf_counter() - started)
    return times


def fresh_kernels(count):
    """Wall times of a new Jupyter kernel for each submission, by nbclient."""
    try:
        import nbclient
        import nbformat
    except ImportError:
        return []
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell.source) for cell in CELLS]
    )
    times = []
    for _ in range(count):
        started = time.perf_counter()
        nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
        times.append(time.perf_counter() - started)
    return times


def line(name, times):
    """One row: median, 95th percentile, smallest and number of times."""
    ordered = sorted(times)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return (
        f"  {name:<10}median {1e3 * statistics.median(ordered):8.1f}   "
        f"p95 {1e3 * high:8.1f}   min {1e3 * ordered[0]:8.1f}   n {len(ordered)}"
    )


def main(submissions, kernels, library_sets):
    """Prints the table."""
    medians = []
    for libraries in library_sets:
        started = time.perf_counter()
        with Box.start("auto", preload=libraries.split(",")) as box:
            print(f"{libraries} ({box.mode}, start {time.perf_counter() - started:.1f} s)")
            ready, gone = with_spare(box, submissions)
            medians.append(statistics.median(ready))
            print(line("overhead", ready))
            print(line("confirmed", gone))
            print(line("cold", without_spare(box, max(1, submissions // 4))))
    times = fresh_kernels(kernels)
    if times:
        print("fresh Jupyter kernel")
        print(line("execute", times))
        ratio = statistics.median(times) / max(medians)
        print(f"the box takes {ratio:.0f} times less than the kernel, with the slowest set above")
    elif kernels:
        print("fresh Jupyter kernel: not measured, nbclient and ipykernel are not installed")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=100)
    parser.add_argument("--kernels", type=int, default=5)
    parser.add_argument(
        "--libraries",
        nargs="+",
        default=["numpy", "numpy,sympy", "numpy,sympy,scipy,matplotlib"],
        help="sets of modules to load before the first submission",
    )
    arguments = parser.parse_args()
    sys.exit(main(arguments.submissions, arguments.kernels, arguments.libraries))
