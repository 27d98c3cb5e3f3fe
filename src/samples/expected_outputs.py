"""Runs a sample model in ONNX Runtime: prints its top-1 accuracy and, with --outputs, writes its float32 logits.

Without arguments it measures the bundled model on its own test images; `bundled/expected_y.npy` is made by

    python expected_outputs.py --outputs bundled/expected_y.npy

Images are uint8, N x C x H x W or N x H x W x C, and reach the model as (x / 255 - mean) / std.
"""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime

BUNDLED = Path(__file__).resolve().parent / "bundled"


def main():
    parser = argparse.ArgumentParser(description="Runs a sample model in ONNX Runtime.")
    parser.add_argument("--model", type=Path, default=BUNDLED / "lenet_mnist.onnx")
    parser.add_argument("--inputs", type=Path, default=BUNDLED / "test_x.npy")
    parser.add_argument("--labels", type=Path, default=BUNDLED / "test_y.npy")
    parser.add_argument("--mean", type=float, default=0.1307)
    parser.add_argument("--std", type=float, default=0.3081)
    parser.add_argument("--outputs", type=Path)
    arguments = parser.parse_args()

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(arguments.model, options, providers=["CPUExecutionProvider"])
    node = session.get_inputs()[0]

    images = np.load(arguments.inputs)
    if list(images.shape[1:]) != node.shape[1:]:
        images = images.transpose(0, 3, 1, 2)
    outputs = np.concatenate([
        session.run(None, {node.name: ((image[None] / 255 - arguments.mean) / arguments.std).astype(np.float32)})[0]
        for image in images])

    hits = outputs.argmax(1) == np.load(arguments.labels)
    print(f"{arguments.model.name}: {hits.sum()} of {len(hits)} correct, {100 * hits.mean():.2f} %")
    if arguments.outputs:
        np.save(arguments.outputs, outputs)


if __name__ == "__main__":
    main()
