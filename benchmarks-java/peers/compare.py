#!/usr/bin/env python3
"""
Runs clients against the simulator, cell by cell, and holds each against the send log. Every run is kept as one JSON file, so the page can be made from several
calls: see README.md.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import join
import page
import sendlog
import tap
from clients import HERE, JAR, Load, all_clients

VERSION = "1"
CORE = 0
GENERATOR = b"io.infermark.fork.ForkMain"
# One core for all threads of the simulator: the second compiler would take it from the loop for seconds, and a collection would stop it.
JVM = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms3g", "-Xmn2g"]
# What one more event costs: by the difference of two loads at 1,000 streams. The shorter one with a write an event is the cell "streams 1000".
EVENTS = {
    # name: (simulator options, requests)
    "own": ([], [3 * page.MORE]),
    "coalesced": (["--coalesce", "10"], [page.MORE, 3 * page.MORE]),
}
CASES = {
    # name: (simulator options beyond TTFT 200 ms and ITL 10 ms, requests, streams, tokens, fixed length)
    "role": (["--role", "early", "--ttft", "500ms"], 8, 1, 40, True),
    "pack 4": (["--pack", "4"], 8, 1, 40, True),
    "late usage": (["--usage-delay", "1s"], 8, 1, 40, True),
    "late DONE": (["--done-delay", "1s"], 8, 1, 40, True),
    "no usage": (["--usage", "never"], 8, 1, 40, True),
    "half": (["--usage", "never", "--eos-after", "20"], 8, 1, 40, False),
    "refused": (["--fault", "status:500", "--fault-rate", "0.2"], 20, 4, 40, True),
    "all refused": (["--fault", "status:500"], 8, 1, 40, True),
    "cut": (["--fault", "fin@5", "--fault-rate", "0.2"], 20, 4, 40, True),
}


class Tree(threading.Thread):
    """Peak resident memory of a process and all below it, sampled every 0.2 s; that of our load generator's JVM apart."""

    def __init__(self, root):
        super().__init__(daemon=True)
        self.root, self.peak, self.generator, self.ended = root, 0, 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.2):
            sizes = {p: resident(p) for p in family(self.root)}
            self.peak = max(self.peak, sum(sizes.values()))
            self.generator = max([self.generator] + [size for p, size in sizes.items() if GENERATOR in arguments_of(p)])


def family(root):
    found, left = [], [root]
    while left:
        pid = left.pop()
        found.append(pid)
        try:
            threads = os.listdir(f"/proc/{pid}/task")
        except OSError:
            continue
        for thread in threads:
            try:
                left += [int(c) for c in pathlib.Path(f"/proc/{pid}/task/{thread}/children").read_text().split()]
            except OSError:
                continue
    return found


def arguments_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def resident(pid):
    try:
        return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


class Simulator:
    def __init__(self, folder, options, priority):
        self.log = folder / "send.log"
        command = ["taskset", "-c", str(CORE), "java", *JVM, "-cp", str(JAR), "io.infermark.cli.Main", "sim", "--timing", "fixed"]
        defaults = {"--ttft": "200ms", "--itl": "10ms", "--warm-up": "2s", "--vocabulary": "6740", "--send-log": str(self.log)}
        defaults.update(zip(options[::2], options[1::2]))
        command += [word for pair in defaults.items() for word in pair]
        if priority == "high":
            command = ["nice", "-n", "-15", *command]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        line = self.process.stdout.readline()
        if "ready on" not in line:
            raise SystemExit(f"compare.py: the simulator did not start: {line}{self.process.stdout.read()}")
        self.url = line.split()[3]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=60)


