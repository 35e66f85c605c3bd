"""Writes docs/accuracy.md and its plot from the kept runs. Every sentence that ranks is made from the figures here."""

import collections
import json
import math

from join import median

NAMES = {
    "floor": "floor",
    "infermark": "Infermark (`quick`)",
    "infermark-bare": "Infermark (bare)",
    "vllm-rs": "vllm-rs 0.33.0",
    "sglang-rs": "sglang-rs 0.5.23",
    "aiperf": "AIPerf 0.13.0",
    "guidellm": "GuideLLM 0.8.1",
}
OURS = ("infermark", "infermark-bare")
# Less than this share of an open loop's load is not the load; a Poisson schedule of 500 requests may miss it by chance alone, by 4 %.
DELIVERED = 0.95
# Requests of the shorter of two loads whose difference is the cost of an event, each of TOKENS tokens; the longer one has three times as many.
MORE, TOKENS = 3000, 100
# What is ranked: figure, title, whether it is an error (the size counts) and the least difference that means anything.
RANKED = [
    ("ttft_mean", "mean TTFT error", 0.05),
    ("ttft_p99", "p99 of the TTFT error", 0.2),
    ("itl_sigma", "ITL σ printed minus true", 0.1),
    ("deviation_p99", "p99 deviation from the schedule", 0.1),
    ("cpu", "CPU seconds", 0.1),
    ("rss", "peak memory", 5),
    ("startup", "start-up to the first request", 0.05),
]


def load(results):
    runs = collections.defaultdict(list)
    for file in sorted(results.glob("*.json")):
        figures = json.loads(file.read_text())
        if "cell" in figures:
            runs[figures["cell"], figures["client"]].append(figures)
    return runs


def middle(runs, name):
    return median([r.get(name) for r in runs])


def form(number, digits=2, sign=False):
    if number is None:
        return "–"
    if abs(number) >= 100:
        digits = 0
    elif abs(number) >= 10:
        digits = min(digits, 1)
    return f"{number:+.{digits}f}" if sign else f"{number:.{digits}f}"


def table(head, rows):
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head)] + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def order(cells, prefix):
    return sorted((c for c in cells if c.startswith(prefix + " ")), key=lambda c: float(c.split()[1]))


def clients_of(runs):
    present = {client for _, client in runs}
    return [c for c in NAMES if c in present]


def failures(rs):
    """Of each run: failed as printed; and the exit codes where one is not 0."""
    failed = [value for r in rs for value in [(r.get("printed") or {}).get("failed")]]
    text = "–" if all(f is None for f in failed) else str(int(max(f for f in failed if f is not None)))
    codes = sorted({r["exit"] for r in rs})
    return text, ", ".join(str(c) for c in codes)


def summary_table(runs, cells, name, digits=2, tail=None):
    rows = []
    for client in clients_of(runs):
        row = [NAMES[client]]
        for cell in cells:
            rs = runs.get((cell, client), [])
            text = form(middle(rs, name), digits, True)
            if tail and rs:
                text += f" ({form(middle(rs, tail), digits)})"
            row.append(text)
        if any(t != "–" for t in row[1:]):
            rows.append(row)
    return table(["client"] + [c.split()[1] for c in cells], rows)


def detail(runs, cell):
    head = ["client", "TTFT mean error [worst run]", "p99 of the error", "first wave / later", "ITL σ printed − true", "first sends span", "CPU s", "peak MB", "start-up s", "failed", "exit", "runs"]
    rows = []
    for client in clients_of(runs):
        rs = runs.get((cell, client))
        if not rs:
            continue
        worst = max((r["ttft_mean"] for r in rs if r.get("ttft_mean") is not None), key=abs, default=None)
        failed, codes = failures(rs)
        m = lambda name, digits=2, sign=False: form(middle(rs, name), digits, sign)
        rows.append([
            NAMES[client], f"{m('ttft_mean', 2, True)} [{form(worst, 2, True)}]", m("ttft_p99"), f"{m('first_wave', 2, True)} / {m('later', 2, True)}",
            m("itl_sigma", 2, True), m("send_span", 1), m("cpu", 1), m("rss", 0), m("startup"), failed, codes, str(len(rs)),
        ])  # fmt: skip
    return table(head, rows) + generator(runs, cell)


