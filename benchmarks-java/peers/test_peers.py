"""Tests of the pure parts: log reader, join, statistics, page."""

import json
import pathlib
import struct
import tempfile
import unittest

import join
import page
import sendlog
import tap


def text(value):
    raw = value.encode()
    return struct.pack(">H", len(raw)) + raw


def log(requests, events):
    data = struct.pack(">iii", sendlog.MAGIC, sendlog.VERSION, 1) + text("requests") + struct.pack(">q", len(requests))
    data += struct.pack(">i", len(requests))
    for id, arrival, outcome in requests:
        data += text(id) + struct.pack(">qiii", arrival, 5, 0, 3) + text(outcome)
    data += struct.pack(">i", len(events))
    return data + b"".join(struct.pack(">iqqii", *e) for e in events)


MS = 1_000_000


def two_requests():
    # a: tokens at 200, 210, 222 after its arrival at 1,000; b: refused.
    events = [(0, 1200 * MS, 1200 * MS, 1, 9), (0, 1210 * MS, 1210 * MS, 1, 9), (0, 1220 * MS, 1222 * MS, 1, 9), (0, 1222 * MS, 1222 * MS, 0, 5)]
    return sendlog.parse(log([("a", 1000 * MS, "COMPLETED"), ("b", 1001 * MS, "REFUSED")], events))[1]


class SendLogTest(unittest.TestCase):
    def test_reads_requests_with_their_events(self):
        a, b = two_requests()
        self.assertEqual([a.id, a.arrival, a.outcome, a.tokens()], ["a", 1000 * MS, "COMPLETED", 3])
        self.assertEqual(a.token_writes(), [1200 * MS, 1210 * MS, 1222 * MS])
        self.assertEqual((b.outcome, b.events), ("REFUSED", []))

    def test_a_cut_log_and_another_file_are_errors(self):
        whole = log([("a", 1, "COMPLETED")], [(0, 1, 2, 1, 9)])
        for broken in (whole[:-1], whole[:20], b"no log at all"):
            with self.assertRaises(sendlog.SendLogError):
                sendlog.parse(broken)

    def test_response_ids_are_the_simulators(self):
        # Seen in the simulator's first answer with its default seed.
        self.assertEqual(sendlog.response_id(0, False), "cmpl-910a2dec89025cc1")
        self.assertEqual(sendlog.response_id(0, True), "chatcmpl-" + sendlog.response_id(0, False)[5:])
        self.assertEqual(len({sendlog.response_id(i, False) for i in range(1000)}), 1000)


class JoinTest(unittest.TestCase):
    def test_percentile_is_nearest_rank(self):
        self.assertEqual(join.percentile(range(1, 101), 0.99), 99)
        self.assertEqual(join.percentile([7], 0.5), 7)
        self.assertIsNone(join.percentile([], 0.5))
        self.assertEqual(join.median([3, None, 1, 2]), 2)

    def test_errors_are_joined_by_request(self):
        a, _ = two_requests()
        figures = join.closed([("a", 200.5, [10, 14])], {"a": a}, 1)
        self.assertAlmostEqual(figures["ttft_mean"], 0.5)
        self.assertAlmostEqual(figures["first_wave"], 0.5)
        self.assertIsNone(figures["later"])
        self.assertAlmostEqual(figures["itl_sigma_true"], 1)
        self.assertAlmostEqual(figures["itl_sigma"], 1)

    def test_without_keys_the_means_are_compared(self):
        a, _ = two_requests()
        figures = join.closed([(None, 203.0, None)], {"a": a}, 1)
        self.assertFalse(figures["joined"])
        self.assertAlmostEqual(figures["ttft_mean"], 3)
        self.assertIsNone(figures.get("first_wave"))
        self.assertIsNone(figures["itl_sigma"])

    def test_schedule(self):
        even = join.schedule([i * 10 * MS for i in range(101)], 100)
        self.assertAlmostEqual(even["delivered"], 1)
        self.assertAlmostEqual(even["deviation_p99"], 0)
        slow = join.schedule([i * 20 * MS for i in range(101)], 100)
        self.assertAlmostEqual(slow["delivered"], 0.5)
        self.assertGreater(slow["deviation_p99"], 400)

    def test_definitions_divide_by_the_tokens_after_the_first_event(self):
        events = [(0, 0, (200 + 40 * i) * MS, 4, 9) for i in range(10)]
        truth = join.definitions(sendlog.parse(log([("a", 0, "COMPLETED"), ("b", 0, "FAULTED")], events))[1])
        self.assertAlmostEqual(truth["tpot"], 10)
        self.assertAlmostEqual(truth["e2el"], 560)
        self.assertEqual((truth["tokens"], truth["ok"], truth["failed"]), (40, 1, 1))


