"""Searches with Optuna what the benchmark searches with MlOps. Spaces come as JSON on standard input, the functions are those of TestFunctions.cs, and each answer is a line of JSON."""

import json
import math
import random
import sys
import time
import warnings

import optuna

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def xs(v, n):
    return [v[f"x{i}"] for i in range(n)]


def branin(v):
    x, y = v["x0"], v["x1"]
    return (y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def bowl(v):
    return (math.log10(v["lr"]) + 2.6) ** 2 + 0.05 * (v["depth"] - 6) ** 2


def losses(v):
    base = 0.5 * (math.log10(v["lr"]) + 3.2) ** 2
    return base + 0.3 if v["loss"] == "l2" else base + (v["alpha"] - 0.7) ** 2


A3 = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]]
P3 = [[0.3689, 0.1170, 0.2673], [0.4699, 0.4387, 0.7470], [0.1091, 0.8732, 0.5547], [0.0381, 0.5743, 0.8828]]
A6 = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P6 = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]
ALPHA = [1.0, 1.2, 3.0, 3.2]


def hartmann(x, a, p):
    return -sum(ALPHA[i] * math.exp(-sum(a[i][j] * (x[j] - p[i][j]) ** 2 for j in range(len(x)))) for i in range(4))


def rosenbrock(x):
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(len(x) - 1))


def ackley(x):
    x = [one - 0.3 for one in x]
    return -20 * math.exp(-0.2 * math.sqrt(sum(one * one for one in x) / len(x))) - math.exp(sum(math.cos(2 * math.pi * one) for one in x) / len(x)) + 20 + math.e


def rastrigin(x):
    return sum((one - 0.7) ** 2 - 10 * math.cos(2 * math.pi * (one - 0.7)) + 10 for one in x)


def levy(x):
    w = [1 + (one - 1) / 4 for one in x]
    return (
        math.sin(math.pi * w[0]) ** 2
        + sum((one - 1) ** 2 * (1 + 10 * math.sin(math.pi * one + 1) ** 2) for one in w[:-1])
        + (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2)
    )


def goldstein(x, y):
    return (1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y)) * (
        30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y)
    )


def styblinski(x):
    return 0.5 * sum(one**4 - 16 * one**2 + 5 * one for one in x)


def michalewicz(x):
    return -sum(math.sin(one) * math.sin((i + 1) * one * one / math.pi) ** 20 for i, one in enumerate(x))


def network(v):
    cost = {"sgd": 0.15, "adam": 0.0, "rms": 0.1}[v["optimizer"]] + 0.2 * (math.log10(v["lr"]) + {"sgd": 1.5, "adam": 3.0, "rms": 3.5}[v["optimizer"]]) ** 2
    cost += {"relu": 0.0, "tanh": 0.1, "gelu": 0.03}[v["activation"]]
    cost += 0.3 * (math.log2(v["width"]) - 7) ** 2 / 9 + 0.02 * (v["layers"] - 4) ** 2
    return cost + 2 * (v["dropout"] - 0.2) ** 2


def categories(v):
    table = [3, 0, 4, 1, 2]
    total = sum(abs(table[v[f"c{i}"]] - (i + 1) % 5) for i in range(5))
    return total + (2 if v["c0"] == v["c1"] else 0) + (1 if v["c2"] > v["c3"] else 0)


def deep(v):
    cost = 0.1 * (math.log10(v["lr"]) + 2.5) ** 2
    if v["optimizer"] == "sgd":
        cost += 0.05 + (v["momentum"] - 0.9) ** 2
        if v["nesterov"]:
            cost += 3 * (v["dampening"] - 0.4) ** 2 - 0.05
        else:
            cost += 0.02
    else:
        cost += 0.03 + 2 * (v["beta"] - 0.8) ** 2 + 0.02 * (math.log10(v["eps"]) + 7) ** 2
    cost += 0.03 * (v["layers"] - 3) ** 2
    for i in range(1, 5):
        if v["layers"] >= i:
            cost += 0.1 * (math.log2(v[f"units{i}"]) - (8 - i)) ** 2 / 4
    return cost


def steps(v):
    return sum(math.floor(abs(one - 0.37) * 12) / 12 for one in xs(v, 4))


def svm(v):
    c = math.log10(v["c"])
    if v["kernel"] == "linear":
        return 0.12 + 0.02 * (c + 1) ** 2
    g = math.log10(v["gamma"])
    if v["kernel"] == "rbf":
        return 0.5 * (1 - math.exp(-0.5 * ((c + g - 0.5) ** 2 / 0.6 + (c - 2) ** 2 / 8)))
    return 0.05 + 0.01 * (c - 1) ** 2 + 0.02 * (g + 2) ** 2 + 0.03 * (v["degree"] - 3) ** 2


def diverging(v):
    lr, decay = math.log10(v["lr"]), math.log10(v["decay"])
    if lr - 0.3 * (decay + 4) > -1.2:
        return 10.0
    return 0.08 * (lr + 1.8) ** 2 + 0.03 * (decay + 3.5) ** 2 + 0.5 * (v["momentum"] - 0.85) ** 2


def relevant(v):
    return (v["x3"] - 0.2) ** 2 + (v["x11"] - 0.75) ** 2 + (v["x17"] - 0.5 - 0.5 * (v["x3"] - 0.2)) ** 2


