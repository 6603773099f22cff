"""Ordinary course code runs in the box as it is."""

import pytest

from millivolt.isolation import Cell

pytestmark = pytest.mark.sandbox

FIGURES = "import matplotlib.pyplot as plt\nplt.plot([1, 2], label='V')\nplt.legend()\n"


@pytest.fixture(scope="module")
def stocked_box(mode, start_box):
    """A box with every default library that is installed."""
    with start_box(mode) as box:
        yield box


def test_ordinary_course_code_runs_unchanged(stocked_box, ordinary):
    _, code = ordinary
    needed = {name for name in ("matplotlib", "pandas") if f"import {name}" in code}
    if needed - stocked_box.versions.keys():
        pytest.skip(f"not installed here: {', '.join(needed)}")
    with stocked_box.session() as session:
        (run,) = session.run([Cell("snippet", code)])
    assert run.status == "ok", run
    assert session.ended is None


def test_open_figures_are_kept_as_pictures_and_closed_after_the_cell(stocked_box):
    if "matplotlib" not in stocked_box.versions:
        pytest.skip("matplotlib is not installed here")
    with stocked_box.session() as session:
        drawn, shown, after = session.run(
            [
                Cell("drawn", FIGURES, ("<figure>",)),
                Cell("shown", FIGURES + "plt.show()\nplt.plot([3])"),
                Cell("after", "plt.get_fignums()", ()),
            ]
        )
    assert [picture.mime for picture in drawn.rich] == ["image/png"]
    assert [picture.mime for picture in shown.rich] == ["image/png", "image/png"]
    assert after.output == "[]\n"
    figure = session.captured["<figure>"].value
    assert figure.axes[0].lines[0].y.tolist() == [1.0, 2.0]
    assert figure.axes[0].legend == ("V",)