def generator(runs, cell):
    """Peak memory of Infermark's load generator: the table's is that of all processes."""
    peaks = [(NAMES[c], middle(runs.get((cell, c), []), "generator_rss")) for c in OURS]
    said = ", ".join(f"{name} {form(peak, 0)}" for name, peak in peaks if peak)
    return f"\nOf the peak memory, the load generator's JVM alone: {said} MB.\n" if said else ""


def rates(runs, cells):
    head = ["client"] + [f"{c.split()[1]}/s" for c in cells]
    rows = []
    for client in clients_of(runs):
        row = [NAMES[client]]
        for cell in cells:
            rs = runs.get((cell, client), [])
            share = middle(rs, "delivered")
            row.append("–" if share is None else f"{share * 100:.1f} % / {form(middle(rs, 'deviation_p99'))} / {form(middle(rs, 'ttft_mean'), 2, True)}")
        if any(t != "–" for t in row[1:]):
            rows.append(row)
    return table(head, rows)


def events(runs):
    """Processor time of one more event, by client: that of the longer load less that of the shorter one, without starts and warm-ups."""
    rows = []
    for client in clients_of(runs):
        costs = []
        for kind, short in (("own", "streams 1000"), ("coalesced", f"events coalesced {MORE}")):
            less, more = (middle(runs.get((cell, client), []), "cpu") for cell in (short, f"events {kind} {3 * MORE}"))
            costs.append(None if less is None or more is None else (more - less) * 1e6 / (2 * MORE * TOKENS))
        if any(costs):
            rows.append([NAMES[client], *(text for cost in costs for text in (form(cost), "–" if not cost else f"{1e6 / cost:,.0f}"))])
    return table(["client", "own read each, µs", "events a second and core", "ten in a read, µs", "events a second and core"], rows) if rows else ""


def cases(runs):
    names = [c for c in dict.fromkeys(cell for cell, _ in runs) if c.startswith("case ")]
    text = ""
    for cell in names:
        rows, truth = [], None
        for client in clients_of(runs):
            rs = runs.get((cell, client))
            if not rs:
                continue
            r = rs[-1]
            said, real = r.get("printed") or {}, r["truth"]
            if truth is None:
                truth = ["*true*", *(form(real[k], 1) for k in ("ttft", "tpot", "e2el")), str(real["tokens"]), str(real["ok"]), str(real["failed"]), ""]
            cell_of = lambda k: "–" if said.get(k) is None else mark(said[k], real[k], k)
            rows.append([NAMES[client], *(cell_of(k) for k in ("ttft", "tpot", "e2el", "tokens", "ok", "failed")), str(r["exit"])])
        if rows:
            text += f"\n**{cell[5:]}**\n\n" + table(["client", "TTFT", "TPOT", "E2EL", "tokens", "ok", "failed", "exit"], [truth] + rows)
    return text


def right(said, real, name):
    if real is None:
        return said is None
    if name in ("tokens", "ok", "failed"):
        return said == real
    return abs(said - real) <= max(0.02 * real, 0.3 if name == "tpot" else 8)


def mark(said, real, name):
    text = str(int(said)) if name in ("tokens", "ok", "failed") else form(said, 1)
    return text if right(said, real, name) else f"**{text}**"


