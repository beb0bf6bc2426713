"""The Training page without a browser: the record, training, queue, refusals, presets, links."""

import subprocess
import sys
import threading
import tracemalloc
from dataclasses import replace
from functools import partial
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from sepviz.figures.training_curves import Curve, training_curves
from sepviz.text import LANGUAGES, translator
from sepviz.training import projection
from sepviz.training.course import first_step
from sepviz.training.diagnosis import DIAGNOSES
from sepviz.training.experiments import ANSWERS, DEFAULT, EXPERIMENTS
from sepviz.training.recipe import KINDS, OPTIMIZERS, Plan, Recipe
from sepviz.training.record import recorded_results
from sepviz.ui.pages.training import live, trials
from sepviz.ui.pages.training.choice import plan_of, plan_settings, recipe_of
from sepviz.ui.pages.training.presets import PRESETS
from sepviz.ui.pages.training.progress import FINISHED, Progress
from sepviz.ui.server import long_work
from sepviz.ui.server.long_work import TRAININGS, Job
from sepviz.ui.server.page_slots import page_slot
from sepviz.ui.session.parameters import (
    PARAMETERS,
    TRAINING,
    TRAINING_AXES,
    TRAINING_PARTS,
    TRIALS,
    Settings,
)
from tests.ui.visits import FAULTS, checked, html, keys, link, opened, page_behind, press, read

visit = partial(opened, "training")

