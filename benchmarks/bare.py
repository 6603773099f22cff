"""The floor of grading: each submission's sources in a fork of a process that has NumPy loaded.

Reads a list of lists of sources from standard input, and prints the seconds for each.
"""

import json
import os
import sys
import time
import warnings

import numpy  # noqa: F401 - warm, as the box is


def run(sources):
    """What a child does: every source, one after the other, whatever the others did."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    warnings.simplefilter("ignore")
    names = {"__name__": "__main__"}
    for source in sources:
        try:
            exec(compile(source, "cell", "exec"), names)
        except BaseException:
            continue


seconds = []
for sources in json.load(sys.stdin):
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        run(sources)
        os._exit(0)
    os.waitpid(child, 0)
    seconds.append(time.perf_counter() - started)
print(json.dumps(seconds))
