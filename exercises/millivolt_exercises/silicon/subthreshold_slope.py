"""S02: how steeply the current of a transistor below threshold follows its gate."""

from math import exp, log

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.misconceptions import celsius_as_kelvin
from millivolt_solutions import celsius, subthreshold_current, thermal_voltage
from millivolt_solutions import subthreshold_slope as slope_of_transistor

SLOPE = Tolerance(0.01)
RATIO = Tolerance(0.02)


@item(
    codes=["S02"],
    title="Millivolts per decade in silicon",
    objective="Compute the steepness of a transistor below threshold and compare it with ions.",
    topic="silicon",
    level="apply",
    passages=["S3", "S13"],
    prerequisites=["temperature-slope"],
    minutes=6,
)
def subthreshold_slope(draw: Draw) -> Draft:
    kappa = draw.number(0.6, 0.8, 0.01)
    t = draw.number(20, 55, 5)
    direction = draw.stratum("gate", ("raised", "lowered"))
    size = draw.number(30, 120, 1)
    step = size if direction == "raised" else -size
    T = celsius(t)
    U_T = thermal_voltage(T)
    slope = slope_of_transistor(T, kappa)
    # In saturation, with the source at the bulk: the drain term is gone.
    ratio = subthreshold_current(1.0, step, 0, 1000, T, kappa)
    draw.require(abs(step / slope - round(step / slope)) > 0.03, "a whole number of decades")
    return Draft(
        given={"kappa": kappa, "t": t, "direction": direction, "size": size, "step": step},
        values={"T": T, "U_T": U_T, "slope": slope, "ratio": ratio},
        parts=[
            Numeric(
                "slope",
                answer=slope,
                unit="mV",
                tolerance=SLOPE,
                misconceptions=told_apart(slope, SLOPE, _slope_errors(slope, kappa, t)),
            ),
            Numeric(
                "ratio",
                answer=ratio,
                unit="",
                tolerance=RATIO,
                misconceptions=told_apart(ratio, RATIO, _ratio_errors(step, kappa, U_T, t, T)),
            ),
        ],
    )


def _slope_errors(slope: float, kappa: float, t: float) -> list[Misconception]:
    return [
        Misconception(
            "gate_share_inverted",
            slope * kappa**2,
            "κ was multiplied where it divides. The gate reaches the channel with only a part of "
            "its voltage, so it takes more voltage at the gate, not less.",
            "Should a transistor with a smaller κ need more or fewer millivolts per decade?",
        ),
        Misconception(
            "gate_share_ignored",
            slope * kappa,
            "This is U_T ln 10, as for an ion with one charge. In a transistor only the share κ "
            "of the gate voltage arrives in the channel.",
            "By how much does the potential in the channel change when the gate changes by 1 mV?",
        ),
        Misconception(
            "per_e_fold_for_per_decade",
            slope / log(10),
            "This is the voltage for a factor of e. The question asks for a factor of ten.",
            "What is the natural logarithm of 10?",
        ),
        celsius_as_kelvin(slope * t / (t + 273.15)),
    ]


def _ratio_errors(step: float, kappa: float, U_T: float, t: float, T: float) -> list[Misconception]:
    x = kappa * step / U_T
    return [
        Misconception(
            "gate_share_inverted",
            exp(x / kappa**2),
            "The voltage was divided by κ where it has to be multiplied: only the share κ of it "
            "arrives in the channel.",
            "By how much does the potential in the channel change?",
        ),
        Misconception(
            "gate_share_ignored",
            exp(x / kappa),
            "The whole change of the gate voltage was put into the exponent. Only the share κ of "
            "it arrives in the channel.",
            "By how much does the potential in the channel change?",
        ),
        _exponent_reversed(exp(-x)),
        Misconception(
            "power_of_ten_for_exp",
            10**x,
            "A power of ten was taken; the formula has the exponential function e^x.",
            "Which function stands in the formula?",
        ),
        celsius_as_kelvin(exp(x * T / t)),
    ]


def _exponent_reversed(value: float) -> Misconception:
    return Misconception(
        "exponent_sign",
        value,
        "This is the reciprocal of the right factor: the sign in the exponent is reversed.",
        "Does a higher gate voltage let more or less current pass?",
    )
