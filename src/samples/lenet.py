"""The LeNet-like network of the sample models, its training loop and its ONNX export."""

import hashlib
import math

import torch
from torch import nn
from torch.nn import functional as F


class LeNet(nn.Module):
    """Two 5x5 convolutions, each with ReLU and 2x2 max pooling, then three dense layers. No padding."""

    def __init__(self, channels, size):
        super().__init__()
        side = ((size - 4) // 2 - 4) // 2
        self.conv1 = nn.Conv2d(channels, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


def make_deterministic(seed):
    """One thread and one seed: the same machine and the same versions give the same weights."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(seed)


def normalise(images, mean, std):
    """uint8 NCHW to float, the same constants for every channel."""
    return (images.float() / 255 - mean) / std


def random_crop(images, padding):
    """Shifts every image by up to `padding` pixels in both directions; black comes in at the border."""
    count, _, height, width = images.shape
    padded = F.pad(images, (padding,) * 4)
    rows = torch.randint(2 * padding + 1, (count, 1)) + torch.arange(height)
    columns = torch.randint(2 * padding + 1, (count, 1)) + torch.arange(width)
    image = torch.arange(count)[:, None, None]
    # An index on both sides of a slice puts the sliced axis (the channels) last.
    return padded[image, :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)


def random_flip(images):
    """Mirrors each image left to right with probability 1/2."""
    flipped = torch.rand(len(images), 1, 1, 1) < 0.5
    return torch.where(flipped, images.flip(3), images)


def train(model, images, labels, *, augment, mean, std, epochs, rate, weight_decay, batch=64,
          validation=None):
    """AdamW with a one-cycle schedule: a short linear warm-up, then a cosine to zero."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=weight_decay)
    steps = epochs * math.ceil(len(images) / batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    for epoch in range(epochs):
        model.train()
        for chosen in torch.randperm(len(images)).split(batch):
            inputs = normalise(augment(images[chosen]), mean, std)
            loss = F.cross_entropy(model(inputs), labels[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        if validation and ((epoch + 1) % 5 == 0 or epoch + 1 == epochs):
            accuracy = top1(model, *validation, mean=mean, std=std)
            print(f"epoch {epoch + 1:3}: loss {loss.item():.3f}, validation {accuracy:.2f} %", flush=True)


@torch.no_grad()
def top1(model, images, labels, *, mean, std):
    """Top-1 accuracy in percent."""
    model.eval()
    hits = sum((model(normalise(x, mean, std)).argmax(1) == y).sum().item()
               for x, y in zip(images.split(1000), labels.split(1000)))
    return 100 * hits / len(labels)


def export(model, channels, size, path):
    """Writes the model as one ONNX file: opset 17, batch 1, weights inside."""
    model.eval()
    torch.onnx.export(model, (torch.zeros(1, channels, size, size),), path, opset_version=17,
                      input_names=["input"], output_names=["logits"], dynamo=False)
    with open(path, "rb") as file:
        print(f"{path.name}: sha256 {hashlib.sha256(file.read()).hexdigest()}")
