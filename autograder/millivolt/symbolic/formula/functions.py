"""The closed list of functions a formula may call, and the other names students give them."""

from __future__ import annotations

_OF_ONE_ARGUMENT = (
    "exp ln log10 log2 sqrt cbrt abs sign erf erfc gamma factorial floor sin cos tan sec "
    "csc cot asin acos atan acot sinh cosh tanh sech csch coth asinh acosh atanh acoth "
    "expm1 log1p heaviside re im conjugate"
)

# canonical name -> (fewest, most) arguments
ARITY: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        _OF_ONE_ARGUMENT.split(),
        (1, 1),
    ),
    "log": (1, 2),
    "root": (1, 2),
    "pow": (2, 2),
    "min": (2, 8),
    "max": (2, 8),
    "binomial": (2, 2),
    "diff": (2, 3),
    "integrate": (2, 4),
    "limit": (3, 3),
    "sum": (4, 4),
}

SPELLINGS: dict[str, str] = {
    "lg": "log10",
    "log_10": "log10",
    "log_2": "log2",
    "log_e": "ln",
    "loge": "ln",
    "math.log": "log",
    "Abs": "abs",
    "fabs": "abs",
    "sgn": "sign",
    "signum": "sign",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "arsinh": "asinh",
    "arcosh": "acosh",
    "artanh": "atanh",
    "arccoth": "acoth",
    "cosec": "csc",
    "cosech": "csch",
    "Min": "min",
    "Max": "max",
    "minimum": "min",
    "maximum": "max",
    "Derivative": "diff",
    "derivative": "diff",
    "Integral": "integrate",
    "integral": "integrate",
    "Limit": "limit",
    "lim": "limit",
    "Sum": "sum",
    "Heaviside": "heaviside",
    "Pow": "pow",
    "power": "pow",
}

SEVERAL_ARGUMENTS = frozenset(
    {name for name, (_, most) in ARITY.items() if most > 1}
    | {spelling for spelling, name in SPELLINGS.items() if ARITY.get(name, (1, 1))[1] > 1}
)

_WITHOUT_PARENTHESES = (
    "exp ln log log10 log2 sqrt cbrt sin cos tan sec csc cot sinh cosh tanh sech csch coth asin "
    "acos atan asinh acosh atanh abs"
)

# functions commonly written without parentheses: "ln x", "sin^2 x"
BARE = frozenset(_WITHOUT_PARENTHESES.split())

BINDERS = frozenset(("diff", "integrate", "limit", "sum"))


def canonical(name: str) -> str | None:
    """The canonical function name for a spelling, or None when it is not a function."""
    if name in ARITY:
        return name
    found = SPELLINGS.get(name)
    return found if found in ARITY else None
