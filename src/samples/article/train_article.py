"""Trains the source article's CIFAR-10 network and writes it beside this script as article_cifar10.onnx.

62,006 parameters; the model expects (x / 255 - 0.5) / 0.5, 1 x 3 x 32 x 32. Run:

    pip install -r ../requirements.txt
    python train_article.py --data FOLDER

FOLDER holds train_x.npy (10,000 x 32 x 32 x 3, uint8) and train_y.npy, the first 10,000 CIFAR-10 training images, and
test_x.npy and test_y.npy. The first 9,000 training images are trained on; the last 1,000 served to choose the settings
below and stay unseen, so they can also serve to choose ranks. The test images play no part before the last line of
output.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent))
import lenet  # noqa: E402

NORMALISATION = {"mean": 0.5, "std": 0.5}
VALIDATION = 1000


def read(folder, part):
    """Images N x 3 x 32 x 32 and labels of `train` or `test`."""
    images = torch.from_numpy(np.load(folder / f"{part}_x.npy")).permute(0, 3, 1, 2).contiguous()
    return images, torch.from_numpy(np.load(folder / f"{part}_y.npy").astype(np.int64))


def augment(images):
    return lenet.random_flip(lenet.random_crop(images, 4))


def main():
    parser = argparse.ArgumentParser(description="Trains the source article's CIFAR-10 network.")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "cifar10")
    arguments = parser.parse_args()

    lenet.make_deterministic(seed=1)
    images, labels = read(arguments.data, "train")
    model = lenet.LeNet(channels=3, size=32)
    lenet.train(model, images[:-VALIDATION], labels[:-VALIDATION], augment=augment, **NORMALISATION,
                epochs=200, rate=5e-3, weight_decay=0.2,
                validation=(images[-VALIDATION:], labels[-VALIDATION:]))
    lenet.export(model, 3, 32, HERE / "article_cifar10.onnx")
    print(f"test images: {lenet.top1(model, *read(arguments.data, 'test'), **NORMALISATION):.2f} %")


if __name__ == "__main__":
    main()
