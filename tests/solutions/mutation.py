"""Do the tests notice mistakes? Makes them one at a time and counts those that are caught.

    python tests/solutions/mutation.py [MODULE ...] [--kind mistake|operator] [--only TEXT] [--list]

Two kinds of mutants: *mistakes* that students and programmers make with every public function
(inside and outside swapped, valence without its sign or left out, Celsius for kelvin, sign,
ln for log10, volts for millivolts), and *operators* changed one by one in the source (+ for -,
* for /, < for <=, a constant off, a term negated, branches swapped). Each runs in a forked child
against the test file of its module, then against the tests of all arguments. The exit code is 1
when a mutant survives that is not known to be equivalent.
"""

import argparse
import ast
import contextlib
import copy
import importlib.abc
import importlib.machinery
import os
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "solutions" / "millivolt_solutions"
MODULES = sorted(path.stem for path in PACKAGE.glob("[a-z]*.py"))
SECONDS_PER_MUTANT = 40

SWAPS = [
    ("c_in", "c_out"),
    ("K_in", "K_out"),
    ("Na_in", "Na_out"),
    ("Cl_in", "Cl_out"),
    ("HCO3_in", "HCO3_out"),
    ("gamma_in", "gamma_out"),
    ("pH_in", "pH_out"),
    ("c_pipette", "c_bath"),
    ("v_in", "v_out"),
    ("V", "E"),
    ("P_K", "P_Na"),
    ("V_0", "V_inf"),
    ("V_s", "V_d"),
    ("E_exc", "E_inh"),
]
CHANGES = {
    "z": {"z without its sign": "np.abs({0})", "z left out": "np.ones_like({0})", "-z": "-{0}"},
    "z_X": {"z_X without its sign": "np.abs({0})", "-z_X": "-{0}"},
    "T": {"Celsius for kelvin": "{0} - 273.15", "fixed 25 °C": "{0} * 0 + 298.15"},
    "r": {"r inverted": "1 / {0}", "r left out": "1.0"},
    "kappa": {"kappa left out": "1.0"},
    "C": {"C left out": "{0} * 0"},
    "I_ext": {"sign of the injected current": "-{0}"},
}
RESULTS = {
    "sign of the result": "-value",
    "absolute value": "abs(value)",
    "ln for log10": "value * 2.302585092994046",
    "log10 for ln": "value / 2.302585092994046",
    "volts for millivolts": "value / 1000",
    "half": "value / 2",
}
WRAPPER = """
def _with_mistake(original):
    import functools, inspect
    import numpy as np
    @functools.wraps(original)
    def mistaken(*args, **kwargs):
        bound = inspect.signature(original).bind(*args, **kwargs)
        given = bound.arguments
        {change}
        value = original(*bound.args, **bound.kwargs)
        return {result}
    return mistaken
{function} = _with_mistake({function})
"""


@dataclass(frozen=True)
class Mutant:
    """A module of the package with one mistake in it."""

    module: str
    function: str
    change: str
    source: Callable[[], str]
    line: int | None = None

    @property
    def name(self) -> str:
        line = "" if self.line is None else f" line {self.line}:"
        return f"{self.module}.{self.function}:{line} {self.change}"


