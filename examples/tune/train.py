"""Trains a small neural network to read handwritten digits, with hyperparameters to search over. Needs nothing but Python 3.8 or later."""

import argparse
import gzip
import math
import random
from operator import mul
from pathlib import Path

DIGITS = 10
BATCH_ROWS = 8
TRAINING_ROWS = 1200
VALIDATION_ROWS = 360


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lr", type=float, default=0.1, help="learning rate (default: %(default)s)")
    parser.add_argument("--hidden", type=int, default=16, help="units of the hidden layer (default: %(default)s)")
    parser.add_argument("--loss", choices=["l2", "smooth_l1"], default="l2", help="what is made small (default: %(default)s)")
    parser.add_argument("--alpha", type=float, help="smooth_l1 only: up to which error it is quadratic (default: 1)")
    parser.add_argument("--epochs", type=int, default=27, help="passes over the data (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the weights and the order (default: %(default)s)")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parent.parent / "digits" / "digits.csv.gz",
                        help="the data file (default: that of the digits example)")
    arguments = parser.parse_args()
    if not 0 < arguments.lr < math.inf:
        parser.error("argument --lr: must be a positive number")
    if min(arguments.epochs, arguments.hidden) < 1:
        parser.error("arguments --epochs and --hidden: must be at least 1")
    if arguments.loss == "l2" and arguments.alpha is not None:
        parser.error("argument --alpha: goes with --loss smooth_l1 only")
    if arguments.alpha is not None and not 0 < arguments.alpha < math.inf:
        parser.error("argument --alpha: must be a positive number")
    return arguments


def load_digits(path):
    """Returns training and validation rows, always the same ones: pixels scaled to 0..1 with a constant 1 for the bias, and the digit."""
    with gzip.open(path, "rt", encoding="ascii") as file:
        rows = [[int(value) for value in line.split(",")] for line in file]
    rows = [([value / 16 for value in row[:-1]] + [1.0], row[-1]) for row in rows]
    random.Random(0).shuffle(rows)
    return rows[:TRAINING_ROWS], rows[TRAINING_ROWS:TRAINING_ROWS + VALIDATION_ROWS]


class Network:
    """One hidden layer (tanh) and a score for each digit, which should be 1 for the right one and 0 for the others."""

    def __init__(self, inputs, hidden, rng):
        def layer(units, size):
            return [[rng.gauss(0, 1 / math.sqrt(size)) for _ in range(size)] for _ in range(units)]

        self.hidden = layer(hidden, inputs)
        self.output = layer(DIGITS, hidden + 1)

    def forward(self, pixels):
        activations = [math.tanh(sum(map(mul, weights, pixels))) for weights in self.hidden] + [1.0]
        return activations, [sum(map(mul, weights, activations)) for weights in self.output]

    def learn(self, batch, slope, lr):
        """Moves the weights one step against the mean gradient of a batch; slope is the derivative of the loss by the error of a score."""
        inputs, activations, slopes, hidden_slopes = [], [], [], []
        for pixels, digit in batch:
            hidden, scores = self.forward(pixels)
            errors = [slope(score - (index == digit)) for index, score in enumerate(scores)]
            inputs.append(pixels)
            activations.append(hidden)
            slopes.append(errors)
            hidden_slopes.append([sum(map(mul, errors, weights)) * (1 - activation * activation)
                                  for weights, activation in zip(zip(*self.output), hidden)])
        descend(self.output, activations, slopes, lr / len(batch))
        descend(self.hidden, inputs, hidden_slopes, lr / len(batch))

    def evaluate(self, rows):
        """Returns the mean squared error of a row, whatever the loss of the training: trials have to be comparable. And the share of digits recognised."""
        loss = correct = 0
        for pixels, digit in rows:
            scores = self.forward(pixels)[1]
            loss += sum((score - (index == digit)) * (score - (index == digit)) for index, score in enumerate(scores))
            correct += scores.index(max(scores)) == digit
        return loss / len(rows), correct / len(rows)


def descend(layer, inputs, slopes, rate):
    columns = list(zip(*inputs))
    for unit, (weights, unit_slopes) in enumerate(zip(layer, zip(*slopes))):
        layer[unit] = [weight - rate * sum(map(mul, unit_slopes, column)) for weight, column in zip(weights, columns)]


def main():
    arguments = parse_arguments()
    training, validation = load_digits(arguments.data)
    alpha = arguments.alpha or 1.0
    if arguments.loss == "l2":
        def slope(error):
            return error
    else:
        def slope(error):
            return max(-1.0, min(1.0, error / alpha))

    rng = random.Random(arguments.seed)
    network = Network(len(training[0][0]), arguments.hidden, rng)
    for epoch in range(1, arguments.epochs + 1):
        rng.shuffle(training)
        for start in range(0, len(training), BATCH_ROWS):
            network.learn(training[start:start + BATCH_ROWS], slope, arguments.lr)
        loss, accuracy = network.evaluate(validation)
        print(f"epoch={epoch} val_loss={loss:.4g} val_accuracy={accuracy:.3f}", flush=True)


if __name__ == "__main__":
    main()
