"""Trains and evaluates with PyTorch. Answers the same requests as the contestants in TypeScript, each with one line of JSON.

Arguments: number of threads, folder of the IDX files.
"""

import json
import pathlib
import resource
import sys
import time

import torch
from torch import nn


def read_split(name):
    """Reads images and labels from two IDX files, and converts the images to float32 in [0, 1]."""
    images = read_bytes(f"{name}-images-idx3-ubyte", header=16).view(-1, 1, 28, 28)
    labels = read_bytes(f"{name}-labels-idx1-ubyte", header=8)
    return images.float().div_(255), labels.long()


def read_bytes(name, header):
    return torch.frombuffer(bytearray((data / name).read_bytes()), dtype=torch.uint8, offset=header)


def create_lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(256, 120), nn.ReLU(),
        nn.Linear(120, 84), nn.ReLU(),
        nn.Linear(84, 10),
    )


def train_forever(batch_size):
    """Trains endlessly. Yields the number of images after each step."""
    images, labels = train_split
    model = create_lenet5()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-4, weight_decay=1e-6)
    while True:
        order = torch.randperm(len(images))
        for start in range(0, len(images), batch_size):
            indices = order[start:start + batch_size]
            optimizer.zero_grad(set_to_none=True)
            loss = cross_entropy(model(images[indices]), labels[indices])
            loss.backward()
            optimizer.step()
            loss.item()
            yield len(indices)


def train(batchSize, seconds):
    if batchSize not in trainings:
        trainings[batchSize] = train_forever(batchSize)
    start = time.perf_counter()
    amount = 0
    while True:
        amount += next(trainings[batchSize])
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            return {"amount": amount, "seconds": elapsed}


def evaluate(batchSize, images):
    if "test" not in splits:
        splits["test"] = read_split("t10k")
    chosen = [train_split, splits["test"]] if images == "all" else [splits["test"]]
    start = time.perf_counter()
    for pixels, labels in chosen:
        measure(pixels, labels, batchSize)
    seconds = time.perf_counter() - start
    return {"amount": sum(len(labels) for _, labels in chosen), "seconds": seconds}


@torch.inference_mode()
def measure(images, labels, batch_size):
    """Computes mean loss and accuracy."""
    loss, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        logits, targets = evaluated(images[start:start + batch_size]), labels[start:start + batch_size]
        loss += cross_entropy(logits, targets).item() * len(targets)
        correct += (logits.argmax(1) == targets).sum().item()
    return loss / len(images), correct / len(images)


def memory():
    unit = 1 if sys.platform == "darwin" else 1024
    return {"peakBytes": unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


torch.set_num_threads(int(sys.argv[1]))
data = pathlib.Path(sys.argv[2])
cross_entropy = nn.CrossEntropyLoss()
train_split, splits, trainings = read_split("train"), {}, {}
evaluated = create_lenet5()
tasks = {"train": train, "evaluate": evaluate, "memory": memory}

print(json.dumps({"versions": {"PyTorch": torch.__version__}}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(tasks[request.pop("task")](**request)), flush=True)
