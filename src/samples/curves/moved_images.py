"""Ten copies of a set of test images, to tell small differences of accuracy from chance.

    python src/samples/curves/moved_images.py X.npy Y.npy OUT_X.npy OUT_Y.npy

The images as they are and moved by a pixel to each side, the edge repeated, and the same mirrored (N x H x W x C).
"""

import sys

import numpy as np

images, labels, moved_images, moved_labels = sys.argv[1:]
originals = np.load(images)
copies = []
for pixels in (originals, originals[:, :, ::-1]):
    padded = np.pad(pixels, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = pixels.shape[1:3]
    for down, right in ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)):
        copies.append(padded[:, 1 - down : 1 - down + height, 1 - right : 1 - right + width])
np.save(moved_images, np.concatenate(copies))
np.save(moved_labels, np.tile(np.load(labels), len(copies)))
