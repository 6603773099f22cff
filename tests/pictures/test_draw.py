"""Pictures are well-formed, told in words, never overlap, and are the same every time."""

import base64
import re
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from millivolt.items import Chart, Ion, Line, Mark, Membrane, VoltageAxis
from millivolt.pictures import data_uri, draw, table
from millivolt.pictures.svg import text_width

SVG = "{http://www.w3.org/2000/svg}"
AXIS = VoltageAxis("Potentials", (Mark("E_K", -89.1), Mark("E_Cl", -87.2)), -70.0)
MEMBRANE = Membrane("Both sides", (Ion("K⁺", 1, 140, 4), Ion("Cl⁻", -1, 7, 120)), -70.0)
CHART = Chart("I-V", "V (mV)", "I (pA)", (Line("leak", (-100.0, 50.0), (-30.0, 120.0)),))
PICTURES = pytest.mark.parametrize("picture", [AXIS, MEMBRANE, CHART], ids=lambda p: p.title)

label = st.text(st.sampled_from("EKNaClm_⁺−WMil 8"), min_size=1, max_size=14)
marks = st.lists(st.builds(Mark, label, st.floats(-400, 400)), max_size=9).map(tuple)
axes = st.builds(VoltageAxis, st.just("Axis"), marks, st.none() | st.floats(-150, 150))
answers = st.none() | st.builds(Mark, st.just("your answer"), st.floats(-1e9, 1e9))
keys = st.none() | st.builds(Mark, st.just("right answer"), st.floats(-400, 400))


def texts(svg):
    """Every text as (left, top, right, bottom, words), by its estimated width."""
    for element in fromstring(svg).iter(f"{SVG}text"):
        words = "".join(element.itertext())
        width = text_width(words, float(element.get("font-size", 13)))
        x, y = float(element.get("x")), float(element.get("y"))
        left = {"start": x, "middle": x - width / 2, "end": x - width}[element.get("text-anchor")]
        yield left, y - 10, left + width, y + 3, words


@given(axes, answers, keys)
def test_no_label_of_a_voltage_axis_covers_another_or_leaves_the_image(axis, answer, key):
    svg = draw(axis, answer=answer, key=key)
    _, _, width, height = map(float, fromstring(svg).get("viewBox").split())
    boxes = [box for box in texts(svg) if not box[4].lstrip("−").replace(".", "").isdigit()]
    for left, top, right, bottom, _ in boxes:
        assert left >= -0.5
        assert right <= width + 0.5
        assert top >= 0
        assert bottom <= height
    for number, a in enumerate(boxes):
        for b in boxes[number + 1 :]:
            apart = a[2] <= b[0] + 0.5 or b[2] <= a[0] + 0.5 or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (a, b)


@given(axes, answers, keys)
def test_a_voltage_axis_names_every_mark_for_those_who_do_not_see_it(axis, answer, key):
    told = fromstring(draw(axis, answer=answer, key=key)).find(f"{SVG}desc").text
    shown = [*axis.ticks, *(mark for mark in (answer, key) if mark is not None)]
    assert all(f"{mark.label} at " in told for mark in shown)
    assert told.count(" mV") + told.count("\u202fmV") >= len(shown)


def test_an_answer_far_outside_does_not_squeeze_the_ruler():
    near = draw(AXIS, answer=Mark("your answer", -60.0))
    far = draw(AXIS, answer=Mark("your answer", -60_000.0))
    ticks = [box[4] for box in texts(near)]
    assert "−100" in ticks
    assert "−100" in [box[4] for box in texts(far)]
    assert "−6.00 × 10⁴" in [box[4] for box in texts(far)]


@PICTURES
def test_a_picture_is_an_image_with_a_title_and_a_description(picture):
    svg = fromstring(draw(picture))
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == picture.title
    assert len(description.text) > 20


@PICTURES
def test_a_picture_is_the_same_to_the_byte_every_time(picture):
    assert draw(picture) == draw(picture)


@PICTURES
def test_equal_pictures_on_one_page_can_have_ids_of_their_own(picture):
    ids = [re.findall(r'id="([^"]+)"', draw(picture, name=name)) for name in ("a", "b")]
    assert not set(ids[0]) & set(ids[1])


@PICTURES
def test_an_inline_picture_takes_every_colour_from_the_page(picture):
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb", draw(picture))


@PICTURES
def test_a_standalone_picture_brings_its_own_colours_and_paper(picture):
    svg = draw(picture, standalone=True)
    assert "--mv-ink: #" in svg
    assert "prefers-color-scheme: dark" in svg
    encoded = data_uri(picture).removeprefix("data:image/svg+xml;base64,")
    assert base64.b64decode(encoded).decode() == svg


def test_markup_in_a_label_stays_text():
    hostile = '<script>alert("x")</script>&'
    svg = draw(VoltageAxis(hostile, (Mark(hostile, -70.0),)))
    assert "<script" not in svg
    assert fromstring(svg).find(f"{SVG}title").text == hostile
    assert "<script" not in table(VoltageAxis(hostile, (Mark(hostile, -70.0),)))


