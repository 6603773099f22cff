"""Notebook syntax becomes Python without moving a line."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.isolation.inside.source import to_python


@pytest.mark.parametrize(
    ("cell", "call"),
    [
        ("%matplotlib inline", "get_ipython().run_line_magic('matplotlib', 'inline')"),
        ("  %time f(1)", "  get_ipython().run_line_magic('time', 'f(1)')"),
        ("x = %who_ls", "x = get_ipython().run_line_magic('who_ls', '')"),
        ("!pip install x", "get_ipython().system('pip install x')"),
        ("files = !ls -l", "files = get_ipython().system('ls -l')"),
        ("!!ls", "get_ipython().system('ls')"),
        ("np.log?", "get_ipython().help('np.log')"),
        ("??f", "get_ipython().help('f')"),
    ],
)
def test_a_line_of_notebook_syntax_becomes_a_call(cell, call):
    assert to_python(cell) == call


def test_a_cell_magic_takes_the_rest_of_the_cell():
    python = to_python("\n%%timeit -n 3\nf(x)\ng(x)")
    assert python == "\nget_ipython().run_cell_magic('timeit', '-n 3', 'f(x)\\ng(x)')\n"


@pytest.mark.parametrize(
    "cell",
    [
        "a = 7\nb = a\\\n%2\n%time 1",
        's = """\n%d apples\n!bang\n"""\n%time 1',
        "t = (1\n%2\n)\n%time 1",
        "u = '''\nwhat?\n'''\n%time 1",
        "v = 'it\\'s (' # ) comment\n%time 1",
        'w = "x"; y = [\n"%d"\n]\n%time 1',
    ],
)
def test_lines_inside_strings_and_brackets_are_not_notebook_syntax(cell):
    lines = to_python(cell).split("\n")
    assert lines[:-1] == cell.split("\n")[:-1]
    assert lines[-1] == "get_ipython().run_line_magic('time', '1')"
    ast.parse("\n".join(lines))


@given(st.text())
def test_ordinary_python_comes_back_unchanged(text):
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return
    if not text.lstrip().startswith("%%"):
        assert to_python(text) == text


@given(
    st.lists(st.sampled_from(["x = 1", "%time x", "!ls", "f?", "", "def g(:", "y = '''", "(", ")"]))
)
def test_no_line_moves(lines):
    cell = "\n".join(lines)
    assert to_python(cell).count("\n") == cell.count("\n")
