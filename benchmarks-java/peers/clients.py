"""The clients: the command of each, and how its output is read. What a client prints is taken as it prints it; nothing is corrected."""

import glob
import json
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
JAR = HERE.parent / "target" / "benchmarks.jar"
HUB_NAME = "infermark/peers"


class Load:
    """What is asked of a client: a closed loop of streams or an open loop at a rate, of completions or of chat."""

    def __init__(self, url, requests, streams=0, rate=0, tokens=100, chat=False, fixed_length=True):
        self.url, self.requests, self.streams, self.rate = url, requests, streams, rate
        self.tokens, self.chat, self.fixed_length = tokens, chat, fixed_length


class Reading:
    """
    What a client said: claims are (key, ttft ms, gaps ms or None) in its own order, of successful requests. The key is the request's id in the send log, or
    the answer's id, or None. Printed: its own summary, with None for what it does not print.
    """

    def __init__(self, claims, printed, key="request", printed_sigma=None):
        self.claims, self.printed, self.key, self.printed_sigma = claims, printed, key, printed_sigma


def summary(ttft=None, tpot=None, itl=None, e2el=None, tokens=None, ok=None, failed=None):
    return {"ttft": ttft, "tpot": tpot, "itl": itl, "e2el": e2el, "tokens": tokens, "ok": ok, "failed": failed}


class Floor:
    name, version, measured_only = "floor", "this tree", True
    open_loop, definitions, poisson = True, False, False

    def __init__(self, cache):
        self.binary = cache / "floor"

    def command(self, load, folder):
        width = load.streams or int(load.rate * 0.5) + 64
        return [str(self.binary), load.url.rsplit(":", 1)[1], str(width), str(load.requests), str(load.rate), str(load.tokens), str(folder / "floor.txt")]

    def read(self, folder):
        claims, failed = [], 0
        for line in (folder / "floor.txt").read_text().splitlines():
            id, _, sent, status, *events = line.split()
            if status != "200" or not events:
                failed += 1
                continue
            times = [int(e) for e in events]
            claims.append((id, (times[0] - int(sent)) / 1e6, [(b - a) / 1e6 for a, b in zip(times, times[1:])]))
        return Reading(claims, summary(ok=len(claims), failed=failed))


class Infermark:
    """Ours. As a user would run it (quick, with its warm-up window and its certificate), or the load alone, as the peers do it; that one also in an open loop."""

    version, definitions, poisson = "this tree", True, False

    def __init__(self, bare):
        self.bare = bare
        self.name = "infermark-bare" if bare else "infermark"
        self.open_loop = bare

    def command(self, load, folder):
        shape = ["-concurrency", str(load.streams)] if load.streams else ["-rate", str(load.rate), "-arrival", "constant"]
        length = ["-isl", "128", "-osl", str(load.tokens), "-requests", str(load.requests), "-out", str(folder / "ours")]
        chat = ["-protocol", "chat"] if load.chat else []
        free = [] if load.fixed_length else ["-removeBody", "ignore_eos"]
        alone = ["-wi", "0", "-calibrate", "false"] if self.bare else []
        return ["java", "-jar", str(JAR), "quick", load.url, *shape, *length, *chat, *free, *alone]

    def read(self, folder):
        ours = folder / "ours"
        # A run that ends before its first window has no records; what it says then is in its result.
        has_records = next(ours.glob("points/*/*/records.imr"), None)
        dump = subprocess.run(["java", "-jar", str(JAR), "records", "-events", str(ours)], capture_output=True, text=True, check=True).stdout if has_records else ""
        claims = []
        for line in dump.splitlines():
            record = json.loads(line)
            if record["warmup"] or record["outcome"] != "ok":
                continue
            times = [e["ns"] for e in record["token_events"] if e["tokens"] > 0]
            gaps = [(b - a) / 1e6 for a, b in zip(times, times[1:])]
            claims.append((record["id"], (record["first_token_ns"] - record["sent_ns"]) / 1e6, gaps))
        (file,) = glob.glob(str(ours / "points" / "*" / "result.json"))
        result = json.loads(pathlib.Path(file).read_text())
        # A point that could not be measured has no summary.
        pooled, upstream = value(result, "summary", "pooled") or {}, value(result, "summary", "upstream") or {}
        counts = pooled.get("counts") or {}
        return Reading(
            claims,
            {
                **summary(
                    ttft=value(pooled, "ttft_ms", "from_sent", "mean"),
                    tpot=value(pooled, "tpot_ms", "mean"),
                    itl=value(pooled, "itl_ms", "mean"),
                    e2el=value(pooled, "e2el_ms", "from_sent", "mean"),
                    tokens=value(upstream, "total_output_tokens"),
                    ok=counts.get("ok"),
                    failed=counts.get("failed"),
                ),
                "verdict": result["validity"]["state"],
                "reasons": codes(result["validity"]["reasons"]),
                "marks": codes(result["validity"]["marks"]),
            },
        )


