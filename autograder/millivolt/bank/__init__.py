"""Banks of items: finding them, rendering their prose, making variants, proving them sound.

What an item is lives in ``items``; how a variant becomes a notebook, in ``notebooks``. A bank
announces itself through the entry-point group ``millivolt.banks`` or is a folder with a
``bank.toml``.
"""

from millivolt.bank.catalogue import Bank, load_bank
from millivolt.bank.family import Family, NothingFollows

__all__ = ["Bank", "Family", "NothingFollows", "load_bank"]
