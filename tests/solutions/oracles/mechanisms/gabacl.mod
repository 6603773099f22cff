COMMENT
A GABA-A conductance shared by chloride and (buffered) bicarbonate. The conductance is set from
outside, so that the solver restarts at every switch.
ENDCOMMENT

NEURON {
    SUFFIX gabacl
    USEION cl READ ecl WRITE icl VALENCE -1
    NONSPECIFIC_CURRENT ihco3
    RANGE g, share, ehco3
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    g = 0 (S/cm2)
    share = 0
    ehco3 = -12 (mV)
}

ASSIGNED {
    v (mV)
    ecl (mV)
    icl (mA/cm2)
    ihco3 (mA/cm2)
}

BREAKPOINT {
    icl = g * (1 - share) * (v - ecl)
    ihco3 = g * share * (v - ehco3)
}
