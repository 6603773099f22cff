COMMENT
Chloride in a cylinder: influx with the chloride current, restored with one time constant.
ENDCOMMENT

NEURON {
    SUFFIX clpool
    USEION cl READ icl WRITE cli VALENCE -1
    RANGE rest, tau, depth
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (mM) = (milli/liter)
    (um) = (micron)
    FARADAY = (faraday) (coulomb)
}

PARAMETER {
    rest = 5 (mM)
    tau = 3000 (ms)
    depth = 0.25 (um) : volume over surface
}

ASSIGNED {
    icl (mA/cm2)
}

STATE {
    cli (mM)
}

INITIAL {
    cli = rest
}

BREAKPOINT {
    SOLVE state METHOD derivimplicit
}

DERIVATIVE state {
    cli' = (10000) * icl / (FARADAY * depth) + (rest - cli) / tau
}
