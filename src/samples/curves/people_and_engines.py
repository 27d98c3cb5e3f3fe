"""Makes inputs for the person detector and the autoencoder of the benchmark `src/bench/curves`.

People come from the film `vtest.avi` (PETS 2009) of Debian's package opencv-doc, engines from the recordings of aircraft
in Debian's package searchandrescue-data. In the project's folder, with `target/bench/packages` as the packages' root:

    mkdir -p target/bench/packages target/bench/samples
    cd target/bench && apt-get download opencv-doc searchandrescue-data
    for package in *.deb; do dpkg-deb -x "$package" packages; done && cd ../..
    pip install -r src/samples/curves/requirements.txt
    python src/samples/curves/people_and_engines.py target/bench/packages target/bench/samples

It writes people_{train,test}_x.npy (uint8, N x 96 x 96 x 3) and engines_{train,test}_x.npy (float32, N x 640). Everything is
seeded.
"""

import pathlib
import sys

import cv2
import librosa
import numpy as np
import soundfile

FILM = "usr/share/doc/opencv-doc/examples/data/vtest.avi"
SOUNDS = "usr/share/games/searchandrescue/sounds"
ENGINES = (
    "hh65/engine_start hh65/engine_inside hh65/engine_shutdown helicopter_engine_start helicopter_engine_outside2"
    " helicopter_engine_outside3 jet_engine_start jet_engine_start2 jet_engine_inside jet_engine_inside2"
    " jet_engine_outside jet_engine_shutdown jet_engine_shutdown3"
).split()
FRAMES = 5
BLOCK = 32


def film(path):
    """All frames, RGB."""
    video = cv2.VideoCapture(str(path))
    frames = []
    while True:
        read, frame = video.read()
        if not read:
            return frames
        frames.append(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))


def crops(frames, count, random):
    """Squares of 96 to 240 pixels out of the rows where people walk, scaled to 96."""
    images = np.empty((count, 96, 96, 3), np.uint8)
    for image in images:
        side = random.integers(96, 241)
        frame = frames[random.integers(len(frames))]
        top = random.integers(40, 401 - side)
        left = random.integers(0, frame.shape[1] + 1 - side)
        square = frame[top : top + side, left : left + side]
        image[:] = cv2.resize(square, (96, 96), interpolation=cv2.INTER_AREA)
    return images


def windows(path):
    """Five frames of 128 mel bands in dB each, as MLPerf Tiny's front end has them; played at 16 kHz."""
    sound = soundfile.read(path, always_2d=True, dtype="float32")[0].mean(axis=1)
    mel = librosa.feature.melspectrogram(y=sound, sr=16000, n_fft=1024, hop_length=512, n_mels=128, power=2)
    bands = 10 * np.log10(mel + np.finfo(np.float32).eps)
    rows = np.lib.stride_tricks.sliding_window_view(bands.T, FRAMES, axis=0)
    return rows.transpose(0, 2, 1).reshape(len(rows), -1).astype(np.float32)


def main(packages, folder):
    frames = film(packages / FILM)
    random = np.random.default_rng(0)
    half = len(frames) // 2
    np.save(folder / "people_train_x.npy", crops(frames[:half], 512, random))
    np.save(folder / "people_test_x.npy", crops(frames[half:], 2000, random))

    # Of every other block of 32 windows, without those that share frames with the next block.
    parts = ([], [])
    for name in ENGINES:
        rows = windows(packages / SOUNDS / (name + ".wav"))
        for number, first in enumerate(range(0, len(rows), BLOCK)):
            parts[number % 2].append(rows[first : first + BLOCK + 1 - FRAMES])
    for name, part in zip(("train", "test"), parts):
        np.save(folder / f"engines_{name}_x.npy", np.concatenate(part))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
