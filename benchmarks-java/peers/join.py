"""Holds a client's figures against the send log. Everything is in milliseconds; an error is the client's figure minus the log's."""

import math


def mean(values):
    return math.fsum(values) / len(values) if values else None


def sigma(values):
    if len(values) < 2:
        return None
    middle = mean(values)
    return math.sqrt(math.fsum((v - middle) ** 2 for v in values) / len(values))


def percentile(values, share):
    """Nearest rank."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values):
    ordered = sorted(v for v in values if v is not None)
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def true_ttft(request):
    writes = request.token_writes()
    return (writes[0] - request.arrival) / 1e6 if writes else None


def true_gaps(request):
    writes = request.token_writes()
    return [(b - a) / 1e6 for a, b in zip(writes, writes[1:])]


def closed(claims, truth, width):
    """
    TTFT and ITL errors of a closed loop.

    claims: the client's (key, ttft, gaps or None) in its own order. A key of None means that the client gives nothing to join by: then means are
    compared, which needs no join, and percentiles; the first wave is not told apart.
    truth: key -> Request, the requests that count, in order of their arrival.
    """
    ordered = sorted((r for r in truth.values() if r.token_writes()), key=lambda r: r.arrival)
    wave = {id(r) for r in ordered[:width]}
    claimed_gaps = [g for _, _, gaps in claims if gaps for g in gaps]
    real_gaps = [g for r in ordered for g in true_gaps(r)]
    joined = all(key is not None for key, _, _ in claims)
    figures = {"requests": len(claims), "true_requests": len(ordered), "joined": joined}
    if joined:
        pairs = [(ttft - true_ttft(truth[key]), id(truth[key]) in wave) for key, ttft, _ in claims if key in truth and truth[key].token_writes()]
        errors = [e for e, _ in pairs]
        figures["unmatched"] = len(claims) - len(pairs)
        figures["ttft_mean"] = mean(errors)
        figures["ttft_p99"] = percentile([abs(e) for e in errors], 0.99)
        figures["first_wave"] = mean([e for e, first in pairs if first])
        figures["later"] = mean([e for e, first in pairs if not first])
    else:
        said, real = [t for _, t, _ in claims], [true_ttft(r) for r in ordered]
        figures["ttft_mean"] = difference(mean(said), mean(real))
        figures["ttft_p99"] = difference(percentile(said, 0.99), percentile(real, 0.99))
    figures["true_ttft"] = mean([true_ttft(r) for r in ordered])
    figures["itl_sigma_true"] = sigma(real_gaps)
    figures["itl_sigma"] = difference(sigma(claimed_gaps), sigma(real_gaps))
    figures["send_span"] = (ordered[min(width, len(ordered)) - 1].arrival - ordered[0].arrival) / 1e6 if ordered else None
    return figures


def difference(said, real):
    return None if said is None or real is None else said - real


def schedule(arrivals, rate):
    """Delivered share and p99 deviation (ms) from an even schedule whose origin fits best (median)."""
    ordered = sorted(arrivals)
    if len(ordered) < 2:
        return {"delivered": None, "deviation_p99": None}
    offsets = [a / 1e6 - i * 1000 / rate for i, a in enumerate(ordered)]
    origin = median(offsets)
    return {
        "delivered": (len(ordered) - 1) / ((ordered[-1] - ordered[0]) / 1e9) / rate,
        "deviation_p99": percentile([abs(o - origin) for o in offsets], 0.99),
    }


def lateness(requests):
    """The simulator's own: write after due, over token events."""
    late = [(write - due) / 1e6 for r in requests for write, due, tokens in r.events if tokens > 0]
    return {"sim_late_p50": percentile(late, 0.5), "sim_late_p99": percentile(late, 0.99), "sim_late_max": max(late, default=None)}


def definitions(requests):
    """What a right client prints for a definition case: over completed requests, from the log alone."""
    whole = [r for r in requests if r.outcome == "COMPLETED" and r.token_writes()]
    tpots, gaps = [], []
    for r in whole:
        events = [e for e in r.events if e[2] > 0]
        rest = r.tokens() - events[0][2]
        if rest > 0:
            tpots.append((events[-1][0] - events[0][0]) / 1e6 / rest)
        gaps += true_gaps(r)
    return {
        "ttft": mean([true_ttft(r) for r in whole]),
        "tpot": mean(tpots),
        "e2el": mean([(r.token_writes()[-1] - r.arrival) / 1e6 for r in whole]),
        "itl_event": mean(gaps),
        "tokens": sum(r.tokens() for r in whole),
        "ok": len(whole),
        "failed": len(requests) - len(whole),
    }