def codes(findings):
    return [f.get("code", f) if isinstance(f, dict) else f for f in findings]


def value(tree, *path):
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree


class Vllm:
    name, version, open_loop, definitions, poisson = "vllm-rs", "0.33.0", True, True, False

    def __init__(self, cache):
        self.cache = cache

    def command(self, load, folder):
        kind = ["--backend", "openai-chat", "--endpoint", "/v1/chat/completions"] if load.chat else ["--backend", "openai", "--endpoint", "/v1/completions"]
        pace = ["--max-concurrency", str(load.streams)] if load.streams else ["--request-rate", str(load.rate), "--burstiness", "1000000"]
        return [
            str(self.cache / "vllm" / "vllm-rs"), "bench", "serve", *kind, "--base-url", load.url, "--model", "sim-model",
            "--tokenizer", str(self.cache / "tokenizer"), "--dataset-name", "random", "--random-input-len", "128", "--random-output-len", str(load.tokens),
            "--num-prompts", str(load.requests), *pace, *(["--ignore-eos"] if load.fixed_length else []),
            "--save-result", "--save-detailed", "--result-dir", str(folder), "--result-filename", "vllm.json", "--request-id-prefix", "rq-", "--disable-tqdm",
        ]  # fmt: skip

    def read(self, folder):
        said = json.loads((folder / "vllm.json").read_text())
        claims = [
            (f"rq-{i}", ttft * 1e3, [g * 1e3 for g in gaps])
            for i, (ttft, gaps, error) in enumerate(zip(said["ttfts"], said["itls"], said["errors"]))
            if not error
        ]
        return Reading(claims, summary(said["mean_ttft_ms"], said["mean_tpot_ms"], said["mean_itl_ms"], said.get("mean_e2el_ms"), said["total_output_tokens"], said["completed"], said["failed"]))


class Sglang:
    name, version, open_loop, definitions, poisson = "sglang-rs", "0.5.23", True, True, True

    def __init__(self, cache):
        self.cache = cache

    def command(self, load, folder):
        pace = ["--max-concurrency", str(load.streams)] if load.streams else ["--request-rate", str(load.rate)]
        return [
            "env", f"PYTHONPATH={self.cache / 'sglang'}", str(self.cache / "aiperf" / "bin" / "python"), "-m", "sglang.benchmark.rust_client",
            "--backend", "vllm-chat" if load.chat else "vllm", "--base-url", load.url, "--model", "sim-model", "--tokenizer", str(self.cache / "tokenizer"),
            "--dataset-name", "random-ids", "--random-input-len", "128", "--random-output-len", str(load.tokens), "--random-range-ratio", "1.0",
            "--num-prompts", str(load.requests), *pace, *([] if load.fixed_length else ["--disable-ignore-eos"]),
            "--warmup-requests", "0", "--output-details", "--output-file", str(folder / "sglang.jsonl"), "--disable-tqdm",
        ]  # fmt: skip

    def read(self, folder):
        said = json.loads((folder / "sglang.jsonl").read_text().splitlines()[-1])
        claims = [(None, ttft * 1e3, [g * 1e3 for g in gaps]) for ttft, gaps, error in zip(said["ttfts"], said["itls"], said["errors"]) if not error]
        return Reading(claims, summary(said["mean_ttft_ms"], said["mean_tpot_ms"], said["mean_itl_ms"], said["mean_e2e_latency_ms"], said["total_output_tokens"], said["completed"], None))


