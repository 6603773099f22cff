"""The numbers of the interactive membrane: by the reference physics, from any form."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

import millivolt_solutions as reference
from millivolt.bank import load_bank
from millivolt.items import Membrane
from millivolt.practice.web import scene
from millivolt.practice.web.electrodiffusion import (
    Species,
    current,
    equilibrium,
    flux,
    pulls,
    resting,
)
from millivolt.practice.web.membrane import membrane_view

BANK = load_bank()
concentrations = st.floats(1e-4, 600)
valences = st.sampled_from([-2, -1, 1, 2])
temperatures = st.floats(0, 50)
potentials = st.floats(-200, 200)
ions = st.builds(
    Species, st.just("X"), valences, concentrations, concentrations, st.floats(1e-2, 100)
)
texts = st.one_of(st.text(max_size=12), st.floats().map(str), st.integers().map(str))
forms = st.dictionaries(
    st.sampled_from(["ion", "z", "in", "out", "P", "T", "V", "other"]),
    st.lists(
        st.one_of(st.text(max_size=12), st.floats().map(str), st.integers().map(str)), max_size=9
    ),
)


@given(ions, temperatures)
def test_the_equilibrium_potential_is_that_of_nernst(ion, t):
    expected = reference.nernst(ion.outside, ion.inside, ion.valence, t + 273.15)
    assert equilibrium(ion, t) == pytest.approx(float(expected), abs=1e-6)


@given(ions, potentials, temperatures)
def test_the_current_is_that_of_goldman_hodgkin_and_katz(ion, V, t):
    P = ion.permeability * 1e-9
    expected = float(reference.ghk_current(P, ion.valence, V, ion.inside, ion.outside, t + 273.15))
    scale = 1e3 * P * 96485.33 * (ion.inside + ion.outside)
    assert current(ion, V, t) == pytest.approx(1e3 * expected, rel=1e-6, abs=1e-6 * scale)


@given(st.lists(ions, min_size=2, max_size=4), temperatures)
def test_the_currents_cancel_where_the_reference_says(several, t):
    found = resting(several, t)
    expected = float(
        reference.ghk_voltage(
            [ion.permeability for ion in several],
            [ion.inside for ion in several],
            [ion.outside for ion in several],
            [ion.valence for ion in several],
            t + 273.15,
        )
    )
    assert found == pytest.approx(expected, abs=1e-3)


@given(ions, potentials, temperatures)
def test_the_flux_follows_the_stronger_pull(ion, V, t):
    diffusion, field = pulls(ion, V, t)
    if abs(diffusion + field) > 1e-6:
        # Pulls are positive inwards, fluxes outwards.
        assert (flux(ion, V, t) > 0) == (diffusion + field < 0)


def test_without_charge_there_is_only_diffusion():
    urea = Species("X", 0, 10.0, 4.0, 2.0)
    assert equilibrium(urea, 37) is None
    assert current(urea, -70, 37) == 0
    assert flux(urea, -70, 37) == pytest.approx(2e-3 * 6)
    assert resting([urea], 37) is None


@given(forms)
def test_any_form_gives_a_membrane_within_bounds(form):
    found = scene.from_form(form)
    assert 1 <= len(found.ions) <= scene.MOST_IONS
    for ion in found.ions:
        for field, value in (("in", ion.inside), ("out", ion.outside), ("z", ion.valence)):
            low, high = scene.BOUNDS[field]
            assert low <= value <= high
    view = membrane_view(found)
    assert "<svg" in view.picture
    assert "<script" not in view.picture.lower()


@given(st.lists(ions, min_size=1, max_size=4), temperatures, potentials)
def test_a_membrane_survives_the_way_to_its_address_and_back(several, t, V):
    drawn = scene.Scene(tuple(several), t, V)
    back = scene.from_form(parse_qs(scene.as_query(drawn)))
    assert back.refused == ()
    assert [ion.valence for ion in back.ions] == [ion.valence for ion in several]
    for one, other in zip(back.ions, several, strict=True):
        assert one.inside == pytest.approx(other.inside, rel=1e-5)
        assert one.permeability == pytest.approx(other.permeability, rel=1e-5)
    assert back.potential == pytest.approx(V, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("item", [family.id for family in BANK])
def test_the_membrane_of_a_question_shows_the_numbers_of_the_question(item):
    variant = BANK[item].variant("5")
    drawn = scene.of_variant(variant)
    if isinstance(variant.picture, Membrane):
        assert drawn is not None
        shown = [(i.name, i.valence, i.inside, i.outside) for i in drawn.ions]
        assert shown == [
            (i.name, i.valence, i.inside, i.outside) for i in variant.picture.ions[: len(shown)]
        ]
    if drawn is not None:
        printed = {str(value) for value in _numbers(variant.given)}
        for ion in drawn.ions:
            assert {str(ion.inside), str(ion.outside)} <= printed or variant.picture


def _numbers(given):
    for value in given.values() if isinstance(given, dict) else given:
        if isinstance(value, dict | list):
            yield from _numbers(value)
        elif isinstance(value, int | float):
            yield float(value)


def test_permeabilities_keep_the_ratios_of_the_question():
    variant = BANK["currents-at-rest"].variant("1")
    drawn = scene.of_variant(variant)
    given = {row["ion"]: row["P"] for row in variant.given["rows"]}
    first = drawn.ions[0]
    for ion in drawn.ions:
        expected = given[ion.name] / given[first.name]
        assert ion.permeability / first.permeability == pytest.approx(expected)
    assert drawn.potential == variant.given["V"]


def test_ions_of_different_vesicles_are_no_membrane():
    assert scene.of_variant(BANK["order-by-equilibrium"].variant("1")) is None


def test_a_question_about_no_membrane_has_none():
    assert scene.of_variant(BANK["thermal-voltage"].variant("1")) is None


def test_at_equilibrium_nothing_flows_and_the_page_says_so(visitor):
    found = visitor.get("/membrane?ion=K%E2%81%BA&z=1&in=140&out=140&P=10&T=37&V=0")
    assert "K⁺ is at equilibrium" in found.text


def test_a_field_without_a_number_is_named(visitor):
    found = visitor.get("/membrane?ion=K&z=1&in=much&out=4&P=10&T=37&V=-70")
    assert "No number, so left as usual: K inside" in found.text
