"""G09: the reversal potential of a channel that lets several cations pass."""

from dataclasses import dataclass, replace
from math import fsum, log, sqrt

from millivolt.items import MULTI_TERM, Choice, Draft, Draw, Misconception, Numeric, Option, item
from millivolt_exercises.cells import MATURE_NEURON, SKELETAL_MUSCLE, Cell, Span
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    calcium_left_out,
    divalent_taken_as_monovalent,
    ghk_ratio_inverted,
    mean_of_equilibria,
    permeability_weighted_mean,
)
from millivolt_solutions import celsius, channel_reversal, nernst, thermal_voltage

IONS = (POTASSIUM, SODIUM, CALCIUM)
VALENCES = tuple(ion.z for ion in IONS)


@dataclass(frozen=True, slots=True)
class Channel:
    """A kind of channel: a cell that has it, and its permeabilities relative to that for sodium.

    Sources: B. Hille, Ion Channels of Excitable Membranes, 3rd ed., for the acetylcholine
    receptor; M. Iino, S. Ozawa & K. Tsuzuki, J. Physiol. 424:151 (1990), for AMPA receptors;
    M. L. Mayer & G. L. Westbrook, J. Physiol. 394:501 (1987), for NMDA receptors.
    """

    name: str
    cell: Cell
    p_K: Span
    p_Ca: Span

    def __str__(self) -> str:
        return self.name


CHANNELS = (
    Channel(
        "a nicotinic acetylcholine receptor",
        SKELETAL_MUSCLE,
        Span(1.1, 1.3, 0.05),
        Span(0.1, 0.3, 0.05),
    ),
    Channel("an AMPA receptor", MATURE_NEURON, Span(1.1, 1.3, 0.05), Span(0.05, 0.2, 0.05)),
    Channel("an NMDA receptor", MATURE_NEURON, Span(1.0, 1.2, 0.05), Span(3, 10, 0.5)),
)


@item(
    codes=["G09"],
    title="Reversal potential of a cation channel",
    objective="Compute the reversal potential of a channel, and the direction of its current.",
    topic="resting-potential",
    level="apply",
    passages=["S6", "S7"],
    prerequisites=["mixed-valence"],
    minutes=9,
)
def cation_channel(draw: Draw) -> Draft:
    channel = draw.stratum("channel", CHANNELS)
    below = draw.stratum("voltage", ("below", "above")) == "below"
    t = channel.cell.draw_temperature(draw)
    concentrations = [channel.cell.draw_concentrations(draw, ion) for ion in IONS]
    inside, outside = zip(*concentrations, strict=True)
    p_K, p_Ca = channel.p_K.draw(draw), channel.p_Ca.draw(draw)
    V = float(draw.integer(-85, -40) if below else draw.integer(20, 50))
    T = celsius(t)
    k = thermal_voltage(T)
    P = (p_K, 1.0, p_Ca)
    E_rev = channel_reversal(P, inside, outside, VALENCES, T)
    draw.require(abs(E_rev) >= 1.5, "the reversal potential is close to zero")
    E = [nernst(out, into, z, T) for into, out, z in zip(inside, outside, VALENCES, strict=True)]
    M_in, M_out = p_K * inside[0] + inside[1], p_K * outside[0] + outside[1]
    D_in, D_out = 4 * p_Ca * inside[2], 4 * p_Ca * outside[2]
    a, b, c = M_in + D_in, M_in - M_out, M_out + D_out
    claims = [
        mean_of_equilibria((E[0] + E[1]) / 2),
        permeability_weighted_mean(fsum(p * e for p, e in zip(P, E, strict=True)) / fsum(P)),
        replace(
            ghk_ratio_inverted(-E_rev),
            ask="Which sign would your formula give to the reversal potential of a channel for "
            "potassium alone?",
        ),
        divalent_taken_as_monovalent(k * log((M_out + D_out / 4) / (M_in + D_in / 4))),
        calcium_left_out(k * log(M_out / M_in)),
    ]
    return Draft(
        given={
            "channel": channel,
            "cell": channel.cell,
            "t": t,
            "K_in": inside[0],
            "K_out": outside[0],
            "Na_in": inside[1],
            "Na_out": outside[1],
            "Ca_in": inside[2],
            "Ca_out": outside[2],
            "p_K": p_K,
            "p_Ca": p_Ca,
            "V": V,
        },
        values={
            "T": T,
            "k": k,
            "M_in": M_in,
            "M_out": M_out,
            "D_out": D_out,
            "a": a,
            "b": b,
            "c": c,
            "x": (-b + sqrt(b * b + 4 * a * c)) / (2 * a),
            "E_rev": E_rev,
            "E_K": E[0],
            "E_Na": E[1],
            "force": V - E_rev,
        },
        parts=[
            Numeric(
                "E_rev",
                points=2,
                answer=E_rev,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=told_apart(E_rev, MULTI_TERM, claims),
            ),
            _current(below),
        ],
    )


def _current(below: bool) -> Choice:
    """Which way the current flows, ``below`` or above the reversal potential."""
    options = {
        "inward": "An inward current, mostly carried by Na⁺.",
        "outward": "An outward current, mostly carried by K⁺.",
    }
    answer, reverse = ("inward", "outward") if below else ("outward", "inward")
    direction = Misconception(
        "current_direction_reversed",
        reverse,
        "An open channel drives the membrane towards its reversal potential: an outward current "
        "makes it more negative, an inward current more positive.",
        "Is V above or below the reversal potential?",
    )
    return Choice(
        "current",
        options=(
            *(
                Option(id, text, direction if id == reverse else None)
                for id, text in options.items()
            ),
            Option(
                "none",
                "No net current, since the inflow of Na⁺ and the outflow of K⁺ cancel.",
                Misconception(
                    "currents_always_cancel",
                    "none",
                    "The two currents cancel at the reversal potential, and nowhere else.",
                    "How far is V from the reversal potential?",
                ),
            ),
        ),
        answer=answer,
    )