def test_the_name_of_a_quantity_is_set_with_its_subscript():
    svg = fromstring(draw(AXIS))
    subscripts = [element.text for element in svg.iter(f"{SVG}tspan")]
    assert subscripts == ["K", "Cl", "m"]


@given(st.floats(1e-6, 500), st.floats(1e-6, 500))
def test_the_fuller_side_has_more_dots_and_no_ion_vanishes(inside, outside):
    assume(inside > 1.2 * outside or outside > 1.2 * inside)
    svg = fromstring(draw(Membrane("m", (Ion("K⁺", 1, inside, outside),))))
    drawn = "".join(path.get("d") for path in svg.iter(f"{SVG}path"))
    dots = [float(y) for y in re.findall(r"M\S+ (\S+)h0", drawn)]
    below, above = sum(y > 150 for y in dots), sum(y < 150 for y in dots)
    assert min(below, above) >= 1
    assert (below > above) == (inside > outside)


def test_a_membrane_tells_both_pulls_on_each_ion():
    told = fromstring(draw(MEMBRANE)).find(f"{SVG}desc").text
    cation = "outwards, the electrical pull inwards."
    anion = "inwards, the electrical pull outwards."
    sides = "K⁺: 4\u202fmM outside, 140\u202fmM inside"
    assert f"{sides}; diffusion pulls it {cation}" in told
    assert f"7\u202fmM inside; diffusion pulls it {anion}" in told


def test_a_membrane_without_a_gradient_and_without_a_voltage_has_no_arrows():
    picture = Membrane("m", (Ion("K⁺", 1, 5.0, 5.0),), 0.0)
    assert 'Z"' in draw(MEMBRANE)  # the head of an arrow is a closed path
    assert 'Z"' not in draw(picture)
    assert "no pull by diffusion, no electrical pull" in draw(picture)


def test_a_chart_leaves_a_gap_where_a_value_is_missing():
    line = Line("I", (0.0, 1.0, 2.0, 3.0, 4.0), (0.0, 1.0, float("nan"), 3.0, 4.0))
    svg = fromstring(draw(Chart("c", "x", "y", (line,))))
    curves = [c.get("points") for c in svg.iter(f"{SVG}polyline")]
    # One more is the sample in the legend.
    assert len(curves) == 3
    assert "nan" not in draw(Chart("c", "x", "y", (line,)))


@pytest.mark.parametrize(
    "lines", [(), (Line("I", (), ()),), (Line("I", (1.0,), (float("inf"),)),)], ids=str
)
def test_a_chart_without_a_value_has_its_axes_all_the_same(lines):
    svg = fromstring(draw(Chart("c", "V (mV)", "I (pA)", lines)))
    assert "V (mV)" in ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]
    assert "inf" not in table(Chart("c", "x", "y", lines))


def test_a_membrane_needs_an_ion():
    with pytest.raises(ValueError, match="needs an ion"):
        draw(Membrane("empty", ()))


def test_curves_of_a_chart_differ_in_their_dashes_not_only_in_colour():
    lines = tuple(Line(name, (0.0, 1.0), (0.0, 1.0)) for name in "abcd")
    svg = fromstring(draw(Chart("c", "x", "y", lines)))
    dashes = {c.get("stroke-dasharray") for c in svg.iter(f"{SVG}polyline")}
    assert len(dashes) == 4


@given(st.lists(st.floats(1e-4, 1e4), min_size=2, max_size=8))
def test_numerals_below_a_chart_do_not_touch(xs):
    chart = Chart("c", "x", "y", (Line("a", tuple(xs), tuple(xs)),), "log")
    boxes = list(texts(draw(chart)))
    ys = [box[1] for box in boxes]
    row = sorted(box for box in boxes if box[1] == max(y for y in ys if ys.count(y) > 1))
    assert all(a[2] <= b[0] for a, b in pairwise(row))


def test_a_table_has_a_row_for_every_mark_answer_and_key_with_a_head():
    html = table(AXIS, answer=Mark("your answer", 50.0), key=Mark("right answer", -89.1))
    assert html.count('<th scope="row">') == 5
    assert html.count('<th scope="col">') == 2
    assert "<caption>Potentials</caption>" in html
    assert "<td>−89.1\u202fmV</td>" in html


def test_a_table_of_a_membrane_gives_valence_and_both_concentrations():
    html = table(MEMBRANE)
    assert "<td>−1</td><td>120\u202fmM</td><td>7\u202fmM</td>" in html


def test_a_table_of_a_long_curve_gives_a_dozen_points_with_both_ends():
    xs = tuple(float(n) for n in range(1000))
    html = table(Chart("c", "x", "y", (Line("a", xs, xs),)))
    assert html.count('<th scope="row">') == 12
    assert "<td>0.00</td>" in html
    assert "<td>999</td>" in html
