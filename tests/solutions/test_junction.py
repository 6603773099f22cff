"""Henderson's liquid junction potential, its limits and its published values."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from millivolt_solutions import LIMITING_CONDUCTIVITY, ljp_henderson, mobility, thermal_voltage

C = st.floats(0.01, 500.0)
T = st.floats(273.15, 320.0)
IONS = st.lists(
    st.tuples(C, C, st.sampled_from([-2, -1, 1, 2]), st.floats(0.1, 5.0)), min_size=1, max_size=6
).map(lambda rows: tuple(map(list, zip(*rows, strict=True))))


@given(IONS, T)
def test_the_junction_potential_is_accurate(exact, assert_ulps, ions, T):
    mp = exact.mp
    rows = [tuple(map(mp.mpf, row)) for row in zip(*ions, strict=True)]
    drift = mp.fsum(z * u * (b - p) for p, b, z, u in rows)
    s_pip = mp.fsum(z * z * u * p for p, b, z, u in rows)
    s_bath = mp.fsum(z * z * u * b for p, b, z, u in rows)
    gain = mp.log(s_pip / s_bath) / (s_bath - s_pip) if s_pip != s_bath else -1 / s_bath
    gross = mp.fsum(abs(z) * u * (b + p) for p, b, z, u in rows)
    got = ljp_henderson(*ions, T)
    assert_ulps(
        got, exact.thermal(T) * drift * gain, 60, scale=exact.thermal(T) * gross * abs(gain)
    )


@given(IONS, T)
def test_swapping_the_solutions_flips_the_sign(ions, T):
    pipette, bath, z, u = ions
    assert ljp_henderson(pipette, bath, z, u, T) == pytest.approx(
        -ljp_henderson(bath, pipette, z, u, T), abs=1e-9
    )


@given(IONS, T, st.floats(0.01, 100.0))
def test_only_ratios_of_mobilities_matter(ions, T, factor):
    pipette, bath, z, u = ions
    assert ljp_henderson(pipette, bath, z, np.multiply(u, factor), T) == pytest.approx(
        ljp_henderson(pipette, bath, z, u, T), abs=1e-9
    )


@given(C, C, st.floats(0.1, 5.0), st.floats(0.1, 5.0), T)
def test_one_diluted_salt_gives_the_textbook_diffusion_potential(c_pip, c_bath, u, v, T):
    assume(abs(c_pip / c_bath - 1) > 1e-3)
    want = thermal_voltage(T) * (u - v) / (u + v) * np.log(c_pip / c_bath)
    got = ljp_henderson([c_pip, c_pip], [c_bath, c_bath], [1, -1], [u, v], T)
    assert got == pytest.approx(want, rel=1e-9, abs=1e-9)


def test_equally_conducting_solutions_take_the_limit():
    # K+ against an ion of the same charge: sum z^2 u c agrees when u c does.
    mix = {"z": [1, 1, -1], "u": [1.0, 0.5, 1.0], "T": 298.15}
    at = ljp_henderson([100.0, 0.0, 50.0], [0.0, 200.0, 50.0], **mix)
    near = ljp_henderson([100.0, 0.0, 50.0], [0.0, 200.0 * (1 + 1e-9), 50.0], **mix)
    assert at == pytest.approx(near, abs=1e-6)
    same = ljp_henderson([100.0, 100.0], [100.0, 100.0], [1, -1], [1.0, 1.04], 298.15)
    assert same == 0.0


@pytest.mark.parametrize(
    ("pipette", "bath", "T", "printed", "within"),
    [
        # Ng & Barry, J. Neurosci. Methods 56:37 (1995), table 2; measured and calculated -8.2.
        ({"Ca": 50, "Cl": 200, "Mg": 50, "Li": 0}, {"Cl": 100, "Li": 100}, 298.15, -8.2, 0.5),
        # Manual of JPCalcWin, page 7.
        ({"Na": 10, "Cl": 10, "Cs": 135, "F": 135}, {"Na": 145, "Cl": 145}, 293.15, 8.74, 0.02),
    ],
)
def test_published_junction_potentials_are_met(pipette, bath, T, printed, within):
    names = list(pipette)
    value = ljp_henderson(
        [pipette[n] for n in names],
        [bath.get(n, 0) for n in names],
        [LIMITING_CONDUCTIVITY[n][0] for n in names],
        [mobility(n) for n in names],
        T,
    )
    assert value == pytest.approx(printed, abs=within)


def test_mobilities_are_relative_to_potassium_and_per_charge():
    assert mobility("K") == 1.0
    assert mobility("Cl") == pytest.approx(1.0382, abs=1e-4)
    assert mobility("Na") == pytest.approx(0.682, abs=1e-3)
    assert mobility("Ca") == pytest.approx(0.4048, abs=1e-4)
    assert mobility("SO4") == pytest.approx(0.544, abs=1e-3)
    with pytest.raises(ValueError, match="ion = 'Xe' has no mobility here: H, Li"):
        mobility("Xe")


def test_junctions_need_ions_on_both_sides_and_physical_arguments():
    with pytest.raises(ValueError, match="must each hold at least one ion"):
        ljp_henderson([0.0, 0.0], [1.0, 1.0], [1, -1], [1.0, 1.0], 298.15)
    with pytest.raises(ValueError, match="must each hold at least one ion"):
        ljp_henderson([1.0, 1.0], [0.0, 0.0], [1, -1], [1.0, 1.0], 298.15)
    with pytest.raises(ValueError, match="c_pipette = -1"):
        ljp_henderson([-1.0, 1.0], [1.0, 1.0], [1, -1], [1.0, 1.0], 298.15)
    with pytest.raises(ValueError, match="c_bath = -1"):
        ljp_henderson([1.0, 1.0], [-1.0, 1.0], [1, -1], [1.0, 1.0], 298.15)
    with pytest.raises(ValueError, match="z = 0"):
        ljp_henderson([1.0, 1.0], [1.0, 1.0], [1, 0], [1.0, 1.0], 298.15)
    with pytest.raises(ValueError, match="u = 0"):
        ljp_henderson([1.0, 1.0], [1.0, 1.0], [1, -1], [1.0, 0.0], 298.15)


def test_many_junctions_lie_on_leading_axes():
    pipettes = [[140.0, 140.0], [70.0, 70.0]]
    both = ljp_henderson(pipettes, [150.0, 150.0], [1, -1], [1.0, 0.33], [298.15, 310.15])
    alone = [
        ljp_henderson(p, [150.0, 150.0], [1, -1], [1.0, 0.33], T)
        for p, T in zip(pipettes, [298.15, 310.15], strict=True)
    ]
    assert both.tolist() == pytest.approx(alone)