def score(runs):
    """How many printed figures of the definition cases are wrong, by client."""
    wrong = collections.OrderedDict()
    for client in clients_of(runs):
        for (cell, who), rs in runs.items():
            if who == client and cell.startswith("case "):
                said, real = rs[-1].get("printed") or {}, rs[-1]["truth"]
                bad = [k for k in ("ttft", "tpot", "e2el", "tokens", "ok", "failed") if said.get(k) is not None and not right(said[k], real[k], k)]
                wrong.setdefault(client, []).extend((cell[5:], k) for k in bad)
    return wrong


def ranking(runs, cells):
    """
    One sentence a figure and cell: who is best of the products. Of our two rows the worse one counts. Out of the ranking are the p99s of a client that
    gives nothing to join by, which are no p99 of errors, and in an open loop clients that did not deliver the load: they had less to measure.
    """
    lines = []
    for cell in cells:
        short = {}
        for client in clients_of(runs):
            share = middle(runs.get((cell, client), []), "delivered")
            if share is not None and share < DELIVERED:
                short[client] = share
        if short:
            lines.append((cell, "out of the ranking for the load not delivered: " + ", ".join(f"{NAMES[c]} ({share * 100:.0f} %)" for c, share in short.items())))
        for name, title, least in RANKED:
            found = {}
            for client in clients_of(runs):
                rs = runs.get((cell, client), [])
                got = middle(rs, name)
                unjoined = name == "ttft_p99" and not all(r.get("joined", True) for r in rs)
                if client != "floor" and client not in short and got is not None and not unjoined:
                    found[client] = abs(got)
            ours = [found[c] for c in OURS if c in found]
            theirs = [(v, c) for c, v in found.items() if c not in OURS]
            if not ours or not theirs:
                continue
            our, (peer, who) = max(ours), min(theirs)
            if abs(peer - our) <= least:
                lines.append((cell, f"{title}: no difference worth naming ({form(our)}, {NAMES[who]} {form(peer)})"))
            elif peer < our:
                lines.append((cell, f"{title}: **{NAMES[who]} wins** ({form(peer)} against {form(our)})"))
            else:
                lines.append((cell, f"{title}: Infermark ({form(our)}; best peer {NAMES[who]} {form(peer)})"))
    grouped = collections.OrderedDict()
    for cell, line in lines:
        grouped.setdefault(cell, []).append(line)
    return "\n".join(f"- **{cell}**: " + "; ".join(text) + "." for cell, text in grouped.items()) + "\n"


def commands(runs):
    lines = []
    for client in clients_of(runs):
        for cell in ("streams 1000", "rate 1000"):
            rs = runs.get((cell, client))
            if rs:
                lines.append(f"# {NAMES[client].replace('`', '')}, {cell}\n" + " ".join(quoted(w) for w in rs[-1]["command"]))
    return "```\n" + "\n".join(lines) + "\n```\n"


def quoted(word):
    return f"'{word}'" if any(c in word for c in " *[]\\") else word


