"""Runs the searches of a file through Optuna's pruners, as Simulation.cs does through ours, and prints what came of each.

A line of the file is a search: its name, how many trials run at once, which pruner, and a curve for each trial, pace;step=value;step=value...
"""

import heapq
import math
import sys
from multiprocessing import Pool

import optuna

PRUNERS = {
    "Median": optuna.pruners.MedianPruner,
    "Percentile": lambda: optuna.pruners.PercentilePruner(25.0),
    "SuccessiveHalving": optuna.pruners.SuccessiveHalvingPruner,
    "Hyperband": optuna.pruners.HyperbandPruner,
}


def read(text):
    pace, *reports = text.split(";")
    pairs = [report.split("=") for report in reports]
    return float(pace), [int(step) for step, _ in pairs], [float(value) for _, value in pairs]


def run(line):
    name, workers, pruner, *texts = line.rstrip("\n").split("\t")
    curves = [read(text) for text in texts]
    study = optuna.create_study(study_name=name, pruner=PRUNERS[pruner](), sampler=optuna.samplers.RandomSampler(seed=0))
    waiting, begun, used, best = [], 0, 0, math.nan

    def begin(now):
        nonlocal begun
        if begun < len(curves):
            wait(study.ask(), begun, 0, now)
            begun += 1

    def wait(trial, number, report, now):
        pace, steps, _ = curves[number]
        heapq.heappush(waiting, (now + pace * (steps[report] - (steps[report - 1] if report else 0)), number, report, trial))

    for _ in range(int(workers)):
        begin(0.0)
    while waiting:
        now, number, report, trial = heapq.heappop(waiting)
        _, steps, values = curves[number]
        trial.report(values[report], steps[report])
        if trial.should_prune():
            study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        elif report == len(steps) - 1:
            if math.isfinite(values[report]):
                study.tell(trial, values[report])
                best = values[report] if math.isnan(best) else min(best, values[report])
            else:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            wait(trial, number, report + 1, now)
            continue
        used += steps[report]
        begin(now)
    return f"{name}\t{workers}\t{pruner}\t{1 - used / sum(steps[-1] for _, steps, _ in curves)!r}\t{best!r}"


if __name__ == "__main__":
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    with open(sys.argv[1], encoding="ascii") as file, Pool() as pool:
        for outcome in pool.imap(run, file):
            print(outcome, flush=True)