class TapTest(unittest.TestCase):
    def test_receive_times_replace_the_reads(self):
        requests = two_requests()
        self.assertTrue(tap.apply(requests, [("b", 7), ("a", 5)]))
        self.assertEqual([r.arrival for r in requests], [5, 7])

    def test_nothing_is_changed_when_the_numbers_differ(self):
        requests = two_requests()
        self.assertFalse(tap.apply(requests, [("a", 5)]))
        self.assertFalse(tap.apply(requests, [("a", 5), ("c", 6)]))
        self.assertEqual(requests[0].arrival, 1000 * MS)


class PageTest(unittest.TestCase):
    def page(self, ours, peer):
        with tempfile.TemporaryDirectory() as folder:
            results, docs = pathlib.Path(folder, "results"), pathlib.Path(folder, "docs")
            (docs / "images").mkdir(parents=True)
            results.mkdir()
            machine = {"cpu": "c", "cores": 2, "memory_gib": 4, "kernel": "6", "java": "j", "priority": "high", "pin": "", "date": "2026-01-01"}
            (results / "machine.json").write_text(json.dumps(machine))
            for client, error in (("infermark", ours), ("vllm-rs", peer)):
                run = {"cell": "streams 10", "client": client, "exit": 0, "ttft_mean": error, "kernel_stamps": True, "printed": {"failed": 0}, "command": [], "rss": 90, "generator_rss": 60.4 if client == "infermark" else 0.0}
                (results / f"{client}.json").write_text(json.dumps(run))
            page.write(results, docs)
            self.assertIn("<svg", (docs / "images" / "accuracy.svg").read_text())
            return (docs / "accuracy.md").read_text()

    def test_it_says_who_wins(self):
        self.assertIn("mean TTFT error: **vllm-rs 0.33.0 wins** (0.20 against 3.00)", self.page(3.0, 0.2))
        self.assertIn("mean TTFT error: Infermark (0.20; best peer vllm-rs 0.33.0 3.00)", self.page(-0.2, 3.0))
        self.assertIn("mean TTFT error: no difference worth naming", self.page(0.2, 0.21))

    def test_it_tells_the_memory_of_the_generator_alone(self):
        self.assertIn("the load generator's JVM alone: Infermark (`quick`) 60 MB.", self.page(1, 1))

    def test_an_event_costs_what_the_longer_load_takes_more(self):
        runs = {("streams 1000", "vllm-rs"): [{"cpu": 3.0}], ("events own 9000", "vllm-rs"): [{"cpu": 6.0}, {"cpu": 6.6}, {"cpu": 9.0}], ("events own 9000", "aiperf"): [{"cpu": 6.0}]}
        told = page.events(runs)
        self.assertIn("| vllm-rs 0.33.0 | 6.00 | 166,667 | – | – |", told)
        self.assertNotIn("AIPerf", told)
        self.assertEqual(page.events({}), "")

    def test_a_marked_run_is_not_an_invalid_one(self):
        said = [("valid", [], []), ("marked", [], ["NotCalibrated"]), ("marked", [], ["NotCalibrated", "ShortOutputs"]), ("invalid", ["ClientBound"], ["ShortOutputs"])]
        ours = [{"printed": {"verdict": verdict, "reasons": reasons, "marks": marks}} for verdict, reasons, marks in said]
        ours.append({"printed": {"verdict": "marked", "reasons": []}})  # As they were kept before.
        self.assertEqual(
            page.verdicts([*ours, {"printed": None}]),
            "Infermark called 1 of its 6 runs above INVALID by itself (ClientBound: 1), and only marked 3 (NotCalibrated: 2, ShortOutputs: 1). They are in the medians.\n",
        )
        self.assertIn("called 0 of its 1 runs above INVALID by itself, and only marked 0. They", self.page(1, 1))


if __name__ == "__main__":
    unittest.main()
