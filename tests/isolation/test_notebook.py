"""The notebook executor behaves like the kernel that course code was written for."""

import pytest

from millivolt.isolation import Cell, Limits

pytestmark = pytest.mark.sandbox


@pytest.fixture
def run(box):
    """Runs cells in a session of their own and gives their runs."""

    def run(*sources, limits=None):
        with box.session(limits) as session:
            return session.run([Cell(str(i), source) for i, source in enumerate(sources)])

    return run


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("1 + 1", "2\n"),
        ("'text'", "'text'\n"),
        ("None", ""),
        ("1 + 1;", ""),
        ("x = 1", ""),
        ("display(1, 'a')", "1\n'a'\n"),
        ("__name__", "'__main__'\n"),
        ("import asyncio\nawait asyncio.sleep(0, 'slept')", "'slept'\n"),
        ("%%time\n'timed'", "'timed'\n"),
        ("%pwd;", ""),
    ],
)
def test_the_last_expression_of_a_cell_is_shown(run, source, output):
    (shown,) = run(source)
    assert shown.output.startswith(output)
    assert shown.status == "ok"


def test_the_last_value_is_kept_under_an_underscore(run):
    assert run("6 * 7", "_ + 1")[1].output == "43\n"


@pytest.mark.parametrize(
    ("method", "content", "mime"),
    [
        ("_repr_html_", "'<b>x</b>'", "text/html"),
        ("_repr_markdown_", "'*x*'", "text/markdown"),
        ("_repr_latex_", "'$x$'", "text/latex"),
    ],
)
def test_the_rich_form_of_a_value_is_kept_as_bytes(run, method, content, mime):
    source = f"class Shown:\n    def {method}(self):\n        return {content}\nShown()"
    (shown,) = run(source)
    assert [(rich.mime, rich.data.decode()) for rich in shown.rich] == [(mime, eval(content))]


def test_a_picture_that_is_none_is_dropped(run):
    source = "class Shown:\n    def _repr_png_(self):\n        return b'not a picture'\nShown()"
    (shown,) = run(source)
    assert shown.rich == ()
    assert shown.status == "ok"


def test_a_value_that_cannot_show_itself_costs_nothing(run):
    source = "class Shy:\n    def _repr_html_(self):\n        raise ValueError\nShy();1"
    assert run(source)[0].output == "1\n"


def test_display_objects_of_ipython_are_kept_and_not_printed(run):
    (shown,) = run("from IPython.display import *\ndisplay(HTML('<b>x</b>'), Math('E'))")
    assert [rich.mime for rich in shown.rich] == ["text/html", "text/latex"]
    assert shown.output == ""


def test_more_displays_than_anyone_looks_at_are_dropped(run):
    source = (
        "from IPython.display import HTML, display\nfor i in range(500):\n    display(HTML('x'))"
    )
    (shown,) = run(source)
    assert len(shown.rich) == 64
    assert shown.status == "ok"


def test_captured_output_is_kept_under_its_name(run):
    capture, show = run("%%capture printed\nprint('inside')", "print(printed.stdout)")
    assert capture.output == ""
    assert show.output == "inside\n\n"


@pytest.mark.parametrize("magic", ["%bash ls", "%%bash\nls", "%run a.py", "%sx ls", "%%perl\nx"])
def test_a_magic_that_would_start_a_program_is_refused_by_name(run, magic):
    (refused,) = run(magic)
    assert refused.error.type == "UnknownMagic"
    assert "not available while the notebook is graded" in refused.error.message


def test_an_unknown_extension_is_ignored(run):
    (loaded, after) = run("%load_ext some_extension", "1")
    assert (loaded.status, after.status) == ("ok", "ok")


def test_a_written_file_can_be_imported(run):
    written, used = run("%%writefile model.py\nE_K = -89", "from model import E_K\nE_K")
    assert (written.status, used.status) == ("ok", "ok"), (written, used)
    assert used.output == "-89\n"


def test_reset_forgets_names_and_keeps_the_tools_of_the_notebook(run):
    _, reset, gone, kept = run("x = 1", "%reset -f", "x", "display(2)")
    assert reset.status == "ok"
    assert gone.error.type == "NameError"
    assert kept.output == "2\n"


@pytest.mark.parametrize(
    "leave", ["exit()", "quit()", "import sys\nsys.exit(0)", "raise SystemExit"]
)
def test_leaving_ends_the_cell_and_not_the_notebook(run, leave):
    left, after = run(leave, "1")
    assert left.error.type == "SystemExit"
    assert after.status == "ok"


def test_help_prints_the_documentation(run):
    assert "logarithm" in run("import math\nmath.log?")[0].output


def test_timing_magics_print_a_time_and_keep_the_result(run):
    timed, result = run("%timeit -n 5 1 + 1\n%time x = 5", "x")
    assert "per loop" in timed.output
    assert "Wall time" in timed.output
    assert result.output == "5\n"


def test_no_figure_is_drawn_when_none_is_allowed(run):
    pytest.importorskip("matplotlib")
    source = "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()"
    (shown,) = run(source, limits=Limits(figures=0))
    assert (shown.status, shown.rich) == ("ok", ())


def test_an_error_in_a_library_is_placed_at_the_student_s_own_line(run):
    (failed,) = run("import json\n\njson.loads('{')")
    assert (failed.error.type, failed.error.line) == ("JSONDecodeError", 3)


def test_an_error_names_the_classes_it_derives_from(run):
    (failed,) = run("{}['x']")
    assert failed.error.ancestry[:3] == ("KeyError", "LookupError", "Exception")