def write(results, docs):
    runs = load(results)
    if not runs:
        raise SystemExit(f"compare.py: no runs are kept in {results}; 'compare.py run' makes them")
    machine = json.loads((results / "machine.json").read_text())
    names = {cell for cell, _ in runs}
    streams, rate_cells = order(names, "streams"), order(names, "rate")
    every = [r for rs in runs.values() for r in rs]
    unstamped = sum(not r["kernel_stamps"] for r in every)
    unread = [r for r in every if r.get("unread")]
    parts = [
        "# How true the numbers are\n",
        "Made by `benchmarks-java/peers/compare.py page` from the kept runs; not edited by hand. How to repeat it: [benchmarks-java/peers](../benchmarks-java/peers/README.md).\n",
        f"- **Machine**: {machine['cores']} cores ({machine['cpu']}), {machine['memory_gib']} GiB, Linux {machine['kernel']}, {machine['java']}, {machine['date']}. Loopback only.",
        f"- **Server**: `sim` of this tree in a JVM of its own on core 0 ({'nice −15' if machine['priority'] == 'high' else 'normal priority'}), token *i* due at arrival + 200 + 10·*i* ms. Clients: "
        + (f"pinned to cores {machine['pin']}" if machine["pin"] else "free on all cores") + ", a new server for each run, order rotated, medians over the runs.",
        "- **Truth**: the simulator's send log. TTFT = first token's write − kernel receive time of the request"
        + (" (packet stamps)." if not unstamped else f" (packet stamps; {unstamped} of {len(every)} runs had none, there the simulator's own read of the request)."),
        "- **Error** = client's figure − true figure, in ms: positive means that the client reports the server slower than it was.",
        "- **Load**: completions, 128 prompt tokens, closed loop: 100 output tokens, 3 requests a stream (at least 10); open loop: 8 output tokens, constant spacing where a tool has it (sglang-rs: Poisson only). Peers have no warm-up and prove nothing; Infermark's `quick` first runs a warm-up window of two requests a stream, and calibrates itself before and after; *bare* is `quick -wi 0 -calibrate false`, the load alone. CPU, memory and start-up are those of everything that the command started, Infermark's self-warm-up included.",
        "- **floor** is the thinnest possible client (C, one thread, connections opened and requests built before the clock starts), no product: it shows what the machine allows.",
        "- sglang-rs gives nothing to join a request by: its p99 is the difference of two p99s, and its first wave is not told apart.",
        f"- **The simulator's own lateness** (write after due; median over runs of p50 / p99): " + "; ".join(f"{c}: {form(median([r.get('sim_late_p50') for r in cell_runs(runs, c)]), 3)} / {form(median([r.get('sim_late_p99') for r in cell_runs(runs, c)]), 2)}" for c in streams + rate_cells) + ". It is in the truth, and so charged to nobody.\n",
    ]  # fmt: skip
    if streams:
        parts += ["## TTFT error by number of streams: mean (p99)\n", summary_table(runs, streams, "ttft_mean", tail="ttft_p99"), "![Mean TTFT error by number of streams](images/accuracy.svg)\n"]
        parts += ["## ITL σ, printed minus true\n", summary_table(runs, streams, "itl_sigma")]
        parts += [f"## {c.split()[1]} streams\n\n{detail(runs, c)}" for c in streams]
    if rate_cells:
        parts += ["## Open loop: delivered share / p99 deviation from an even schedule / mean TTFT error\n", rates(runs, rate_cells)]
    costs = events(runs)
    if costs:
        parts += [f"## Processor time of one more event\n\n1,000 streams: user and system time of {3 * MORE:,} requests of {TOKENS} events less that of {MORE:,}, without starts and warm-ups; the kernel's part of a read is in it. Ten in a read: the simulator writes ten events together.\n", costs]
    shown = cases(runs)
    if shown:
        parts += ["## Definitions\n", "Chat, one stream (four for *refused* and *cut*), over completed requests. Each client is held against the log of its own run; the true row is that of the first. A figure that is wrong (by more than 2 % and 8 ms, TPOT 0.3 ms; counts: at all) is bold; “–”: not printed. GuideLLM's TPOT includes the first token by definition. In *half* a client that cannot leave out `ignore_eos` gets all that it asked for, and is held against that.\n" + shown]
        parts += ["Wrong figures: " + "; ".join(f"{NAMES[c]} {len(w)}" + (f" ({', '.join(f'{case} {k}' for case, k in w)})" if w else "") for c, w in score(runs).items()) + ".\n"]
    parts += ["## Who wins\n", "By the medians above, floor left out; a difference below a least one (0.05 ms for a mean, 0.2 for a p99, 0.1 ms or s, 5 MB) is named as none. Of Infermark's two rows the worse one counts. A client that gives nothing to join by has no p99 of errors.\n", ranking(runs, streams + rate_cells)]
    if unread:
        parts += ["## Runs without a figure\n", "\n".join(f"- {r['cell']}, {NAMES[r['client']]}: exit {r['exit']}{', killed at the limit' if r['exit'] == -9 and 'killed' not in r['unread'] else ''}, {r['unread']}" for r in unread) + "\n"]
    ours = [r for r in every if r["client"] in OURS and not r["cell"].startswith("case ")]
    if ours:
        parts += [verdicts(ours)]
    parts += ["## Commands\n", commands(runs)]
    (docs / "accuracy.md").write_text("\n".join(parts))
    if streams:
        (docs / "images" / "accuracy.svg").write_text(plot(runs, streams))


