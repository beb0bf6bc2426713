"""The Training page in Chromium: the record, a training that is watched, keyboard, other visitors."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.screen import Visitor, settle

TINY = "pictures=40&epochs=2&a_width=2&b_width=2&a_layers=1&b_layers=1"


def visit(page: Page, app: str, query: str = "") -> None:
    """Open the page and wait until its curves are there."""
    page.goto(f"{app}/training?{query}")
    expect(page.locator(".train-plot")).to_have_count(2)
    settle(page)


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def test_the_recorded_run_is_on_the_first_screen_with_its_curves_and_counts(page: Page, app: str):
    visit(page, app)
    for plot in page.locator(".train-plot").all():
        expect(plot).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("14,680", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("A recorded run")).to_be_in_viewport()
    assert page.locator(".train-plot img").first.evaluate("image => image.naturalWidth") > 0


def test_a_training_is_watched_to_its_end_without_a_reload(page: Page, app: str):
    visit(page, app, f"{TINY}&seed=31")
    button(page, "Train it here").click()
    expect(page.get_by_text("Trained here")).to_be_visible(timeout=60_000)
    expect(button(page, "Start over")).to_be_visible()
    expect(button(page, "Pause")).to_have_count(0)
    assert "after epoch 2" in str(page.locator(".train-plot").first.get_attribute("aria-label"))


def test_the_keyboard_trains_pauses_and_starts_over(page: Page, app: str):
    visit(page, app, "pictures=2000&epochs=60&seed=32")
    button(page, "Train it here").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Pause")).to_be_focused()
    expect(page.get_by_text("of 60, batch")).to_be_visible()
    page.keyboard.press("Enter")
    expect(button(page, "Go on")).to_be_focused()
    button(page, "Start over").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing is trained yet")).to_be_visible()
    expect(button(page, "Start over")).to_be_focused()


def test_another_visitor_waits_in_the_queue_and_uses_the_app_meanwhile(
    chromium: Browser, page: Page, app: str
):
    visit(page, app, "pictures=2000&epochs=60&seed=33")
    button(page, "Train it here").click()
    expect(button(page, "Pause")).to_be_visible()
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    other = context.new_page()
    visit(other, app, f"{TINY}&seed=34")
    button(other, "Train it here").click()
    expect(other.get_by_text("Before yours: 1 training.")).to_be_visible()
    other.get_by_text("Numbers", exact=True).click()
    expect(other.get_by_role("table").first).to_be_visible()
    button(page, "Pause").click()
    expect(other.get_by_text("Trained here")).to_be_visible(timeout=60_000)
    context.close()


def test_slow_motion_goes_on_by_itself_from_batch_to_batch(page: Page, app: str):
    visit(page, app, f"{TINY}&seed=35&training_part=step")
    page.get_by_text("Slow motion").click()
    expect(page.locator(".train-step.slow")).to_have_count(2)
    expect(page.get_by_text("Epoch 1 of 2, batch 1 of 2")).to_be_visible()
    expect(page.locator(".train-step").first).to_contain_text("Epoch 1, batch 2", timeout=20_000)


def test_the_keyboard_learns_one_batch_after_the_other(page: Page, app: str):
    visit(page, app, f"{TINY}&seed=36")
    button(page, "One batch").focus()
    for batch in (1, 2):
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Epoch 1 of 2, batch {batch} of 2")).to_be_visible()
        expect(button(page, "One batch")).to_be_focused()


def test_the_recorded_run_is_drawn_at_once_for_whoever_wants_no_motion(page: Page, app: str):
    page.emulate_media(reduced_motion="reduce")
    visit(page, app)
    curves = page.locator(".train-plot.playing img").first
    assert curves.evaluate("image => getComputedStyle(image).animationName") == "none"
    page.emulate_media(reduced_motion="no-preference")
    assert curves.evaluate("image => getComputedStyle(image).animationName") == "train-play"


def test_in_front_of_a_class_both_curves_stand_on_the_first_screen(visitor: Visitor, app: str):
    page = visitor(1280, 720, locale="en-US")
    visit(page, app, "present=true")
    for plot in page.locator(".train-plot").all():
        expect(plot).to_be_in_viewport(ratio=1)