def run_client(client, load, folder, pin, limit):
    command = client.command(load, folder)
    if pin:
        command = ["taskset", "-c", pin, *command]
    with open(folder / "client.out", "w") as out:
        started = time.monotonic_ns()
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        watch, killer = Tree(process.pid), threading.Timer(limit, lambda: os.killpg(process.pid, signal.SIGKILL))
        watch.start()
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        killer.cancel()
        watch.ended.set()
        process.returncode = os.waitstatus_to_exitcode(status)
    return {
        "exit": process.returncode,
        "started": started,
        "wall": (time.monotonic_ns() - started) / 1e9,
        "cpu": usage.ru_utime + usage.ru_stime,
        "rss": max(watch.peak, usage.ru_maxrss * 1024) / 1e6,
        "generator_rss": watch.generator / 1e6,
        "command": command,
    }


def measure(client, cell, load, options, arguments):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="peers-"))
    try:
        simulator = Simulator(folder, options, arguments.priority)
        load.url = simulator.url
        stamps = kernel_stamps(simulator.url)
        try:
            process = run_client(client, load, folder, arguments.pin, arguments.limit)
        finally:
            simulator.stop()
        counters, requests = sendlog.read(simulator.log)
        stamped = stamps is not None and tap.apply(requests, stamps.close())
        requests.sort(key=lambda r: r.arrival)
        figures = {"cell": cell, "kernel_stamps": stamped, "client": client.name, "version": client.version, "exit": process["exit"], "cpu": process["cpu"], "rss": process["rss"], "generator_rss": process["generator_rss"]}
        figures["command"] = [word.replace(str(folder), "OUT").replace(str(arguments.cache), "CACHE").replace(str(JAR), "JAR") for word in process["command"]]
        figures["startup"] = (requests[0].arrival - process["started"]) / 1e9 if requests else None
        figures["dropped_events"], figures["arrivals"] = counters.get("dropped_events", 0), len(requests)
        figures.update(join.lateness(requests))
        try:
            reading = client.read(folder)
        except (OSError, KeyError, IndexError, ValueError, subprocess.CalledProcessError) as missing:
            killed = f"killed after {arguments.limit:g} s; " if process["exit"] == -signal.SIGKILL else ""
            figures["unread"] = f"{killed}{type(missing).__name__}: {missing}".replace(str(folder), "OUT").replace(str(JAR), "JAR")
            figures["tail"] = (folder / "client.out").read_text(errors="replace").replace(str(folder), "OUT")[-600:]
            reading = None
        figures["printed"] = reading.printed if reading else None
        counted = measured_part(requests, reading, load)
        if cell.startswith("case "):
            figures["truth"] = join.definitions(counted)
        elif reading:
            key = (lambda r: sendlog.response_id(r.index, load.chat)) if reading.key == "response" else (lambda r: r.id)
            figures.update(join.closed(reading.claims, {key(r): r for r in counted}, load.streams or len(counted)))
        if load.rate:
            figures.update(join.schedule([r.arrival for r in counted], load.rate))
        return figures
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kernel_stamps(url):
    """None where packets cannot be tapped: then a request's arrival is the simulator's read of it."""
    try:
        return tap.Tap(int(url.rsplit(":", 1)[1]))
    except (AttributeError, OSError):
        return None


def measured_part(requests, reading, load):
    """Without the requests of a warm-up window of ours: those are the last ones that it asked for."""
    return requests[-load.requests :] if len(requests) > load.requests else requests


def cells(arguments):
    for streams in arguments.streams:
        yield f"streams {streams}", lambda s=streams: Load("", max(10, 3 * s), streams=s), [], lambda c: True
    for rate in arguments.rates:
        yield f"rate {rate}", lambda r=rate: Load("", int(r * arguments.seconds), rate=r, tokens=8), [], lambda c: c.open_loop
    for kind in arguments.events:
        options, lengths = EVENTS[kind]
        for requests in lengths:
            yield f"events {kind} {requests}", lambda n=requests: Load("", n, streams=1000), options, lambda c: True
    for case in arguments.cases:
        options, requests, streams, tokens, fixed = CASES[case]
        yield (
            f"case {case}",
            lambda n=requests, s=streams, t=tokens, f=fixed: Load("", n, streams=s, tokens=t, chat=True, fixed_length=f),
            options,
            lambda c: c.definitions and c.name != "infermark-bare",
        )


