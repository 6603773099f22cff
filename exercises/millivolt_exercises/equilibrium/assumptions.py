"""N04: which assumption stands behind which step of the Nernst equation."""

from millivolt.items import Draft, Draw, Matching, Misconception, Option, item

STEPS = {
    "standard": "The standard chemical potential $\\mu_0$ drops out.",
    "activity": "Activities are replaced by concentrations.",
    "equality": "The electrochemical potentials inside and outside are set equal.",
    "single": "The membrane potential is set equal to the $E$ of this one ion.",
    "constant": "The concentrations before the voltage has built up are used.",
    "temperature": "One and the same $T$ stands in both electrochemical potentials.",
}
ASSUMPTIONS = {
    "standard": "The solvent is the same on both sides.",
    "activity": "The activity coefficients are equal on both sides.",
    "equality": "The ion can cross, and its net flux is zero.",
    "single": "No other ion can cross the membrane.",
    "constant": "The ions that charge the membrane are a vanishing fraction of those present.",
    "temperature": "The two solutions are in thermal equilibrium with each other.",
}


@item(
    codes=["N04"],
    title="What the Nernst equation assumes",
    objective="Name the assumption that each step to the Nernst equation needs.",
    topic="equilibrium",
    level="understand",
    passages=["S2", "S7", "S9"],
    prerequisites=["nernst-derivation"],
    minutes=5,
)
def assumptions(draw: Draw) -> Draft:
    asked = draw.sample(tuple(STEPS), 4)
    options = [Option(name, ASSUMPTIONS[name]) for name in asked]
    options.append(
        Option(
            "no_movement",
            "No ions of this kind cross the membrane any more.",
            Misconception(
                "no_flux_at_equilibrium",
                "no_movement",
                "At equilibrium ions still cross in both directions; only the net flux is zero. No "
                "step needs them to stand still.",
                "What would a radioactive ion do at equilibrium?",
            ),
        )
    )
    options.append(
        Option(
            "equal_concentrations",
            "The concentrations are equal on both sides.",
            Misconception(
                "equilibrium_means_equal",
                "equal_concentrations",
                "Equal concentrations would make E zero. The Nernst equation is about the voltage "
                "that balances unequal ones.",
                "What is ln 1?",
            ),
        )
    )
    return Draft(
        given={"asked": [STEPS[name] for name in asked]},
        values={"pairs": [{"step": STEPS[name], "because": ASSUMPTIONS[name]} for name in asked]},
        parts=[
            Matching(
                "match",
                points=2,
                stems=tuple(Option(name, STEPS[name]) for name in asked),
                options=tuple(draw.shuffled(options)),
                answer=tuple(asked),
            )
        ],
    )
