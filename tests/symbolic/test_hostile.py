"""Whatever is typed: no code runs, nothing takes long, nothing takes much memory."""

import subprocess
import sys
import time

import pytest

from millivolt.symbolic import check_derivation, compare

SYMBOLS = {**dict.fromkeys(["x", "y", "E", "V"], "real"), "p": "positive", "n": "positive_integer"}
SECONDS = 2.0  # of CPU time, on a slow machine; a second on the machine the limits were set on

HOSTILE = [
    "__import__('os').system('touch pwned')",
    "().__class__.__bases__[0].__subclasses__()",
    "eval('1')",
    "lambda: 1",
    "10**10**10",
    "9^9^9^9",
    "2^(2^(2^(2^x)))",
    "x^x^x^x^x^x",
    "factorial(10^6)",
    "100000!",
    "x!!!!!!",
    "(" * 1000,
    "[" * 1999,
    "{" * 2000,
    "|" * 1999,
    "-" * 1999 + "x",
    "x" + "^x" * 500,
    "(" * 55 + "x" + ")" * 55,
    "sin(" * 55 + "x" + ")" * 55,
    "x+" * 380 + "x",
    "*".join(["(x+y+p+1)"] * 40),
    "(x+y+p+E+V+1)^64",
    "(x+1)^(10^6)",
    "1" * 1900,
    "1e400",
    "1e99999999999",
    "integrate(1/x,x,-1,1)",
    "integrate(exp(exp(exp(x))),x,0,10)",
    "integrate(sin(1/x),x,0,1)",
    "integrate(integrate(exp(x*y),x,0,1),y,0,1)",
    "sum(1/n,n,1,10^9)",
    "limit(x^x^x,x,0)",
    "limit(exp(exp(exp(x))),x,inf)",
    "diff(x^x^x^x,x,4)",
    "exp(" * 50 + "x" + ")" * 50,
    "sqrt(" * 50 + "p" + ")" * 50,
    "binomial(10^9,5*10^8)",
    "sin(1e400)",
    "exp(1e300)",
    "((((x+y)^5+1)^5+1)^5+1)^5",
    "p^(1/999)*p^(1/998)*p^(1/997)",
    "12345678901234567890123456789012345678901234567890!",
    "ln(2^997-1)+ln(3^500)",
    "\\frac" * 300,
    "\\left(" * 300,
    "x" * 1999,
    "e" * 1999,
    "x=1 and " * 200 + "x=1",
    "d/dx " * 300,
    "_" * 2000,
    "x_{" * 600,
    "x\x00y",
    "1/0",
    "0/0",
    "0^0",
    "x/(x-x)",
    "(x+y+p+E+V)^12-(x+y+p+E-V)^12",
    "log(x)+ln x/y+x/y p+1/2x+integrate(1/x,x,-1,1)",
    "ln x/y*1/2x*x/y p*log(" * 50 + "x" + ")" * 50,
    "±" * 1999,
    "x" + "±x" * 390,
    "x \\over " * 200 + "x",
    "\\mathrm{" * 240,
    "\\mathrm{[" * 120 + "x" + "]}" * 120,
    "\\bar" * 400 + "x",
    "\\lim_{x->" * 200,
    "\\sum_{n=1}^{10^9} n",
    "(x>1)" * 300,
    "x" + "(x=1 or " * 50 + "x" + ")" * 50,
    "V = 1 and " * 100 + "E = 2",
    "5 " + "m/" * 390 + "s",
    "\u200b" * 1000 + "x" * 900,
    "K⁺o" * 300,
]


def names(text):
    return text if len(text) < 30 else f"{text[:20]}… ({len(text)})"


@pytest.mark.parametrize("text", HOSTILE, ids=names)
def test_a_hostile_answer_is_judged_in_time(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for reference in ("exp(-x)*(x + y)^3/(p + 1)", "x = y"):
        start = time.process_time()
        verdict = compare(text, reference, SYMBOLS).verdict
        assert verdict in ("different", "undecided", "invalid")
        assert time.process_time() - start < SECONDS
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "move", ["", "limit x -> 0: E = ", "d/dx: dE/dx = ", "series x to order 4: "]
)
@pytest.mark.parametrize("text", HOSTILE[::3], ids=names)
def test_a_hostile_line_is_judged_in_time(text, move):
    start = time.process_time()
    report = check_derivation([move + text], ["E = x^2*exp(x)/(1 + x)"], "E = y", SYMBOLS)
    assert not report.reached_goal
    assert time.process_time() - start < SECONDS


def test_the_memory_stays_small():
    code = (
        f"import re, sys; sys.path[:0] = {sys.path!r}\n"
        "from millivolt.symbolic import compare\n"
        f"for text in {HOSTILE!r}: compare(text, 'exp(x)/(p + 1)', {SYMBOLS!r})\n"
        # The peak that getrusage knows is the parent's, if that was larger before the fork.
        "print(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert int(run.stdout) * 1024 < 300 * 2**20
