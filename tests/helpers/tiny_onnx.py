"""Real ONNX models of a few hundred bytes, written field by field.

The numbers are those of ``onnx.proto3``; the wire format is protobuf's: a key of field number and type, then the
value.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FLOAT = 1
VARINT, LENGTH_DELIMITED = 0, 2

Dimension = int | str
Floats = npt.NDArray[np.float32]


def colour_classifier(weights: Floats, batch: Dimension = "batch", layout: str = "nchw") -> bytes:
    """A classifier whose scores are the mean colour, 3 channels, times ``weights`` (3 x classes)."""
    axes = [2, 3] if layout == "nchw" else [1, 2]
    shape = [batch, 3, "height", "width"] if layout == "nchw" else [batch, "height", "width", 3]
    nodes = [
        _node("ReduceMean", ["input"], ["mean"], _ints("axes", axes) + _int("keepdims", 0)),
        _node("MatMul", ["mean", "weights"], ["output"]),
    ]
    outputs = [("output", [batch, weights.shape[1]])]
    return _model(nodes, {"weights": weights}, ("input", shape), outputs)


def constant_detector(outputs: list[Floats], size_px: int) -> bytes:
    """A detector that gives the same ``outputs`` for every image of ``size_px`` squared."""
    names = [f"output{index}" for index in range(len(outputs))]
    nodes = [_node("Identity", [f"constant {name}"], [name]) for name in names]
    constants = {f"constant {name}": output for name, output in zip(names, outputs, strict=True)}
    shapes = [(name, list(output.shape)) for name, output in zip(names, outputs, strict=True)]
    return _model(nodes, constants, ("input", [1, 3, size_px, size_px]), shapes)


def constant_yunet(face: tuple[int, int, float, float], score: float) -> bytes:
    """A YuNet that sees one face in every image of 64 x 64 pixels: at column and row of the 8 x 8 cells of 8 px,
    of that width and height in pixels around the cell's upper left."""
    column, row, width, height = face
    outputs = {
        f"{what}_{stride}": np.zeros((1, (64 // stride) ** 2, values), dtype=np.float32)
        for stride in (8, 16, 32)
        for what, values in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10))
    }
    cell = row * 8 + column
    outputs["cls_8"][0, cell] = outputs["obj_8"][0, cell] = score
    outputs["bbox_8"][0, cell, 2:] = np.log([width / 8, height / 8])
    # OpenCV's reader wants outputs that depend on the image; a mean times nothing is such.
    nodes = [
        _node("ReduceMean", ["input"], ["mean"], _ints("axes", [1, 2, 3]) + _int("keepdims", 0)),
        _node("Mul", ["mean", "zero"], ["nothing"]),
        *(_node("Add", [f"constant {name}", "nothing"], [name]) for name in outputs),
    ]
    constants = {f"constant {name}": values for name, values in outputs.items()}
    shapes = [(name, list(values.shape)) for name, values in outputs.items()]
    return _model(nodes, {"zero": np.zeros(1, dtype=np.float32), **constants}, ("input", [1, 3, 64, 64]), shapes)


def _model(
    nodes: list[bytes],
    constants: dict[str, Floats],
    image: tuple[str, list[Dimension]],
    outputs: list[tuple[str, list[Dimension]]],
) -> bytes:
    graph = b"".join(_bytes(1, node) for node in nodes)
    graph += _bytes(2, b"tiny")
    graph += b"".join(_bytes(5, _tensor(name, values)) for name, values in constants.items())
    graph += _bytes(11, _value(*image))
    graph += b"".join(_bytes(12, _value(*output)) for output in outputs)
    opset = _bytes(1, b"") + _varint(2, 13)
    return _varint(1, 7) + _bytes(7, graph) + _bytes(8, opset)


def _node(operation: str, inputs: list[str], outputs: list[str], attributes: bytes = b"") -> bytes:
    encoded = b"".join(_bytes(1, name.encode()) for name in inputs)
    encoded += b"".join(_bytes(2, name.encode()) for name in outputs)
    return encoded + _bytes(4, operation.encode()) + attributes


def _ints(name: str, values: list[int]) -> bytes:
    return _bytes(5, _bytes(1, name.encode()) + b"".join(_varint(8, value) for value in values) + _varint(20, 7))


def _int(name: str, value: int) -> bytes:
    return _bytes(5, _bytes(1, name.encode()) + _varint(3, value) + _varint(20, 2))


def _tensor(name: str, values: Floats) -> bytes:
    dims = b"".join(_varint(1, side) for side in values.shape)
    return dims + _varint(2, FLOAT) + _bytes(8, name.encode()) + _bytes(9, values.astype("<f4").tobytes())


def _value(name: str, shape: list[Dimension]) -> bytes:
    dims = b"".join(
        _bytes(1, _varint(1, side) if isinstance(side, int) else _bytes(2, side.encode())) for side in shape
    )
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _varint(1, FLOAT) + _bytes(2, dims)))


def _bytes(field: int, value: bytes) -> bytes:
    return _number(field << 3 | LENGTH_DELIMITED) + _number(len(value)) + value


def _varint(field: int, value: int) -> bytes:
    return _number(field << 3 | VARINT) + _number(value)


def _number(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
