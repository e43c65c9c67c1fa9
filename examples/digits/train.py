"""Trains a small neural network on handwritten digits. Needs nothing but Python 3.8 or later."""

import argparse
import gzip
import json
import math
import os
import random
import re
from operator import mul
from pathlib import Path

from tensorboard_events import EventFileWriter

HIDDEN_UNITS = 48
DIGITS = 10
BATCH_ROWS = 8
VALIDATION_ROWS = 360
DATASETS = {"even": 0, "odd": 1}  # name: remainder of the digit divided by two


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lr", type=float, default=0.1, help="learning rate (default: %(default)s)")
    parser.add_argument("--epochs", type=int, default=8, help="passes over the data (default: %(default)s)")
    parser.add_argument("--dataset", action="append", choices=list(DATASETS),
                        help="digits to train on; may be repeated (default: all of them)")
    parser.add_argument("--shuffle", action="store_true", help="visit the rows in a new order in every epoch")
    parser.add_argument("--seed", type=int, default=0, help="seed of the weights and the order (default: %(default)s)")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parent / "digits.csv.gz",
                        help="the data file (default: digits.csv.gz beside this script)")
    parser.add_argument("--model-dir", type=Path, default=Path("model"), help="default: %(default)s")
    parser.add_argument("--checkpoint-dir", type=Path, default=Path("checkpoints"), help="default: %(default)s")
    parser.add_argument("--log-dir", type=Path, default=Path("logs"), help="TensorBoard files (default: %(default)s)")
    arguments = parser.parse_args()
    if not 0 < arguments.lr < math.inf:
        parser.error("argument --lr: must be a positive number")
    if arguments.epochs < 1:
        parser.error("argument --epochs: must be at least 1")
    arguments.dataset = arguments.dataset or list(DATASETS)
    return arguments


def load_digits(path):
    """Returns (pixels, digit) pairs: pixels scaled to 0..1, followed by a constant 1 for the bias."""
    with gzip.open(path, "rt", encoding="ascii") as file:
        rows = [[int(value) for value in line.split(",")] for line in file]
    return [([value / 16 for value in row[:-1]] + [1.0], row[-1]) for row in rows]


def split(digits):
    """Returns training and validation rows. The split is always the same, so that runs can be compared."""
    held_out = set(random.Random(0).sample(range(len(digits)), VALIDATION_ROWS))
    training = [row for index, row in enumerate(digits) if index not in held_out]
    validation = [digits[index] for index in sorted(held_out)]
    return training, validation


class Network:
    """One hidden layer (tanh), softmax on top, trained by stochastic gradient descent."""

    def __init__(self, hidden, output):
        self.hidden = hidden  # a row of weights for each hidden unit; the last weight is the bias
        self.output = output  # a row of weights for each digit, likewise

    @classmethod
    def create(cls, inputs, rng):
        def layer(units, size):
            return [[rng.gauss(0, 1 / math.sqrt(size)) for _ in range(size)] for _ in range(units)]

        return cls(layer(HIDDEN_UNITS, inputs), layer(DIGITS, HIDDEN_UNITS + 1))

    def forward(self, pixels):
        """Returns the activations of the hidden layer and the score of each digit."""
        activations = [math.tanh(sum(map(mul, weights, pixels))) for weights in self.hidden] + [1.0]
        return activations, [sum(map(mul, weights, activations)) for weights in self.output]

    def learn(self, batch, lr):
        """Moves the weights one step against the mean gradient of the (pixels, digit) pairs of a batch."""
        inputs, activations, errors, hidden_errors = [], [], [], []
        for pixels, digit in batch:
            hidden, scores = self.forward(pixels)
            error = softmax(scores)
            error[digit] -= 1
            inputs.append(pixels)
            activations.append(hidden)
            errors.append(error)
            hidden_errors.append([sum(map(mul, error, weights)) * (1 - activation * activation)
                                  for weights, activation in zip(zip(*self.output), hidden)])
        descend(self.output, activations, errors, lr / len(batch))
        descend(self.hidden, inputs, hidden_errors, lr / len(batch))

    def evaluate(self, digits):
        """Returns the mean cross-entropy and the share of digits recognised."""
        loss = correct = 0
        for pixels, digit in digits:
            scores = self.forward(pixels)[1]
            highest = max(scores)
            loss += math.log(sum(math.exp(score - highest) for score in scores)) + highest - scores[digit]
            correct += scores.index(highest) == digit
        return loss / len(digits), correct / len(digits)


def softmax(scores):
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def descend(layer, inputs, errors, rate):
    """Moves the weights of a layer; inputs and errors hold what went in and what came out wrong, a row at a time."""
    columns = list(zip(*inputs))
    for unit, (weights, unit_errors) in enumerate(zip(layer, zip(*errors))):
        layer[unit] = [weight - rate * sum(map(mul, unit_errors, column)) for weight, column in zip(weights, columns)]


def save_json(path, content):
    """Writes beside the file and renames, so that nobody ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(json.dumps(content), encoding="ascii")
    os.replace(temporary, path)


def latest_checkpoint(folder):
    """Returns the epoch and the path of the newest checkpoint, or (0, None)."""
    found = [(int(match[1]), path) for path in folder.glob("epoch-*.json")
             for match in [re.fullmatch(r"epoch-(\d+)\.json", path.name)] if match]
    return max(found, default=(0, None))


def main():
    arguments = parse_arguments()
    training, validation = split(load_digits(arguments.data))
    remainders = {DATASETS[name] for name in arguments.dataset}
    training = [(pixels, digit) for pixels, digit in training if digit % 2 in remainders]
    print(f"training on {len(training)} digits: dataset={','.join(arguments.dataset)} shuffle={arguments.shuffle} "
          f"lr={arguments.lr} epochs={arguments.epochs}", flush=True)

    done, checkpoint = latest_checkpoint(arguments.checkpoint_dir)
    if checkpoint:
        network = Network(**json.loads(checkpoint.read_text(encoding="ascii")))
        print(f"resumed from {checkpoint}", flush=True)
    else:
        network = Network.create(len(training[0][0]), random.Random(arguments.seed))

    events = EventFileWriter(arguments.log_dir)
    for epoch in range(done + 1, arguments.epochs + 1):
        rows = list(training)
        if arguments.shuffle:
            # The order depends on seed and epoch alone, so a resumed run goes on exactly as if never interrupted.
            random.Random(f"{arguments.seed}/{epoch}").shuffle(rows)
        for start in range(0, len(rows), BATCH_ROWS):
            network.learn(rows[start:start + BATCH_ROWS], arguments.lr)

        loss, accuracy = network.evaluate(validation)
        print(f"epoch={epoch} val_loss={loss:.4f} val_accuracy={accuracy:.3f}", flush=True)
        events.add_scalars(epoch, {"val_loss": loss, "val_accuracy": accuracy})
        save_json(arguments.checkpoint_dir / f"epoch-{epoch}.json", vars(network))

    save_json(arguments.model_dir / "model.json", vars(network))


if __name__ == "__main__":
    main()