NEVER_NEGATIVE = {
    "activity.activity_coefficients",
    "activity.debye_huckel_A",
    "activity.debye_huckel_B",
    "activity.debye_length",
    "activity.ionic_strength",
    "activity.water_permittivity",
    "capacitance.cylinder_surface_to_volume",
    "capacitance.sphere_surface_to_volume",
    "capacitance.time_constant",
    "constants.celsius",
    "constants.thermal_voltage",
    "cotransport.kcc2_chloride",
    "cotransport.kcc2_extrusion_time",
    "cotransport.nkcc1_chloride",
    "energy.boltzmann_ratio",
    "equilibrium.bicarbonate_inside",
    "energy.ussing_ratio",
    "equilibrium.nernst_conc",
    "ghk.slope_conductance",
    "pump.depletion_time",
    "pump.pump_rate",
    "silicon.boltzmann_gate",
    "silicon.subthreshold_slope",
    "zero_current.permeability_ratio",
}
# Where one accurate form takes over from another, and when a solver stops.
SEAMS = {
    "ghk._NEAR_REVERSAL",
    "special._NEAR_ONE",
    "special._NEAR_OVERFLOW",
    "special._SERIES_RADIUS",
    "zero_current._LAST_STEP",
    "zero_current._MAX_STEPS",
    "zero_current._RESOLUTION",
    "zero_current._TINY",
}
EVEN_IN_Z = {
    "activity.activity_coefficients",
    "activity.ionic_strength",
    "activity.log10_gamma",
    "pump.depletion_time",
}
# Operators that compute the same, or that differ only where nothing is promised, and why.
EQUIVALENT = {
    (
        "current.flux_direction",
        "\"_sign(V, E, dead_band) * np.sign(valence('z', z))\" with Div",
    ): "dividing by a sign is multiplying by it",
    (
        "current.fit_current_voltage",
        "'currents - level' with Add",
    ): "the distances of the voltages from their mean add up to zero",
    ("ghk._flux", "'np.abs(distance) < _NEAR_REVERSAL' with LtE"): "the same seam",
    ("ghk._flux", "0.0 as 1.0"): "fills elements that are not used",
    (
        "zero_current.ghk_voltage",
        "'(magnitude == 1) | (magnitude == 2)' with BitAnd",
    ): "the general solver finds the same potential",
    ("zero_current.ghk_voltage", "1 as 2"): "the general solver finds the same potential",
    ("pump_leak.pump_leak_steady", "1.0 as 1.01"): "the search for a bracket starts elsewhere",
    ("pump_leak.pump_leak_steady", "2 as 3"): "the bracket grows in other steps",
    (
        "pump_leak.pump_leak_steady",
        "'excess(strong) > 0' with GtE",
    ): "a bracket may end at the root or beyond it",
    (
        "pump_leak.pump_leak_steady",
        "'cell.pump > 0' with GtE",
    ): "the root for a blocked pump is zero as well",
    ("pump_leak.pump_leak_steady", "1e-16 as 1.01e-16"): "when a solver stops",
    ("pump_leak.pump_leak_steady", "1e-15 as 1.01e-15"): "when a solver stops",
    ("pump_leak.pump_leak_steady", "'share <= _NO_ROOM' with Lt"): "the same limit",
    (
        "pump_leak.pump_leak_course",
        "'abs(charge) > _NEUTRAL * cell.osmolarity' with GtE",
    ): "the same limit",
    (
        "pump_leak._steady_at",
        "0.0 as 1.0",
    ): "stands where there is no real root, and any small number serves",
    ("pump_leak.pump_leak_course", "1e-10 as 1.01e-10"): "how exactly a solver works",
    ("pump_leak.pump_leak_course", "'1e-12 * value' with Div"): "how exactly a solver works",
    ("pump_leak.pump_leak_course", "1e-12 as 1.01e-12"): "how exactly a solver works",
    (
        "pump_leak._log",
        "'ratio > 0' with GtE",
    ): "no state that a solver tries has an amount of exactly zero",
    ("silicon._decayed", "'logarithm < _LARGE' with LtE"): "a seam",
    ("special.log_ratio", "'size < _NEAR_ONE' with LtE"): "a seam",
    ("special.log_ratio", "'size < _NEAR_OVERFLOW' with LtE"): "a seam",
    ("special.log_ratio", "'size.max(initial=0.0) < _NEAR_OVERFLOW' with LtE"): "a seam",
    ("special.log_ratio", "0.0 as 1.0"): "the maximum of nothing, far from the seam",
    ("special.bernoulli_pair", "1.0 as 1.01"): "fills elements that are not used",
    ("special.bernoulli_pair", "'x < 0' with LtE"): "both functions are 1 at zero",
}


def why_equivalent(mutant: Mutant) -> str | None:
    """Why no test can catch a mutant, if that is so."""
    function = f"{mutant.module}.{mutant.function}"
    if mutant.change == "absolute value" and function in NEVER_NEGATIVE:
        return "the result is never negative"
    if mutant.change in {"-z", "z without its sign"} and function in EVEN_IN_Z:
        return "only the square or the size of the valence enters"
    if function == "special._SERIES" and len(mutant.change) > len("30240 as 30241"):
        return "one more in a large denominator changes less than the last digit of the sum"
    if function == "special._SERIES" and "3617" in mutant.change:
        return "inside the radius the last term is a guard below the last digit"
    if function in SEAMS:
        return "the result does not depend on where a numerical method gives way to another"
    return EQUIVALENT.get((function, mutant.change))


