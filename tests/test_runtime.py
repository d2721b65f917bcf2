import importlib.util
import logging

import pytest

from extractor import runtime
from extractor.errors import EngineError
from extractor.pages import scan_line_masks
from extractor.reading import rapidocr
from extractor.runtime import load_network

pytestmark = pytest.mark.skipif(importlib.util.find_spec("openvino") is None, reason="OpenVINO has no wheel here")


def fail(name: str) -> str:
    raise RuntimeError(f"Exception from core.cpp:95:\n{name} compiles nothing\n")


def test_openvino_comes_first(caplog):
    assert load_network("a network", lambda name: name) == "openvino"
    assert not caplog.records


def test_onnx_runtime_takes_the_place_of_an_openvino_that_fails(caplog):
    assert load_network("a network", lambda name: fail(name) if name == "openvino" else name) == "onnxruntime"
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "OpenVINO cannot run a network (openvino compiles nothing)" in record.message


def test_without_openvino_nothing_is_told(caplog, monkeypatch):
    monkeypatch.setattr(runtime, "find_spec", lambda name: None)
    assert load_network("a network", lambda name: name) == "onnxruntime"
    assert not caplog.records


def test_where_no_runtime_can_the_error_says_so():
    with pytest.raises(EngineError, match=r"no runtime can run a network \(onnxruntime compiles nothing\).*Reinstall"):
        load_network("a network", fail)


@pytest.mark.slow
@pytest.mark.parametrize("load", [rapidocr.RapidReader, scan_line_masks._network.__wrapped__])
def test_networks_are_loaded_where_openvino_fails(load, caplog, monkeypatch):
    import openvino

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Check 'false' failed")

    monkeypatch.setattr(openvino.Core, "compile_model", broken)
    assert load()
    assert "OpenVINO cannot run" in caplog.text
