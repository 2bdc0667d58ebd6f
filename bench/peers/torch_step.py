#!/usr/bin/env python3
"""The training step of a model in eager PyTorch on the CPU, from the same set and weights as ours.

    torch_step.py MODEL DTYPE BATCH FOLDER

FOLDER holds what `training_start` wrote, and what it printed in start.json. Prints one line of JSON: the median time of a step
in seconds and the first ten losses.
"""
import json
import os
import pathlib
import statistics
import sys
import time

try:
    import numpy
    import torch
except ImportError as missing:
    print(f"{missing}: pip install torch numpy", file=sys.stderr)
    sys.exit(1)

EDGE, CHANNELS, FILTERS = 32, 3, 64


def tensors(path, shapes):
    """The arena's tensors in their order."""
    values, at = numpy.fromfile(path, numpy.float32), 0
    for shape in shapes:
        count = int(numpy.prod(shape))
        yield torch.from_numpy(values[at:at + count].reshape(shape).copy())
        at += count
    assert at == len(values), f"{path}: {len(values)} numbers, {at} expected"


def dense(weights, biases):
    layer = torch.nn.Linear(*weights.shape)
    layer.weight.data, layer.bias.data = weights.T.contiguous(), biases
    return layer


def mlp(path):
    w1, b1, w2, b2 = tensors(path, [(784, 128), (128,), (128, 10), (10,)])
    return torch.nn.Sequential(dense(w1, b1), torch.nn.ReLU(), dense(w2, b2))


def cnn(path):
    half = EDGE // 2
    filters, b1, w2, b2, w3, b3 = tensors(
        path, [(FILTERS, 3, 3, CHANNELS), (FILTERS,), (half * half * FILTERS, 128), (128,), (128, 10), (10,)])
    convolution = torch.nn.Conv2d(CHANNELS, FILTERS, 3, padding=1)
    convolution.weight.data, convolution.bias.data = filters.permute(0, 3, 1, 2).contiguous(), b1
    # Ours flattens channels last, theirs channels first.
    w2 = w2.reshape(half, half, FILTERS, 128).permute(2, 0, 1, 3).reshape(-1, 128)
    model = torch.nn.Sequential(convolution, torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), dense(w2, b2),
                                torch.nn.ReLU(), dense(w3, b3))
    return model.to(memory_format=torch.channels_last)


def images(model, folder, batch):
    values = torch.from_numpy(numpy.fromfile(folder / "images.f32", numpy.float32))
    if model == "mlp":
        return values.reshape(-1, batch, 784)
    return values.reshape(-1, batch, EDGE, EDGE, CHANNELS).permute(0, 1, 4, 2, 3)  # channels last in memory, as ours


def main():
    name, dtype, batch, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), pathlib.Path(sys.argv[4])
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    inputs = images(name, folder, batch)
    labels = torch.from_numpy(numpy.fromfile(folder / "labels.i32", numpy.int32)).long().reshape(-1, batch)
    model = {"mlp": mlp, "cnn": cnn}[name](folder / "weights.f32")
    rule = json.loads((folder / "start.json").read_text())
    if rule["rule"] == "adam":
        optimizer = torch.optim.Adam(model.parameters(), lr=rule["learning_rate"])
    else:
        optimizer = torch.optim.SGD(model.parameters(), lr=rule["learning_rate"], momentum=rule["momentum"])
    loss_of = torch.nn.CrossEntropyLoss()

    def step(index):
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=dtype == "bf16"):
            loss = loss_of(model(inputs[index % len(inputs)]), labels[index % len(labels)])
        loss.backward()
        optimizer.step()
        return loss

    losses = [step(index).item() for index in range(10)]
    times, index, begin = [], 10, time.perf_counter()
    while time.perf_counter() - begin < 2 or len(times) < 20:
        start = time.perf_counter()
        step(index)
        times.append(time.perf_counter() - start)
        index += 1
    print(json.dumps({"median_s": statistics.median(times[len(times) // 4:]), "losses": losses, "samples": len(times),
                      "torch": torch.__version__, "threads": torch.get_num_threads()}))


main()
