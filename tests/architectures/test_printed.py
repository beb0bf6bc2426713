"""Each printed figure comes out by the rule that is named for it, to the last printed digit."""

import re

import pytest

from sepviz.architectures import (
    ACCURACIES,
    FIVE_CLOCKS,
    FIVE_COUNTERS,
    MOBILENET_V1_CHECKPOINTS,
    MOBILENET_V2_CHECKPOINTS,
    MOBILENET_V3_CHECKPOINTS,
    NETWORKS,
    OTHER_COUNTS,
    PRINTED,
    RULES,
    SLIPS,
    SPEEDS,
    mobilenet_v1,
    mobilenet_v2,
    vgg16,
)

ROWS = (*PRINTED, *MOBILENET_V1_CHECKPOINTS, *MOBILENET_V2_CHECKPOINTS, *MOBILENET_V3_CHECKPOINTS)
V2_MULTIPLICATIONS = [
    *(582_195_824, 509_374_560),
    *(300_774_272, 221_316_608, 154_083_200, 99_074_048, 56_289_152),
    *(209_069_792, 153_941_888, 107_295_200, 69_129_728, 39_445_472),
    *(97_131_840, 71_701_760, 50_184_000, 32_578_560, 18_885_440),
    *(59_285_808, 43_896_512, 30_874_800, 20_220_672, 11_934_128),
]
V2_WEIGHTS = {
    1.4: 6_059_840,
    1.3: 5_341_536,
    1.0: 3_469_760,
    0.75: 2_608_784,
    0.5: 1_949_136,
    0.35: 1_662_048,
}
V1_MULTIPLICATIONS = [
    *(568_740_352, 418_121_728, 290_675_200, 186_400_768),
    *(325_400_448, 239_273_472, 166_396_800, 106_770_432),
    *(149_497_088, 109_970_432, 76_524_800, 49_160_192),
    *(41_030_272, 30_212_608, 21_059_200, 13_570_048),
]


def identity(row):
    return f"{row.builder} {dict(row.arguments)}"


@pytest.mark.parametrize("row", ROWS, ids=identity)
def test_a_printed_row_comes_out_by_its_rule_or_is_a_slip(row):
    figure = row.multiplications()
    if figure is not None:
        assert figure.comes_out() is (row.rule is not None)
    assert row.parameters().comes_out()


@pytest.mark.parametrize(
    "figure", [*FIVE_COUNTERS, *OTHER_COUNTS], ids=lambda one: f"{one.builder} {one.printed}"
)
def test_a_counter_prints_what_its_rule_gives(figure):
    assert figure.comes_out()


def test_all_22_rows_of_version_2_come_out_cut_to_millions():
    assert len(MOBILENET_V2_CHECKPOINTS) == 22
    assert [row.network().multiplications for row in MOBILENET_V2_CHECKPOINTS] == V2_MULTIPLICATIONS
    for row, multiplications in zip(MOBILENET_V2_CHECKPOINTS, V2_MULTIPLICATIONS, strict=True):
        assert row.million_multiplications == multiplications // 10**6
        weights = V2_WEIGHTS[row.arguments["width_multiplier"]]
        assert row.network().parameters == weights
        assert row.million_parameters == round(weights / 1e6, 2)


def test_the_16_rows_of_version_1_have_these_multiplications():
    assert [row.network().multiplications for row in MOBILENET_V1_CHECKPOINTS] == V1_MULTIPLICATIONS


def test_rows_of_version_1_are_rounded_but_for_two_slips_and_the_omitted_first_convolution():
    slips = {
        (row.arguments["width_multiplier"], row.arguments["resolution"], row.million_multiplications)
        for row in MOBILENET_V1_CHECKPOINTS
        if row.rule is None
    }
    assert slips == {(0.5, 224, 150), (0.25, 192, 34)}
    omitted = [row for row in MOBILENET_V1_CHECKPOINTS if row.rule == "without_first"]
    assert [row.arguments["width_multiplier"] for row in omitted] == [0.75] * 4
    assert [round(row.multiplications().counted() / 1e6, 2) for row in omitted] == [
        317.27,
        233.30,
        162.25,
        104.12,
    ]


def test_slim_counts_1001_classes_and_three_numbers_a_normalised_channel():
    counted = {
        row.arguments["width_multiplier"]: row.parameters().counted() for row in MOBILENET_V1_CHECKPOINTS
    }
    assert counted == {1.0: 4_243_945, 0.75: 2_594_537, 0.5: 1_337_577, 0.25: 473_065}


def test_five_counters_print_five_numbers_for_one_network():
    assert [figure.printed for figure in FIVE_COUNTERS] == ["300", "0.30", "0.31", "0.33", "0.60"]
    assert {figure.builder for figure in FIVE_COUNTERS} == {"mobilenet_v2"}
    assert [figure.counted() for figure in FIVE_COUNTERS] == [
        300_774_272,
        300_774_272,
        300_774_272 + 2 * 6_678_112,
        300_774_272 + 4 * 6_678_112,
        601_548_544,
    ]


