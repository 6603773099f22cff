"""S05: how steeply a channel's gate follows the voltage, and the charge that moves with it."""

from math import exp

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_solutions import boltzmann_gate as open_probability
from millivolt_solutions import celsius, gating_charge, thermal_voltage

CHARGE = Tolerance(0.01)
OPEN = Tolerance(0.02)
ROOM = 25.0


@item(
    codes=["S05"],
    title="The gating charge of a channel",
    objective="Relate the steepness of a voltage-dependent gate to the charge that it moves.",
    topic="silicon",
    level="apply",
    passages=["S13"],
    prerequisites=["thermal-voltage"],
    minutes=6,
)
def boltzmann_gate(draw: Draw) -> Draft:
    side = draw.stratum("side", ("above", "below"))
    t = draw.choice((6.3, 12.0, 20.0, 37.0))
    V_half = draw.number(-50, -15, 1)
    s = draw.number(4, 13, 0.1)
    distance = draw.number(5, 30, 1)
    V = V_half + distance if side == "above" else V_half - distance
    T = celsius(t)
    charge = gating_charge(s, T)
    m = open_probability(V, V_half, s)
    draw.require(V != 0, "the voltage is zero")
    draw.require(0.03 <= m <= 0.97, "nearly all or nearly none are open")
    return Draft(
        given={"t": t, "V_half": V_half, "s": s, "V": V, "side": side},
        values={"T": T, "k": thermal_voltage(T), "charge": charge, "m": m},
        parts=[
            Numeric(
                "m",
                answer=m,
                unit="",
                tolerance=OPEN,
                misconceptions=told_apart(m, OPEN, _open_errors(V, V_half, s, m)),
            ),
            Numeric(
                "charge",
                answer=charge,
                unit="",
                tolerance=CHARGE,
                misconceptions=told_apart(charge, CHARGE, _charge_errors(s, t, T, charge)),
            ),
        ],
    )


def _open_errors(V: float, V_half: float, s: float, m: float) -> list[Misconception]:
    return [
        Misconception(
            "exponent_sign",
            1 - m,
            "This is the fraction of closed channels: the sign in the exponent is reversed.",
            "Should more or fewer than half of the channels be open here?",
        ),
        Misconception(
            "half_voltage_left_out",
            1 / (1 + exp(-V / s)),
            "The voltage itself was put into the exponent. It has to be counted from the voltage "
            "at which half of the channels are open.",
            "Which fraction should come out at V = V½?",
        ),
        Misconception(
            "odds_for_probability",
            m / (1 - m),
            "This is the ratio of open to closed channels. The question asks for the fraction "
            "of all channels.",
            "How do you get from a ratio of 3 to 1 to a fraction?",
        ),
        Misconception(
            "power_of_ten_for_exp",
            1 / (1 + 10 ** (-(V - V_half) / s)),
            "A power of ten was taken; Boltzmann's law has the exponential function e^x.",
            "Which function stands in the formula?",
        ),
    ]


def _charge_errors(s: float, t: float, T: float, charge: float) -> list[Misconception]:
    return [
        Misconception(
            "quotient_inverted",
            1 / charge,
            "The quotient is upside down: a steeper gate has a smaller s and more charge.",
            "Does a larger charge make the gate respond to smaller or larger voltages?",
        ),
        Misconception(
            "celsius_as_kelvin",
            charge * t / T,
            "The temperature went in as degrees Celsius; the formula needs kelvin, counted from "
            "absolute zero.",
            "What is this temperature in kelvin?",
        ),
        Misconception(
            "slope_of_25_celsius",
            charge * celsius(ROOM) / T,
            "This is the value at 25 °C. RT/F grows with the absolute temperature, so it has to "
            "be computed for the temperature of the question.",
            "What is RT/F at the temperature that is given?",
        ),
    ]
