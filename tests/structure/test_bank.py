"""The built-in bank loads: no module is broken, and no two families share an id or a code."""

from millivolt.bank import load_bank


def test_the_bank_loads_and_every_code_names_one_family():
    bank = load_bank()
    assert all(bank[code] is family for family in bank for code in family.item.codes)