def machine(arguments):
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[1].strip()
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_gib": round(memory),
        "kernel": platform.release().split("-")[0],
        "java": java,
        "priority": arguments.priority,
        "pin": arguments.pin,
        "date": time.strftime("%Y-%m-%d"),
    }


def numbers(text):
    return [int(n) for n in text.split(",") if n]


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    home = pathlib.Path(os.environ.get("INFERMARK_CACHE", pathlib.Path.home() / ".cache" / "infermark"))
    parser.add_argument("action", choices=["run", "page"], help="run: measure cells; page: write docs/accuracy.md and its plot from the kept runs")
    parser.add_argument("--cache", type=pathlib.Path, default=home / f"peers-{VERSION}", help="what setup.sh made")
    parser.add_argument("--results", type=pathlib.Path, help="folder of the kept runs (default: results in the cache)")
    parser.add_argument("--streams", type=numbers, default=[1, 10, 100, 500, 1000])
    parser.add_argument("--rates", type=numbers, default=[100, 1000, 2000, 5000])
    parser.add_argument("--seconds", type=float, default=5, help="schedule of an open loop")
    parser.add_argument("--events", type=lambda t: [e for e in t.split(",") if e], default=list(EVENTS), help="longer loads at 1,000 streams, for the processor time of an event; needs --streams 1000 once")
    parser.add_argument("--cases", type=lambda t: [c for c in t.split(",") if c], default=list(CASES), help="definition cases")
    parser.add_argument("--clients", type=lambda t: t.split(","), default=None, help="names, all by default")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--priority", choices=["high", "normal"], default="high", help="of the simulator; high is nice -15 and needs the right to it")
    parser.add_argument("--pin", default="", help="cores of the clients, as taskset takes them; empty: all")
    parser.add_argument("--limit", type=float, default=100, help="seconds after which a client is killed")
    parser.add_argument("--quick", action="store_true", help="one run of 1 and 1,000 streams, 1,000 a second, and the cases")
    arguments = parser.parse_args()
    arguments.results = arguments.results or arguments.cache / "results"
    if arguments.quick:
        arguments.streams, arguments.rates, arguments.events, arguments.runs = [1, 1000], [1000], [], 1
    for asked, known in ((arguments.cases, CASES), (arguments.events, EVENTS)):
        for name in asked:
            if name not in known:
                parser.error(f"unknown name {name}; there are {', '.join(known)}")
    return arguments


def main():
    arguments = options()
    if arguments.action == "page":
        page.write(arguments.results, HERE.parent.parent / "docs")
        return
    clients = [c for c in all_clients(arguments.cache) if not arguments.clients or c.name in arguments.clients]
    if not clients:
        sys.exit("compare.py: --clients names none of " + ", ".join(c.name for c in all_clients(arguments.cache)))
    arguments.results.mkdir(parents=True, exist_ok=True)
    (arguments.results / "machine.json").write_text(json.dumps(machine(arguments), indent=1))
    for cell, load, sim, fits in cells(arguments):
        fitting = [c for c in clients if fits(c)]
        # A definition case has no noise worth repeating.
        for run in range(1 if cell.startswith("case ") else arguments.runs):
            turn = run % max(1, len(fitting))
            for client in fitting[turn:] + fitting[:turn]:
                figures = measure(client, cell, load(), sim, arguments)
                stamp = time.strftime("%Y%m%d-%H%M%S")
                name = f"{cell}-{client.name}-{stamp}.json".replace(" ", "_")
                (arguments.results / name).write_text(json.dumps(figures, indent=1))
                shown = {k: figures.get(k) for k in ("exit", "ttft_mean", "ttft_p99", "first_wave", "later", "itl_sigma", "delivered", "deviation_p99", "cpu", "rss", "startup", "unread")}
                brief = " ".join(f"{k}={v:.3g}" if isinstance(v, float) else f"{k}={v}" for k, v in shown.items() if v is not None)
                print(f"{cell:14s} {client.name:14s} {brief}", flush=True)


if __name__ == "__main__":
    main()