def mistakes(module: str) -> Iterator[Mutant]:
    """The usual mistakes with every public function of a module."""
    text = (PACKAGE / f"{module}.py").read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if not isinstance(node.returns, ast.Name) or node.returns.id != "Result":
            continue
        names = [argument.arg for argument in node.args.args + node.args.kwonlyargs]
        for one, other in SWAPS:
            if one in names and other in names:
                swap = f"given[{one!r}], given[{other!r}] = given[{other!r}], given[{one!r}]"
                yield wrapped(module, text, node.name, f"{one} and {other} swapped", swap)
        for name, changes in CHANGES.items():
            if name in names:
                for change, expression in changes.items():
                    value = expression.format(f"np.asarray(given[{name!r}], dtype=float)")
                    step = f"if given.get({name!r}) is not None: given[{name!r}] = {value}"
                    yield wrapped(module, text, node.name, change, step)
        for change, expression in RESULTS.items():
            yield wrapped(module, text, node.name, change, "pass", expression)


def wrapped(
    module: str, text: str, function: str, change: str, step: str, result: str = "value"
) -> Mutant:
    wrapper = WRAPPER.format(function=function, change=step, result=result)
    return Mutant(module, function, change, lambda: text + wrapper)


OPERATORS: dict[type[ast.AST], list[type[ast.AST]]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
CALLS = {"log": "log10", "exp": "expm1", "expm1": "exp", "log1p": "log", "sqrt": "abs"}
CALLS |= {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum"}
CALLS |= {"all": "any", "any": "all", "sum": "mean", "sinh": "sin", "arcsinh": "arctan"}
SWAPPED_ARGUMENTS = {"log_ratio", "_inverse_log_mean"}


def operators(module: str) -> Iterator[Mutant]:
    """Every operator, constant and call of a module's functions, changed one at a time."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    strip_annotations(tree)
    for index, (function, node) in enumerate(places(tree)):
        for number, (change, _) in enumerate(changes_of(node)):
            source = partial(changed, tree, index, number)
            yield Mutant(module, function, change, source, node.lineno)


def changed(tree: ast.Module, index: int, number: int) -> str:
    """The source with one change of one expression, by their places in the lists of them."""
    mutated = copy.deepcopy(tree)
    place = list(places(mutated))[index][1]
    list(changes_of(place))[number][1]()
    return ast.unparse(ast.fix_missing_locations(mutated))


def strip_annotations(tree: ast.Module) -> None:
    """Without annotations and messages, of which a mutant would change nothing that matters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.FunctionDef):
            node.returns = None


def places(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The expressions that may be changed, with the function or class they are in."""
    for top in tree.body:
        if isinstance(top, ast.FunctionDef | ast.ClassDef):
            yield from ((top.name, node) for node in expressions(top))
        elif isinstance(top, ast.Assign | ast.AnnAssign) and top.value is not None:
            target = top.targets[0] if isinstance(top, ast.Assign) else top.target
            yield from ((ast.unparse(target), node) for node in expressions(top.value))


def expressions(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Raise | ast.JoinedStr | ast.AnnAssign) and not (
        isinstance(node, ast.AnnAssign) and node.value is not None
    ):
        return
    if isinstance(node, ast.AnnAssign):
        yield from expressions(node.value)  # type: ignore[arg-type]
        return
    if isinstance(node, ast.expr):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from expressions(child)


def changes_of(node: ast.expr) -> Iterator[tuple[str, object]]:
    """What can be changed at one expression: a description, and the act itself."""
    before = ast.unparse(node)
    if isinstance(node, ast.BinOp | ast.BoolOp):
        for other in OPERATORS.get(type(node.op), []):
            yield f"{before!r} with {other.__name__}", lambda o=other: setattr(node, "op", o())
    elif isinstance(node, ast.Compare):
        for other in OPERATORS.get(type(node.ops[0]), []):
            change = lambda o=other: node.ops.__setitem__(0, o())  # noqa: E731
            yield f"{before!r} with {other.__name__}", change
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Invert | ast.Not):
        yield f"{before!r} without its sign", lambda: setattr(node, "op", ast.UAdd())
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        value = node.value + 1 if isinstance(node.value, int) else node.value * 1.01 or 1.0
        yield f"{before} as {value!r}", lambda: setattr(node, "value", value)
    elif isinstance(node, ast.Call):
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        if name in CALLS and isinstance(node.func, ast.Attribute):
            yield (
                f"{before!r} with {CALLS[name]}",
                lambda: setattr(node.func, "attr", CALLS[name]),
            )
        if name == "where" and len(node.args) == 3:
            swap = lambda: node.args.__setitem__(slice(1, 3), [node.args[2], node.args[1]])  # noqa: E731
            yield f"{before!r} with its branches swapped", swap
        if name in SWAPPED_ARGUMENTS:
            reverse = lambda: node.args.reverse()  # noqa: E731
            yield f"{before!r} with its arguments swapped", reverse


class MutantFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutated source when its module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = f"millivolt_solutions.{mutant.module}"
        self.source = mutant.source()

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        return importlib.machinery.ModuleSpec(name, self, origin=f"mutant of {name}")

    def exec_module(self, module):
        exec(compile(self.source, self.name, "exec"), module.__dict__)


def survives(mutant: Mutant) -> bool:
    """Whether all tests of the mutant's module pass in a forked child."""
    child = os.fork()
    if child == 0:
        code = 1
        # Seconds of its own: beside other work a sound mutant must not pass for an endless one.
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_PER_MUTANT, SECONDS_PER_MUTANT))
        with contextlib.suppress(BaseException):
            code = run_tests(mutant)
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def run_tests(mutant: Mutant) -> int:
    """The exit code of the first tests that fail, most telling and quickest ones first."""
    # The package's tests need no plugin, and loading them takes longer than most mutants live.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ["MILLIVOLT_HYPOTHESIS"] = "mutation"
    import pytest
    from hypothesis import Phase, settings

    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.meta_path.insert(0, MutantFinder(mutant))
    own = [HERE / f"test_{mutant.module}.py"]
    everywhere = [*own, HERE / "test_arguments.py", HERE / "test_published.py"]
    for examples, tests in ((20, tests_naming(mutant.function, own)), (100, everywhere)):
        settings.register_profile(
            "mutation",
            database=None,
            deadline=None,
            derandomize=True,
            max_examples=examples,
            phases=[Phase.explicit, Phase.generate],
        )
        if tests and (
            code := pytest.main(["-x", "-q", "-p", "no:cacheprovider", *map(str, tests)])
        ):
            return int(code)
    return 0