def decades(v):
    a, b, c = (math.log10(v[name]) for name in ("a", "b", "c"))
    return 0.05 * (a + 5) ** 2 + 0.1 * (b - 2) ** 2 + 0.05 * (c + b - 1 + 2) ** 2


def integers(v):
    a, b, c, d = v["a"], v["b"], v["c"], v["d"]
    return (a - 17) ** 2 / 100 + abs(b - 3) + (c * d - 600) ** 2 / 10000 + (d - 20) ** 2 / 50


FUNCTIONS = {
    "branin": branin,
    "bowl": bowl,
    "losses": losses,
    "hartmann3": lambda v: hartmann(xs(v, 3), A3, P3),
    "hartmann6": lambda v: hartmann(xs(v, 6), A6, P6),
    "rosenbrock2": lambda v: rosenbrock(xs(v, 2)),
    "rosenbrock5": lambda v: rosenbrock(xs(v, 5)),
    "ackley5": lambda v: ackley(xs(v, 5)),
    "ackley10": lambda v: ackley(xs(v, 10)),
    "rastrigin3": lambda v: rastrigin(xs(v, 3)),
    "levy4": lambda v: levy(xs(v, 4)),
    "goldstein": lambda v: goldstein(v["x0"], v["x1"]),
    "styblinski4": lambda v: styblinski(xs(v, 4)),
    "michalewicz5": lambda v: michalewicz(xs(v, 5)),
    "noisy-hartmann3": lambda v: hartmann(xs(v, 3), A3, P3),
    "noisy-network": network,
    "network": network,
    "categories": categories,
    "deep": deep,
    "steps": steps,
    "corner": lambda v: sum((i + 1) * one for i, one in enumerate(xs(v, 5))),
    "bound": lambda v: (v["x0"] - 1) ** 2 + (v["x1"] + 0.2) ** 2 + (v["x2"] - 0.4) ** 2 + (v["x3"] - 1.1) ** 2,
    "svm": svm,
    "diverging": diverging,
    "relevant20": relevant,
    "decades": decades,
    "integers": integers,
    "sphere10": lambda v: sum((one - 0.6) ** 2 for one in xs(v, 10)),
}


def holds(condition, value):
    if "low" in condition:
        return condition["low"] <= value <= condition["high"]
    return any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in condition["values"])


def suggest(trial, space):
    values = {}
    for p in space:
        if not all(c["parent"] in values and holds(c, values[c["parent"]]) for c in p["conditions"]):
            continue
        name = p["name"]
        if p["kind"] == "choice":
            values[name] = trial.suggest_categorical(name, p["values"])
        elif p["kind"] == "integer":
            values[name] = trial.suggest_int(name, int(p["low"]), int(p["high"]), step=int(p["step"] or 1), log=p["log"])
        else:
            values[name] = trial.suggest_float(name, p["low"], p["high"], step=p["step"], log=p["log"])
    return values


def sampler(name, seed, liar):
    if name == "random":
        return optuna.samplers.RandomSampler(seed=seed)
    if name == "tpe":
        return optuna.samplers.TPESampler(seed=seed, constant_liar=liar)
    return optuna.samplers.TPESampler(seed=seed, multivariate=True, group=True, constant_liar=liar)


def duration(seed, number):
    return 0.5 + (number * 7919 + seed * 104729) % 1009 / 1009


def search(request, seed):
    """The true value of the best trial so far, after each trial that ended; so many run at once."""
    function, space, noise, workers = FUNCTIONS[request["function"]], request["space"], request["noise"], request["workers"]
    study = optuna.create_study(sampler=sampler(request["sampler"], seed, workers > 1))
    source = random.Random(seed)
    running, best, time_now, curve = [], (math.inf, math.inf), 0.0, []
    while len(curve) < request["trials"]:
        while len(running) < workers and len(curve) + len(running) < request["trials"]:
            trial = study.ask()
            value = function(suggest(trial, space))
            running.append((time_now + duration(seed, trial.number), trial.number, trial, value))
        running.sort(key=lambda one: one[:2])
        time_now, _, trial, value = running.pop(0)
        seen = value + noise * source.gauss(0, 1) if noise else value
        study.tell(trial, seen)
        best = min(best, (seen, value))
        curve.append(best[1])
    return [curve[at - 1] for at in request["budgets"]]


def cost(request):
    """Milliseconds for a suggestion when so many trials are known."""
    function, space = FUNCTIONS[request["function"]], request["space"]
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    study.optimize(lambda trial: function(suggest(trial, space)), n_trials=request["trials"])
    study.sampler = sampler(request["sampler"], 1, False)
    times = []
    for _ in range(request["times"]):
        begun = time.perf_counter()
        trial = study.ask()
        values = suggest(trial, space)
        times.append(1000 * (time.perf_counter() - begun))
        study.tell(trial, function(values))
    return times


for line in sys.stdin:
    request = json.loads(line)
    if request["command"] == "check":
        answer = [FUNCTIONS[request["function"]](values) for values in request["points"]]
    elif request["command"] == "cost":
        answer = cost(request)
    else:
        answer = search(request, request["seed"])
    print(json.dumps(answer), flush=True)
