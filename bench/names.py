"""Person or organization: Vouch beside probablepeople; see names.sh. Arguments: the program, the labelled names."""

import csv
import datetime
import gzip
import io
import os
import resource
import subprocess
import sys
import time

import probablepeople

# Lists that are in the training data of neither.
LISTS = {
    "check registers": ("phoenix", "scottsdale", "uk_"),
    "organization lists": ("edgar", "iom", "mt_ppp"),
    "person list": ("sacramento",),
}
EVERY = 3


def read(path):
    """Pairs of (name, is a person) for each group of lists."""
    groups = {group: [] for group in LISTS}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for group, prefixes in LISTS.items():
                if row["source"].startswith(prefixes):
                    groups[group].append((row["name"], row["label"] == "Individual"))
    return {group: rows[::EVERY] for group, rows in groups.items()}


def vouch(program, names):
    """Whether each name is a person's, and the CPU seconds of the whole command. An `unknown` goes by its probabilities."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["name"])
    writer.writerows([name] for name in names)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [program, "classify", "--input", "-", "--name-column", "name", "--output", "-"]
    done = subprocess.run(command, input=table.getvalue().encode(), stdout=subprocess.PIPE, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    rows = csv.DictReader(io.StringIO(done.stdout.decode(), newline=""))
    answers = [float(row["p_individual"]) > 0.5 for row in rows]
    return answers, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peer(names):
    """Whether each name is a person's, `None` where the tagger gives up, and the CPU seconds."""
    began = time.process_time()
    answers = []
    for name in names:
        try:
            answers.append(probablepeople.tag(name)[1] in ("Person", "Household"))
        except probablepeople.RepeatedLabelError:
            answers.append(None)
    return answers, time.process_time() - began


def main():
    program, path = sys.argv[1:]
    print(f"machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; date: {datetime.date.today()}")
    print(f"{'':20} {'names':>6}  {'Vouch right':>11} {'names/CPU-s':>12}  {'probablepeople right':>20} {'gave up':>8} {'names/CPU-s':>12}")
    for group, rows in read(path).items():
        names = [name for name, _ in rows]
        ours, our_seconds = vouch(program, names)
        theirs, their_seconds = peer(names)
        assert len(ours) == len(theirs) == len(rows), "every name has an answer"

        def right(answers):
            return 100 * sum(answer == person for answer, (_, person) in zip(answers, rows)) / len(rows)

        print(
            f"{group:20} {len(rows):6}  {right(ours):9.2f} % {len(rows) / our_seconds:12.0f}  "
            f"{right(theirs):18.2f} % {100 * theirs.count(None) / len(rows):6.1f} % {len(rows) / their_seconds:12.0f}"
        )


main()
