"""Settings that every suite shares."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "gate",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", settings.get_profile("gate"), max_examples=5_000)
settings.load_profile(os.environ.get("MILLIVOLT_HYPOTHESIS", "gate"))