def tests_naming(function: str, files: list[Path]) -> list[str]:
    """The tests that mention a function."""
    return [
        f"{path}::{node.name}"
        for path in files
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and any(isinstance(n, ast.Name) and n.id == function for n in ast.walk(node))
    ]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("module", nargs="*", help="modules of the package (default: all)")
    parser.add_argument("--list", action="store_true", help="print the mutants, run nothing")
    parser.add_argument("--only", metavar="TEXT", default="", help="mutants whose name has TEXT")
    parser.add_argument("--kind", choices=["mistake", "operator"], help="one kind only")
    options = parser.parse_args(argv)
    kinds = {"mistake": mistakes, "operator": operators}
    chosen = [kinds[options.kind]] if options.kind else list(kinds.values())
    mutants = [
        mutant
        for module in options.module or [m for m in MODULES if m != "arguments"] + ["arguments"]
        for kind in chosen
        for mutant in kind(module)
        if options.only in mutant.name
    ]
    if options.list:
        print(*(mutant.name for mutant in mutants), sep="\n")
        return 0
    # Loaded once and inherited by every child; the package itself is not among them.
    import hypothesis
    import mpmath
    import numpy
    import pytest
    import scipy.integrate
    import scipy.optimize

    del hypothesis, mpmath, numpy, pytest, scipy
    score: dict[str, list[int]] = {}
    survivors = []
    for mutant in mutants:
        killed = not survives(mutant)
        equivalent = why_equivalent(mutant) is not None
        row = score.setdefault(f"{mutant.module}.{mutant.function}", [0, 0, 0])
        row[0 if killed else 1 if equivalent else 2] += 1
        verdict = "killed" if killed else "equivalent" if equivalent else "SURVIVED"
        print(f"{verdict:10} {mutant.name}", flush=True)
        if not killed and not equivalent:
            survivors.append(mutant.name)
    print("\nkilled equivalent survived  function")
    for function, (killed_count, equal, alive) in score.items():
        print(f"{killed_count:6} {equal:10} {alive:8}  {function}")
    total = [sum(row[column] for row in score.values()) for column in range(3)]
    share = 1 - total[2] / max(1, total[0] + total[2])
    print(f"\nscore {share:.1%}: {total[0]} killed, {total[2]} survived, {total[1]} equivalent")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