TINY = {"pictures": "20", "batch": "10", "epochs": "2", "a_width": "2", "b_width": "3", "a_layers": "1"}


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Let the queue wait for a test on a busy machine as long as that takes."""
    monkeypatch.setattr(long_work, "UNSEEN", 600.0)


def said(app: AppTest) -> str:
    return read("\n".join(element.value for element in (*app.markdown, *app.caption, *app.error)))


def trained(app: AppTest, button: str = "_go") -> AppTest:
    press(app, button)
    TRAININGS.join()
    return checked(app.run())


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_chosen_has_its_words(language):
    text = translator(language)
    for prefix, names in {
        "kinds": KINDS,
        "optimizers": OPTIMIZERS,
        "axes": TRAINING_AXES,
        "parts": TRAINING_PARTS,
        "presets": (*PRESETS, "other"),
        "why": (*PRESETS, "other"),
        "experiments": TRIALS,
        "questions": TRIALS,
        "results": TRIALS,
        "diagnoses": DIAGNOSES,
    }.items():
        assert not [name for name in names if not text(f"training.{prefix}.{name}").strip()]
        assert all(text.has(f"training.{prefix}.{name}") for name in names)


def test_the_page_opens_on_a_recorded_run_and_says_by_what_it_was_made():
    app = visit()
    assert "A recorded run" in said(app)
    assert any("python -m sepviz.training.record" in element.proto.help for element in app.markdown)
    assert html(app).count('class="train-plot playing"') == 2
    assert "14,680" in html(app)
    assert "2,569" in html(app)
    assert TRAININGS._jobs == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", TRAINING_PARTS)
def test_every_part_shows_in_every_language(language, part):
    app = visit(lang=language, training_part=part)
    assert "training." not in html(app) + said(app).replace("sepviz.training.record", "")


@pytest.mark.parametrize("axis", TRAINING_AXES)
def test_the_curves_say_what_they_are_drawn_over_and_whose_they_are(axis):
    app = visit(axis=axis)
    name = translator("en")(f"training.axes.{axis}")
    assert html(app).count(f'<p class="x-title" aria-hidden="true">{name}</p>') == 1
    assert "A: standard, 3 layers, width 16" in html(app)
    assert "B: depthwise separable, 3 layers, width 16" in html(app)


def test_training_here_replaces_nothing_but_the_curves_of_its_own_settings():
    app = trained(visit(**TINY, seed="11"))
    assert "the same settings always give these curves" in said(app)
    assert "A recorded run" not in said(app)
    assert app.session_state["seed"] == 11


def test_other_visitors_of_the_same_link_see_the_finished_run_at_once():
    link = TINY | {"seed": "12"}
    first = trained(visit(**link))
    second = visit(**link)
    assert _plots(second) == _plots(first)
    assert second.button(key="_go").label == "Start over"


def _plots(app: AppTest) -> str:
    return next(body for body in html(app).split("\n") if "train-plot" in body)


def test_one_batch_and_one_epoch_stop_where_they_say():
    app = trained(visit(**TINY, seed="13"), "_go_batch")
    assert "Epoch **1** of 2, batch 1 of 2: 25%." in said(app)
    assert "Loss of the last batch" in html(app)
    trained(app, "_go_epoch")
    assert "Epoch **1** of 2, batch 2 of 2: 50%." in said(app)
    trained(app)
    assert "Trained here" in said(app)


def test_starting_over_goes_back_to_nothing():
    app = trained(visit(**TINY, seed="14"), "_go_epoch")
    press(app, "_start_over")
    assert "Nothing is trained yet" in said(app)
    assert "_start_over" in keys(app)  # it would take the focus with it


def test_a_change_of_the_settings_ends_a_training_that_is_under_way(monkeypatch):
    app = visit(**TINY, seed="15")
    press(app, "_go_batch")
    TRAININGS.join()
    job = app.session_state["_training"].job
    checked(app.number_input(key="b_width").set_value(4).run())
    assert job.halt
    assert "Nothing is trained yet" in said(app)


def test_a_place_in_the_queue_is_shown_and_pause_leaves_it():
    gate = threading.Event()

    def slow():
        gate.wait(20)
        yield None

    TRAININGS.go(Job(slow(), lambda item: None))
    app = visit(**TINY, seed="16")
    press(app, "_go")
    assert "Before yours: **1 training**." in said(app)
    press(app, "_go")
    assert app.session_state["_training"].job.state == "resting"
    gate.set()
    TRAININGS.join()
    assert not app.session_state["_training"].started


def test_a_change_of_another_visitor_is_through_before_the_training_goes_on(monkeypatch):
    monkeypatch.setattr(long_work, "_WAIT", 600.0)
    app, learned, may_learn = visit(**TINY, seed="24"), [], threading.Semaphore(0)

    def slices():
        for number in range(4):
            may_learn.acquire()
            learned.append(number)
            yield number

    TRAININGS.go(Job(slices(), lambda item: None))
    with page_slot:  # as the shell does while it computes a page
        may_learn.release(4)
        checked(app.number_input(key="b_width").set_value(4).run())
        assert app.session_state["_training"].recipe.plans[1].width == 4
        assert learned in ([], [0])  # the slice that it may have been at
    TRAININGS.join()
    assert learned == [0, 1, 2, 3]


def test_a_kernel_that_exceeds_the_maps_is_refused_where_it_is_set_and_the_last_network_stays():
    app = visit(**TINY, b_kernel="3")
    checked(app.number_input(key="b_layers").set_value(4).run())
    checked(app.number_input(key="b_kernel").set_value(7).run())
    assert [error.value for error in app.error] == [
        "A kernel of 7 x 7 exceeds the maps of 4 x 4 in front of layer 3. "
        "The page keeps the last network that worked."
    ]
    assert app.session_state["_training"].recipe.plans[1].kernel == 3
    press(app, "_b_largest")
    assert not app.error
    assert app.number_input(key="b_kernel").value == 4


def test_a_divergence_is_a_sentence_and_the_curves_stay():
    link = TINY | {"optimizer": "sgd", "rate": "10", "epochs": "9", "a_width": "8", "a_layers": "3"}
    app = trained(visit(**link))
    assert "A loss has grown beyond 10" in said(app)
    assert "It has diverged" in html(app)
    assert html(app).count('class="train-plot"') == 2


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_sets_what_it_says_and_tells_why(name):
    app = visit(a_width="5", seed="77")
    checked(app.selectbox(key="_preset").set_value(name).run())
    assert app.selectbox(key="_preset").value == name
    assert translator("en")(f"training.why.{name}") in said(app)
    assert link(app)["seed"] == "77"
    for key, value in PRESETS[name].items():
        assert app.session_state[key] == value


def test_an_experiment_asks_first_and_answers_then():
    app = visit(experiment="too_small")
    assert app.button(key="_reveal_too_small").disabled
    assert "train-trial" not in html(app)
    checked(app.radio(key="_predicted_too_small").set_value("2").run())
    press(app, "_reveal_too_small")
    assert "As you said." in said(app)
    assert html(app).count("<tr>") == 5
    assert "5 seeds" in said(app)


def test_a_wrong_prediction_is_told_by_how_much():
    results = recorded_results("too_small")
    worst = min(range(len(results)), key=lambda index: results[index].mean)
    best = max(result.mean for result in results)
    gap = f"{100 * (best - results[worst].mean):.1f}"
    assert gap in trials.verdict(translator("en"), results, f"{worst}")


def test_networks_of_an_experiment_can_be_set_up_above():
    app = visit(experiment="normalisation")
    checked(app.radio(key="_predicted_normalisation").set_value("0").run())
    press(app, "_reveal_normalisation")
    press(app, "_set_up_normalisation")
    recipe = app.session_state["_training"].recipe
    assert recipe.plans == tuple(r.plans[0] for r in EXPERIMENTS["normalisation"][:2])
    assert recipe.rate == 0.005


def test_the_history_links_to_every_run_of_the_visit():
    app = trained(visit(**TINY, seed="18", training_part="history"))
    start = html(app).index('<a href="?') + len('<a href="?')
    link = html(app)[start:].split('"')[0].replace("&amp;", "&")
    values = {name: texts[-1] for name, texts in parse_qs(link).items()}
    assert values["seed"] == "18"
    assert values["a_width"] == "2"
    assert set(TRAINING) <= set(values)


def test_a_link_may_hide_controls_and_keeps_their_settings():
    app = visit(hide="width,optimizer,preset,unknown,<b>", a_width="5", optimizer="sgd")
    (style,) = (body for body in html(app).split("\n") if "display: none !important; }</style>" in body)
    assert style.startswith("<style>.st-key-preset, ")
    assert {".st-key-a_width", ".st-key-b_width", ".st-key-optimizer", ".st-key-training_presets"} <= set(
        style.removeprefix("<style>").removesuffix(" { display: none !important; }</style>").split(", ")
    )
    recipe = app.session_state["_training"].recipe
    assert (recipe.plans[0].width, recipe.optimizer) == (5, "sgd")
    assert app.query_params["hide"] in ("preset,width,optimizer", ["preset,width,optimizer"])
    assert PARAMETERS["hide"].read("optimizer,width,width,nothing") == "width,optimizer"


def test_an_empty_link_hides_nothing():
    assert "display: none !important; }</style>" not in html(visit())
    assert "hide" not in visit().query_params


def test_settings_and_recipe_stand_for_each_other():
    plan = replace(DEFAULT.plans[1], layers=2, width=5, kernel=4, depth_multiplier=3, normalised=False)
    assert plan_of(Settings(**plan_settings("b", plan)), "b") == plan
    assert recipe_of(Settings()) == DEFAULT


def test_finished_runs_keep_two_kernels_however_many_epochs_there_were():
    progress = Progress.of_record()
    side = progress.sides[0]
    assert len(side.points) == DEFAULT.epochs + 1
    assert side.first.point.epoch == 0
    assert side.last.point.epoch == DEFAULT.epochs
    assert FINISHED._most <= 100


def test_a_curve_ends_at_the_first_value_that_is_no_number():
    from base64 import b64decode

    curve = Curve(x=[0, 1, 2], y=[1.0, float("nan"), 1.0], colour="#000000")
    words = {"title": "<t>", "description": "<d>", "y_labels": ("<y>", "0"), "x_labels": ("<x>",)}
    drawn = training_curves([curve], top=2.0, end=2.0, **words)
    svg = b64decode(drawn.split("base64,")[1].split('"')[0]).decode()
    assert 'points="0.00,50.50"' in svg
    assert "<t>" not in drawn
    assert "&lt;t&gt;" in drawn


@pytest.mark.parametrize("name", ANSWERS)
def test_what_was_predicted_is_right_or_not_and_the_result_follows(name):
    for answer, right in ANSWERS[name].items():
        app = visit(experiment=name)
        checked(app.radio(key=f"_predicted_{name}").set_value(answer).run())
        press(app, f"_reveal_{name}")
        assert ("As you said." in said(app)) == right
        assert ("Not so." in said(app)) != right
        assert translator("en")(f"training.results.{name}") in said(app)
    assert html(app).count('<figure class="train-plot') == 2 + (name == "cost_curve")


def test_few_pictures_can_be_set_up_above():
    app = visit(experiment="few_pictures", present="true")
    press(app, "_reveal_few_pictures")
    press(app, "_set_up_few_pictures")
    recipe = app.session_state["_training"].recipe
    assert recipe.plans == DEFAULT.plans
    assert (recipe.pictures, recipe.epochs) == (40, 60)


def test_the_projection_runs_here_with_the_visitors_seed(monkeypatch):
    small = {"pictures": 20, "batch": 10, "epochs": 1}
    for name in ("RECIPE", "MORE"):
        monkeypatch.setattr(projection, name, replace(getattr(projection, name), **small))
    app = visit(experiment="projection", present="true", seed="19")
    press(app, "_reveal_projection")
    press(app, "_project_here")
    TRAININGS.join()
    checked(app.run())
    assert "Computed here with seed 19" in html(app)
    assert "_project_here" not in keys(app)


def test_one_step_shows_the_batch_that_was_learned_last_at_the_chosen_layer():
    settings = TINY | {"seed": "20", "b_layers": "2", "training_part": "step", "step_layer": "2"}
    app = visit(**settings)
    assert "Epoch 1, batch 1:" in html(app)
    assert "Depthwise: kernel before" in html(app)
    assert html(app).count("turned by 180°</figcaption>") == 2
    trained(trained(app, "_go_batch"), "_go_batch")
    assert "Epoch 1, batch 2:" in html(app)
    checked(app.number_input(key="b_layers").set_value(1).run())
    assert link(app)["step_layer"] == "1"


def test_slow_motion_learns_a_batch_each_time_and_shows_its_four_phases_one_after_the_other():
    app = visit(**TINY, seed="21", training_part="step")
    assert 'train-step slow"' not in html(app)
    checked(app.toggle(key="_slow").set_value(True).run())
    for batch in (1, 2):
        TRAININGS.join()
        checked(app.run())
        assert f"Epoch 1, batch {batch}:" in html(app)
    assert html(app).count('<div class="train-step slow">') == 2
    assert [html(app).count(f"<h3>{name}</h3>") for name in ("Forward", "Loss", "Backward", "Update")] == [
        2
    ] * 4


def test_feature_maps_of_one_picture_follow_the_training():
    app = visit(**TINY, seed="22", training_part="maps")
    assert "Behind layer 1" not in html(app)
    trained(app, "_go_epoch")
    assert "Behind layer 1: 2 maps" in html(app)
    assert "Behind layer 3: 6 maps" in html(app)
    assert "Behind layer 3: 32 maps" in html(visit(training_part="maps"))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count in other units")
def test_a_training_of_the_largest_networks_takes_less_than_a_hundred_megabytes():
    plans = (
        Plan(kind="standard", layers=2, width=48, kernel=8),
        Plan(kind="separable", layers=4, width=48, kernel=4, depth_multiplier=4),
    )
    most = PARAMETERS["batch"].maximum
    recipe = Recipe(plans=plans, pictures=most, batch=most, epochs=1, seed=23)
    program = (
        "import resource\n"
        "from sepviz.training.course import course\n"
        "from sepviz.training.recipe import Plan, Recipe\n"
        f"recipe = {recipe!r}\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "slices = sum(1 for _ in course(recipe))\n"
        "print(slices, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    slices, kibibytes = map(int, told.stdout.split())
    assert slices > 2 * len(plans)
    assert kibibytes * 1024 < 100e6


@pytest.mark.parametrize(
    "plan",
    [
        Plan(kind="standard", layers=2, width=48, kernel=8),
        Plan(kind="standard", layers=4, width=48, kernel=4),
        Plan(kind="separable", layers=4, width=48, kernel=4, depth_multiplier=4),
    ],
)
def test_the_largest_batch_of_the_largest_networks_takes_less_than_seventy_megabytes(plan):
    batch = PARAMETERS["batch"].maximum
    recipe = Recipe(plans=(plan,), pictures=batch, batch=batch, seed=23)
    assert recipe.pictures_of
    tracemalloc.start()
    first_step(recipe)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 70e6


def test_a_fault_in_the_part_that_follows_a_training_is_reported_in_its_place(monkeypatch):
    monkeypatch.setattr(live, "status", lambda *_: 1 / 0)
    app = page_behind("training", lang="zh").run()
    (fault,) = app.error
    assert fault.value.startswith(FAULTS)
    assert "_go" in keys(app)
    assert app.get("button_group"), "what stands below it is gone"
