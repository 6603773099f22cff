"""S04: which term of a transistor stands for which term of a membrane."""

from millivolt.items import Draft, Draw, Matching, Misconception, Option, item

MEMBRANE = {
    "thermal": "the thermal voltage $RT/F$",
    "ratio": "the ratio of an ion's concentrations on the two sides of the membrane",
    "barrier": "the energy barrier that an ion must overcome in a channel",
    "gate": "the number $z_g$ of gating charges, which sets how steeply a channel opens",
    "equilibrium": "the equilibrium potential, at which the net flux of an ion is zero",
    "flux": "the two opposite fluxes of an ion through the membrane",
    "decade": "the 58 mV at 20 °C by which $E$ changes when a ratio changes tenfold ($z = 1$)",
}
SILICON = {
    "thermal": "$U_T = k_\\mathrm{B}T/e$",
    "ratio": "the ratio of the electron densities at the two ends of the channel",
    "barrier": "the barrier at the source, whose height the surface potential under the gate sets",
    "gate": "the factor $\\kappa$, the share of the gate voltage that acts on the channel",
    "equilibrium": "the voltage between source and drain at which the current is zero",
    "flux": "the terms $e^{-V_s/U_T}$ and $e^{-V_d/U_T}$, whose difference is the current",
    "decade": "the gate voltage per decade of current if $\\kappa$ were 1",
}


@item(
    codes=["S04"],
    title="Terms of a membrane, terms of a transistor",
    objective="Map the terms of the Nernst and Boltzmann equations to those of a transistor.",
    topic="silicon",
    level="analyze",
    passages=["S13"],
    prerequisites=["thermal-voltage", "subthreshold-slope"],
    minutes=5,
)
def matching_terms(draw: Draw) -> Draft:
    asked = draw.sample(tuple(MEMBRANE), 5)
    options = [Option(name, SILICON[name]) for name in asked]
    options.append(
        Option(
            "inverse",
            "the reciprocal $1/\\kappa$",
            Misconception(
                "gate_share_inverted",
                "inverse",
                "A larger κ makes a transistor steeper, as a larger gating charge makes a channel "
                "steeper. The reciprocal works the other way round.",
                "Does the current change more or less with the gate voltage when κ grows?",
            ),
        )
    )
    options.append(
        Option(
            "mobility",
            "the mobility of the electrons",
            Misconception(
                "mobility_in_equilibrium",
                "mobility",
                "The mobility sets how large a current is, not where it is in equilibrium nor how "
                "steeply it depends on a voltage. It is hidden in the factor I₀.",
                "In which of the terms would a faster carrier change anything?",
            ),
        )
    )
    return Draft(
        given={"asked": [MEMBRANE[name] for name in asked]},
        values={
            "pairs": [{"membrane": MEMBRANE[name], "silicon": SILICON[name]} for name in asked],
        },
        parts=[
            Matching(
                "match",
                points=2,
                stems=tuple(Option(name, MEMBRANE[name]) for name in asked),
                options=tuple(draw.shuffled(options)),
                answer=tuple(asked),
            )
        ],
    )
