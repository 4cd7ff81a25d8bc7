"""Measures of agreement and calibration, on tables small enough to work out by hand."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from scoring.evidence.measures import agreement, calibration_error, macro_range, reliability, top_hits
from scoring.evidence.reliability import plot


def test_precision_recall_and_f1():
    one = agreement("x", np.array([True, True, False, False]), np.array([True, False, True, False]))
    assert (one.precision, one.recall, one.f1, one.positives) == (0.5, 0.5, 0.5, 2)


def test_ranges_come_from_drawing_whole_statements_again():
    called = np.array([True, True, False, True])
    owners = np.array([0, 0, 1, 1])
    sure = agreement("x", called, called, owners)
    assert sure.f1_range == (1.0, 1.0)
    half = agreement("x", called, np.array([True, True, True, False]), owners)
    assert half.f1_range == (0.0, 1.0)
    assert half.f1 == pytest.approx(2 / 3)
    table = np.stack([called, called], axis=1)
    assert macro_range(table, table, owners) == (1.0, 1.0)


def test_calibration_is_the_mean_gap_by_tenth():
    bins = reliability(np.array([0.05, 0.05, 0.95, 0.95]), np.array([0, 0, 1, 0]))
    assert [(each.count, each.marked) for each in bins] == [(2, 0.0), (2, 0.5)]
    assert calibration_error(bins) == pytest.approx((2 * 0.05 + 2 * 0.45) / 4)
    assert calibration_error(()) == 0


@pytest.mark.parametrize(
    ("first", "hits"),
    [([0.9, 0.1, 0.2, 0.3], 1), ([0.1, 0.7, 0.8, 0.9], 0)],
)
def test_a_hit_among_the_best_three(first, hits):
    truth = np.array([[1, 0], [0, 0], [0, 0], [0, 0]], dtype=bool)
    assert top_hits(np.stack([first, first], axis=1), truth) == (hits, 1)


def test_the_plot_is_whole_xml_and_names_its_curves():
    bins = reliability(np.array([0.05, 0.95]), np.array([0, 1]))
    drawn = ET.fromstring(plot({"one": bins, "<two>": bins}))
    texts = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"one", "<two>", "probability said"} <= set(texts)
