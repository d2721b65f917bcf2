"""Which program runs the neural networks: OpenVINO where it is installed and can, ONNX Runtime otherwise."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib.util import find_spec
from typing import Literal, TypeVar

from extractor.errors import EngineError

Runtime = Literal["openvino", "onnxruntime"]
Network = TypeVar("Network")

log = logging.getLogger(__name__)


def load_network(name: str, load: Callable[[Runtime], Network]) -> Network:
    """What `load` makes for the runtime that it is given; it also runs the network once, on a small input: OpenVINO
    compiles a network again for every shape, and some of its versions compile some networks for none.

    Where OpenVINO fails, ONNX Runtime takes its place, with a warning.  Raises `EngineError` where both fail.
    """
    if find_spec("openvino"):
        try:
            return load("openvino")
        except Exception as error:  # whatever OpenVINO raises, ONNX Runtime reads the same model
            why = _last_line(error)
            log.warning("OpenVINO cannot run %s (%s). ONNX Runtime takes its place, slower", name, why)
    try:
        return load("onnxruntime")
    except Exception as error:
        hint = "Reinstall: pip install --force-reinstall juesuan"
        raise EngineError(f"no runtime can run {name} ({_last_line(error)})", hint=hint) from error


def _last_line(error: Exception) -> str:
    """What an error says, without the places in its source that OpenVINO names first."""
    return str(error).strip().rpartition("\n")[2].strip() or type(error).__name__