def verdicts(ours):
    """What Infermark said of its own runs. A marked run is a valid one with a warning."""

    def told(state, why):
        runs = [r["printed"] for r in ours if (r.get("printed") or {}).get("verdict") == state]
        codes = collections.Counter(str(code) for printed in runs for code in printed.get(why, []))
        return len(runs), " (" + ", ".join(f"{k}: {n}" for k, n in codes.items()) + ")" if codes else ""

    (invalid, why_invalid), (marked, why_marked) = told("invalid", "reasons"), told("marked", "marks")
    return f"Infermark called {invalid} of its {len(ours)} runs above INVALID by itself{why_invalid}, and only marked {marked}{why_marked}. They are in the medians.\n"


def cell_runs(runs, cell):
    return [r for (c, _), rs in runs.items() if c == cell for r in rs]


def plot(runs, cells):
    """Mean TTFT error over streams, both axes logarithmic; an error below 0.01 ms is drawn there."""
    width, height, left, right_, top, bottom = 760, 420, 60, 170, 24, 46
    colours = {"floor": "#888888", "infermark": "#0b6e4f", "infermark-bare": "#3cb371", "vllm-rs": "#c0392b", "sglang-rs": "#e67e22", "aiperf": "#2980b9", "guidellm": "#8e44ad"}
    counts = [int(c.split()[1]) for c in cells]
    low, high = 0.01, 1000
    span = math.log10(max(counts) / min(counts)) or 1
    x = lambda n: left + (width - left - right_) * math.log10(n / min(counts)) / span
    y = lambda v: top + (height - top - bottom) * (1 - math.log10(min(high, max(low, v)) / low) / math.log10(high / low))
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">', f'<rect width="{width}" height="{height}" fill="#ffffff"/>']
    for power in range(-2, 4):
        v = 10.0**power
        out.append(f'<line x1="{left}" x2="{width - right_}" y1="{y(v):.1f}" y2="{y(v):.1f}" stroke="#dddddd"/><text x="{left - 6}" y="{y(v) + 4:.1f}" text-anchor="end">{v:g}</text>')
    for n in counts:
        out.append(f'<text x="{x(n):.1f}" y="{height - bottom + 18}" text-anchor="middle">{n:,}</text>')
    out.append(f'<text x="{(left + width - right_) / 2:.0f}" y="{height - 8}" text-anchor="middle">streams × 100 tok/s</text>')
    out.append(f'<text x="14" y="{top - 8}">mean TTFT error, ms (size)</text>')
    ends = []
    for client in clients_of(runs):
        points = [(x(n), y(abs(v))) for n, c in zip(counts, cells) for v in [middle(runs.get((c, client), []), "ttft_mean")] if v is not None]
        if not points:
            continue
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colours[client]}" stroke-width="2"{" stroke-dasharray=%s" % chr(34) + "5 4" + chr(34) if client == "floor" else ""}/>')
        out += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colours[client]}"/>' for a, b in points]
        ends.append([points[-1][1], client])
    ends.sort()
    for before, after in zip(ends, ends[1:]):
        after[0] = max(after[0], before[0] + 15)
    out += [f'<text x="{width - right_ + 8}" y="{b + 4:.1f}" fill="{colours[c]}">{NAMES[c].replace("`", "")}</text>' for b, c in ends]
    return "\n".join(out + ["</svg>"]) + "\n"
