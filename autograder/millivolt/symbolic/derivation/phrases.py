"""The phrases that announce a move: let, assume, limit, differentiate, integrate, expand."""

from __future__ import annotations

import re

NAME = r"(\\?[A-Za-zα-ωΑ-Ω][A-Za-z0-9_α-ω{}\\]*(?:\[[^\]]*\])?[A-Za-z0-9_{}]*)"
ARROW = r"(?:->|→|⟶|\\to|\\rightarrow|tends to|goes to|approaches|=)"
LIMIT = re.compile(
    r"^(?:\\?lim(?:it)?|in the limit|limit as|as|take the limit|when|for)\s*(?:of|as|when)?\s*"
    rf"_?[{{(]?\s*{NAME}\s*{ARROW}\s*(.+?)\s*[)}}]?$",
    re.IGNORECASE,
)
ARROW_ONLY = re.compile(
    rf"^(?:let\s+)?{NAME}\s*(?:->|→|⟶|\\to|\\rightarrow)\s*(.+?)$", re.IGNORECASE
)
LET = re.compile(
    r"^(?:let|set|setting|with|for|put|putting|at|if|when|take|where|evaluate at|substitute|"
    r"substituting|insert)\s+(.+)$",
    re.IGNORECASE,
)
ASSUMING = re.compile(
    r"(?:(?:so|then|now|next|first|we|can|may|and)[\s,]+)*(?:let|set|setting|put|putting|assume|"
    r"assuming|suppose|supposing|consider|choose|for|when|if|at|in|under)\b",
    re.IGNORECASE,
)
CONDITIONAL = re.compile(r"\W*(?:if|when|whenever|for|at|in|under|provided)\b", re.IGNORECASE)
DERIVE = re.compile(
    rf"^(?:\\?frac\{{\s*(?:d|\\partial)\s*\}}\{{\s*(?:d|\\partial)\s*{NAME}\s*\}}|"
    rf"[d∂]\s*/\s*[d∂]\s*{NAME}|(?:differentiate|derivative|derive|take the derivative)\s*"
    r"(?:of )?(?:both sides|the equation|it)?\s*"
    rf"(?:by|wrt|w\.r\.t\.|with respect to|in|for|to)?\s*{NAME})$",
    re.IGNORECASE,
)
INTEGRATE = re.compile(
    r"^(?:integrate|integrating|integral|\\int|∫)\s*(?:both sides)?\s*"
    rf"(?:over|by|wrt|w\.r\.t\.|with respect to|in|d)?\s*{NAME.replace('(', '(?P<name>', 1)}\s*"
    r"(?:from\s+(?P<low>.+?)\s+to\s+(?P<high>.+))?$",
    re.IGNORECASE,
)
INTEGRATE_ENDS = re.compile(
    r"^(?:integrate|integrating|integral)\s*(?:both sides)?\s*"
    r"from\s+(?P<name>[^\s=]+)\s*=\s*(?P<low>.+?)\s+to\s+(?:[^\s=]+\s*=\s*)?(?P<high>.+)$",
    re.IGNORECASE,
)
INTEGRAL_SIGN = re.compile(
    r"^(?:\\int|∫)\s*_\{?(?P<low>[^{}^]+?)\}?\s*\^\{?(?P<high>[^{}]+?)\}?\s*(?:\\,)?\s*"
    r"d\s*(?P<name>\S+)$"
)
SERIES = re.compile(
    rf"^(?:taylor\s*)?(?:series|expand|expansion|expanding|linearise|linearize|taylor)\s*"
    rf"(?:in|for small|around|of)?\s*{NAME}?\s*"
    rf"(?:(?:about|around|at|near)\s+(?:\w+\s*=\s*)?(\S+))?\s*"
    rf"(?:(?:up )?to (?:the )?(?:order|power)\s*(\d)|to (first|second|third|lowest) order)?$",
    re.IGNORECASE,
)
SMALL = re.compile(rf"^(?:(?:for|at|if|when)\s+)?small\s+{NAME}$", re.IGNORECASE)
FAR_LESS = re.compile(rf"^(?:(?:for|at|if|when)\s+)?{NAME}\s*(?:<<|≪|\\ll)\s*\S.*$", re.IGNORECASE)
ORDER_FIRST = re.compile(
    r"^(?:series|expand|expanding|taylor)\s+"
    r"((?:up )?to (?:the )?(?:order \d|\w+ order))\s+in\s+(\S+)$",
    re.IGNORECASE,
)
ALMOST = re.compile(r"≈|≃|≅|\\approx|\\simeq")
ORDERS = {"first": 1, "lowest": 1, "second": 2, "third": 3}