class Aiperf:
    name, version, open_loop, definitions, poisson = "aiperf", "0.13.0", True, True, False

    def __init__(self, cache):
        self.cache = cache

    def command(self, load, folder):
        pace = ["--concurrency", str(load.streams)] if load.streams else ["--request-rate", str(load.rate), "--arrival-pattern", "constant"]
        return [
            "env", f"HF_HOME={self.cache}", "HF_HUB_OFFLINE=1", str(self.cache / "aiperf" / "bin" / "aiperf"), "profile", "--model", "sim-model", "--url", load.url,
            "--endpoint-type", "chat" if load.chat else "completions", "--streaming", *pace, "--request-count", str(load.requests),
            "--isl", "128", "--osl", str(load.tokens), *(["--extra-inputs", "ignore_eos:true"] if load.fixed_length else []),
            "--tokenizer", HUB_NAME, "--ui", "none", "--no-gpu-telemetry", "--no-server-metrics",
            *([] if load.chat else ["--use-server-token-count"]), "--artifact-dir", str(folder / "aiperf"),
        ]  # fmt: skip

    def read(self, folder):
        said = json.loads((folder / "aiperf" / "profile_export_aiperf.json").read_text())
        claims = []
        for line in (folder / "aiperf" / "profile_export.jsonl").read_text().splitlines():
            record = json.loads(line)
            metrics = record["metrics"]
            if record["metadata"]["benchmark_phase"] == "profiling" and "time_to_first_token" in metrics:
                claims.append((record["metadata"]["x_request_id"], metrics["time_to_first_token"]["value"], value(metrics, "inter_chunk_latency", "value")))
        average = lambda name: value(said, name, "avg")
        return Reading(claims, summary(average("time_to_first_token"), average("inter_token_latency"), average("inter_chunk_latency"), average("request_latency"), average("total_osl"), average("request_count"), average("error_request_count") or 0))


class Guidellm:
    name, version, open_loop, definitions, poisson = "guidellm", "0.8.1", True, True, False

    def __init__(self, cache):
        self.cache = cache

    def command(self, load, folder):
        route = "/v1/chat/completions" if load.chat else "/v1/completions"
        pace = f"kind=concurrent,streams={load.streams}" if load.streams else f"kind=constant,rate={load.rate}"
        return [
            "env", f"HF_HOME={self.cache}", "HF_HUB_OFFLINE=1", str(self.cache / "guidellm" / "bin" / "guidellm"), "run",
            "--backend", f"kind=openai_http,target={load.url},model=sim-model,request_format={route}", "--profile", pace,
            "--constraint", f"kind=max_requests,count={load.requests}", "--tokenizer", f"kind=huggingface_auto,model={self.cache / 'tokenizer'}",
            "--data", f"kind=synthetic_text,prompt_tokens=128,output_tokens={load.tokens}", "--disable-progress", "--output", f"kind=json,path={folder / 'guidellm.json'}",
        ]  # fmt: skip

    def read(self, folder):
        said = json.loads((folder / "guidellm.json").read_text())["benchmarks"][0]
        claims = [(r["response_id"], r["time_to_first_token_ms"], None) for r in said["requests"]["successful"] if r["time_to_first_token_ms"] is not None]
        metrics = said["metrics"]
        good = lambda name: value(metrics, name, "successful", "mean") if value(metrics, name, "successful", "count") else None
        latency = good("request_latency")
        totals = metrics["request_totals"]
        return Reading(
            claims,
            summary(good("time_to_first_token_ms"), good("time_per_output_token_ms"), good("inter_token_latency_ms"), latency and latency * 1e3, value(metrics, "output_token_count", "successful", "total_sum"), totals["successful"], totals["errored"]),
            key="response",
        )


def all_clients(cache):
    return [Floor(cache), Infermark(False), Infermark(True), Vllm(cache), Sglang(cache), Aiperf(cache), Guidellm(cache)]
