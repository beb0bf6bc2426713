"""Refusals are worded in the reader's language, with every field filled in."""

import pytest

from sepviz.errors import SepvizError
from sepviz.images import load_image
from sepviz.images.refusals import refusal
from sepviz.text import LANGUAGES, translator
from sepviz.ui.session import notices

FILES = {
    "image_empty": b"",
    "image_format": b"just words, not a picture",
    "image_damaged": b"\x89PNG\r\n\x1a\n" + bytes(60),
}
WITH_FIELDS = {
    "image_unsupported": {"format": "TIFF"},
    "image_too_many_pixels": {"width": 9000, "height": 9000, "limit": "50,000,000"},
    "image_too_large": {"limit": 100},
    "image_too_complex": {},
    "image_heic": {},
    "image_truncated": {},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", FILES)
def test_a_refused_file_gets_a_sentence_of_its_own(language, code):
    with pytest.raises(SepvizError) as caught:
        load_image(FILES[code])
    assert caught.value.code in (code, "image_truncated")
    sentence = notices.sentence(caught.value, translator(language))
    assert sentence != translator(language)("errors.invalid")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", WITH_FIELDS)
def test_every_reason_has_its_fields_filled_in(language, code):
    sentence = notices.sentence(refusal(code, **WITH_FIELDS[code]), translator(language))
    assert sentence != translator(language)("errors.invalid")
    assert "{" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_without_a_sentence_gets_the_general_one(language):
    error = SepvizError("message for developers", code="never_heard_of")
    assert notices.sentence(error, translator(language)) == translator(language)("errors.invalid")