def test_a_wrong_figure_does_not_come_out():
    figure = FIVE_COUNTERS[0]
    assert not figure._replace(printed="301").comes_out()
    assert not figure._replace(cut=False).comes_out()
    assert not figure._replace(rule=None).comes_out()
    assert not figure._replace(rule="weights").comes_out()


def test_slips_are_what_their_sources_print_and_not_what_is_counted():
    by_key = {slip.key: slip for slip in SLIPS}
    network = mobilenet_v1()
    counted = {
        "first_convolution_share": round(100 * network.share()["standard"], 2),
        "last_depthwise_stride": network.layers[-3].layer.strides[0],
        "half_width_224": round(mobilenet_v1(width_multiplier=0.5).multiplications / 1e6),
        "quarter_width_192": round(
            mobilenet_v1(width_multiplier=0.25, resolution=192).multiplications / 1e6
        ),
        "keras_mobilenet": round(network.multiplications / 1e6),
    }
    assert {key: slip.counted for key, slip in by_key.items()} == counted
    assert all(slip.printed != slip.counted for slip in SLIPS)


def test_columns_of_table_2_sum_to_what_the_slip_leaves():
    printed = {"pointwise": 94.86, "depthwise": 3.06, "first": 1.19, "dense": 0.18}
    assert round(sum(printed.values()), 2) == 99.29
    assert round(sum(100 * part for part in mobilenet_v1().share().values()), 2) == 100


def test_the_papers_accuracies_are_those_of_their_tables():
    tables = {
        "Table 4": [70.6, 71.7],
        "Table 5": [65.3],
        "Table 6": [68.4, 63.7, 50.6],
        "Table 7": [69.1, 67.2, 64.4],
    }
    for table, printed in tables.items():
        assert [row.accuracy for row in PRINTED if row.source == f"arXiv:1704.04861, {table}"] == printed
    assert {row.builder: row.accuracy for row in PRINTED[-2:]} == {"mobilenet_v2": 72.0, "xception": 79.0}


def test_keras_prints_these_accuracies():
    assert {row.builder: row.per_cent for row in ACCURACIES} == {
        "vgg16": 71.3,
        "resnet50": 74.9,
        "inception_v3": 77.9,
        "xception": 79.0,
        "mobilenet_v1": 70.4,
        "mobilenet_v2": 71.3,
        "mobilenet_v3_large": 75.6,
        "efficientnet_b0": 77.1,
        "convnext_tiny": 81.3,
    }


def test_every_network_has_one_accuracy_and_a_source():
    assert [row.builder for row in ACCURACIES] == list(NETWORKS)
    assert all("keras" in row.source.lower() and 50 < row.per_cent < 90 for row in ACCURACIES)


def test_every_table_names_known_networks_rules_and_sources():
    for row in (*ROWS, *FIVE_COUNTERS, *OTHER_COUNTS):
        assert row.builder in NETWORKS
        assert row.rule is None or row.rule in RULES
        assert re.match(r"arXiv:|https://|torchvision", row.source)


def test_multiplications_say_27_times_and_the_five_clocks_1_to_29():
    assert round(vgg16().multiplications / mobilenet_v1().multiplications, 1) == 27.2
    for clock in FIVE_CLOCKS:
        if clock.vgg16 is not None:
            ratio = clock.vgg16 / clock.mobilenet_v1
            faster = ratio if clock.unit == "ms" else 1 / ratio
            assert faster == pytest.approx(clock.times_faster, rel=0.03)
    assert (min(clock.times_faster for clock in FIVE_CLOCKS), FIVE_CLOCKS[2].times_faster) == (1.2, 29)


def test_within_one_family_the_count_predicts_the_time():
    rows = MOBILENET_V2_CHECKPOINTS
    by_count = sorted(rows, key=lambda row: row.million_multiplications)
    by_time = sorted(rows, key=lambda row: row.pixel_1_ms)
    squared = sum((by_count.index(row) - by_time.index(row)) ** 2 for row in rows)
    assert round(1 - 6 * squared / (22 * (22**2 - 1)), 2) == 0.99
    per_million = [row.pixel_1_ms / row.million_multiplications for row in rows]
    assert (round(min(per_million), 2), round(max(per_million), 2)) == (0.24, 0.41)
    large, small = mobilenet_v2(), mobilenet_v2(width_multiplier=0.35, resolution=96)
    assert round(large.multiplications / small.multiplications, 1) == 25.2


def test_speeds_are_the_counts_of_the_networks_that_we_have():
    for row in SPEEDS:
        if row.network in NETWORKS:
            network = NETWORKS[row.network]()
            assert network.activation_values / 1e6 == pytest.approx(row.million_values, rel=0.005)
            counted = RULES["normalisation_2"](network)
            assert counted / 1e9 == pytest.approx(row.giga_macs, rel=0.03)


def test_fewer_multiplications_can_be_slower():
    by_name = {row.network: row for row in SPEEDS}
    es, b0 = by_name["efficientnet_es"], by_name["efficientnet_b0"]
    assert es.giga_macs > 4 * b0.giga_macs
    assert es.i9_ms < b0.i9_ms
