import pickle

import pytest

from extractor.errors import DamagedError, InputError, JuesuanError, PageSizeError


def test_the_text_names_file_page_trouble_and_remedy():
    error = PageSizeError("the page has no area", file="a.pdf", page=3, hint="Scan it")
    assert str(error) == "a.pdf page 3: the page has no area. Scan it"


def test_without_a_place_the_text_is_the_message():
    assert str(JuesuanError("nothing works")) == "nothing works"


def test_an_error_survives_the_way_between_processes():
    error = pickle.loads(pickle.dumps(DamagedError("cut off", file="a.pdf", hint="Copy it")))
    assert isinstance(error, DamagedError)
    assert (error.message, error.file, error.page, error.hint) == ("cut off", "a.pdf", None, "Copy it")


def _all(kind: type[JuesuanError]) -> list[type[JuesuanError]]:
    return [kind] + [one for child in kind.__subclasses__() for one in _all(child)]


def test_every_error_has_a_code_of_its_own():
    codes = [kind.code for kind in _all(JuesuanError)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", _all(InputError))
def test_the_tree_at_the_head_of_the_module_is_complete(kind):
    from extractor import errors

    assert kind.__name__ in (errors.__doc__ or "")
