"""Every colour can be read on every background, in light and in dark (WCAG 2.2, level AA)."""

from dataclasses import fields

import pytest

from millivolt.pictures import DARK, LIGHT, Palette, variables

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
BACKGROUNDS = ("paper", "soft")
READ = ("ink", "muted", "accent", "right", "partial", "wrong")


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@PALETTES
@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("name", READ)
def test_text_stands_out_from_its_background(palette, name, background):
    assert contrast(getattr(palette, name), getattr(palette, background)) >= 4.5


@PALETTES
def test_a_mark_inside_a_filled_shape_stands_out_from_it(palette):
    for name in ("right", "partial", "wrong"):
        assert contrast(palette.paper, getattr(palette, name)) >= 3


@PALETTES
def test_every_colour_has_a_purpose_in_the_tests_above(palette):
    assert {f.name for f in fields(Palette)} == {*BACKGROUNDS, *READ, "line"}


def test_the_style_sheet_sets_every_colour_for_light_for_dark_and_for_paper():
    light, dark, paper = variables().strip().split("\n")
    for field in fields(Palette):
        assert f"--mv-{field.name}: {getattr(LIGHT, field.name)};" in light
        assert f"--mv-{field.name}: {getattr(DARK, field.name)};" in dark
        assert f"--mv-{field.name}: {getattr(LIGHT, field.name)};" in paper
    assert dark.startswith("@media (prefers-color-scheme: dark)")
    assert paper.startswith("@media print")
