package io.infermark.processor;

import static io.infermark.processor.BenchmarkSource.valid;

import io.infermark.processor.report.Message;
import java.util.ArrayList;
import java.util.List;

/** Messages about the search space. */
final class SweepCases {
    private static final String HARDWARE_TOO_SMALL =
            "tp=16 needs 16 GPUs, but h100 has 8 a node. Lower it, take more nodes, or"
                    + " exclude it for this hardware.";

    private SweepCases() {}

    static List<MessageCase> all() {
        List<MessageCase> all = new ArrayList<>(workloads());
        all.addAll(values());
        all.addAll(axes());
        all.addAll(loads());
        all.addAll(fit());
        all.addAll(exclusions());
        return all;
    }

    private static List<MessageCase> workloads() {
        return List.of(
                MessageCase.of(
                        Message.WORKLOAD_MISSING,
                        "no workload is declared, so requests have no lengths. Add one with isl and osl.",
                        "com.x.Bench",
                        ServedCases.markedBenchmark(valid().withWorkloads(""))),
                MessageCase.of(
                        Message.WORKLOAD_NAME_MALFORMED,
                        "the workload name \"a b\" can't stand in a point's id. Use letters, digits, \".\", \"_\" and"
                                + " \"-\".",
                        valid().withWorkloads("@Workload(isl = 8, osl = 8, name = /*!*/\"a b\")")),
                MessageCase.of(
                        Message.WORKLOAD_TWICE,
                        "the workload name \"8_8\" is also that of workload[0], so a row could not tell them apart. Give"
                                + " one of them another name.",
                        valid().withWorkloads("@Workload(isl = 8, osl = 8)\n/*!*/@Workload(isl = 8, osl = 8)")),
                MessageCase.of(
                        Message.WORKLOAD_UNUSED,
                        "no row runs workload \"9_9\". Remove it or add a row for it.",
                        valid().withWorkloads("@Workload(isl = 8, osl = 8)\n/*!*/@Workload(isl = 9, osl = 9)")
                                .withSweepOf("workload = \"8_8\"")),
                MessageCase.of(
                        Message.WORKLOAD_UNKNOWN,
                        "the row names workload \"8k1\", which is not declared. Did you mean \"8k1k\"?",
                        valid().withWorkloads("@Workload(isl = 8192, osl = 1024)")
                                .withSweeps("@Sweep(concurrency = @Concurrency(8))\n@Sweep(workload = /*!*/\"8k1\","
                                        + " concurrency = @Concurrency(4))")),
                MessageCase.of(
                        Message.LENGTH_TOO_SMALL,
                        "osl=0, but a request has at least one token in and one out. Raise it.",
                        valid().withWorkloads("@Workload(isl = 8, osl = 8)\n@Workload(isl = 8, osl = /*!*/0)")),
                MessageCase.of(
                        Message.RANGE_RATIO,
                        "rangeRatio=1.5 is outside (0, 1]. It is the shortest length as a share of the nominal one: 1 for"
                                + " fixed lengths, 0.8 for 80 to 100 %.",
                        valid().withWorkloads("@Workload(isl = 8, osl = 8, rangeRatio = /*!*/1.5)")));
    }

    private static List<MessageCase> values() {
        return List.of(
                MessageCase.of(
                        Message.SWEEP_MISSING,
                        "no sweep is declared, so there is nothing to run. Add one with a concurrency or a rate.",
                        "com.x.Bench",
                        ServedCases.markedBenchmark(valid().withSweeps(""))),
                MessageCase.of(
                        Message.AXIS_EMPTY,
                        "axis \"tp\" has no values. An axis needs at least one, otherwise the row has no points; leave"
                                + " the member out for its default.",
                        valid().withSweepOf("tp = /*!*/{}")),
                MessageCase.of(
                                Message.AXIS_EMPTY,
                                "axis \"batch\" has no values. An axis needs at least one, otherwise the row has no points; leave"
                                        + " the member out for its default.",
                                valid().withSweepOf(
                                                "axes = @Axis(name = \"batch\", env = \"BATCH\", values = /*!*/{})"))
                        .named("own"),
                MessageCase.of(
                        Message.AXIS_VALUE_TWICE,
                        "axis \"ep\" has the value 2 twice, which would measure the same points twice. Remove one.",
                        valid().withSweepOf("tp = 8, ep = {2, 4, /*!*/2}")),
                MessageCase.of(
                                Message.AXIS_VALUE_TWICE,
                                "axis \"concurrency\" has the value 4 twice, which would measure the same points twice. Remove"
                                        + " one.",
                                valid().withSweeps("@Sweep(concurrency = @Concurrency({4, /*!*/4}))"))
                        .named("concurrency"),
                MessageCase.of(
                        Message.VALUE_TOO_SMALL,
                        "pp=0, but it counts from 1. Remove the value, or raise it.",
                        valid().withSweepOf("pp = /*!*/0")),
                MessageCase.of(
                                Message.VALUE_TOO_SMALL,
                                "concurrency=-4, but it counts from 1. Remove the value, or raise it.",
                                valid().withSweeps("@Sweep(concurrency = @Concurrency({8, /*!*/-4}))"))
                        .named("concurrency"));
    }

    private static List<MessageCase> axes() {
        return List.of(
                MessageCase.of(
                        Message.AXIS_NAME_MALFORMED,
                        "\"1st\" can't be the name of an axis. Begin with a letter; use letters, digits, \".\", \"_\" and"
                                + " \"-\".",
                        valid().withSweepOf("axes = @Axis(name = /*!*/\"1st\", values = \"1\", env = \"A\")")),
                MessageCase.of(
                        Message.AXIS_NAME_RESERVED,
                        "\"tp\" is an axis of the harness's own. Use the member for it, or another name.",
                        valid().withSweepOf("axes = @Axis(name = /*!*/\"tp\", values = \"1\", env = \"A\")")),
                MessageCase.of(
                        Message.AXIS_NAME_TWICE,
                        "this row has the axis \"a\" twice, so a point would have two values of it. Rename one, or merge"
                                + " their values.",
                        valid().withSweepOf("axes = {@Axis(name = \"a\", values = \"1\", env = \"A\"),"
                                + " @Axis(name = /*!*/\"a\", values = \"2\", env = \"B\")}")),
                MessageCase.of(
                        Message.AXIS_VALUE_MALFORMED,
                        "a value of axis \"a\" holds a line break or control character. Remove it.",
                        valid().withSweepOf(
                                        "axes = @Axis(name = \"a\", values = {\"1\", /*!*/\"2\\n\"}, env = \"A\")")),
                MessageCase.of(
                        Message.AXIS_VARIABLE_MALFORMED,
                        "axis \"a\" is carried by the variable \"A-B\", which can't be one. Use letters, digits and"
                                + " \"_\".",
                        valid().withSweepOf("axes = @Axis(name = \"a\", values = \"1\", env = /*!*/\"A-B\")")),
                MessageCase.of(
                        Message.AXIS_CARRIERS,
                        "axis \"a\" has both the flag --seed and the variable A, so its values would reach the engine"
                                + " twice. Keep one.",
                        valid().withSweepOf("axes = @Axis(name = \"a\", values = \"1\", flag = \"--seed\", env ="
                                + " /*!*/\"A\")")),
                MessageCase.of(
                        Message.FLAG_MALFORMED,
                        "axis \"a\" is carried by \"seed\", which is no flag. A flag begins with \"-\", such as --a.",
                        valid().withSweepOf("axes = @Axis(name = \"a\", values = \"1\", flag = /*!*/\"seed\")")),
                MessageCase.of(
                                Message.FLAG_UNKNOWN,
                                "the engine vllm does not know the flag --blok-size. Did you mean \"--block-size\"?",
                                valid().withSweepOf("axes = @Axis(name = /*!*/\"blok-size\", values = \"16\")"))
                        .named("of an axis"),
                MessageCase.of(
                        Message.FLAG_TWICE,
                        "the flag --block-size reaches the engine from two places: here and server.flags[0]. Remove one,"
                                + " since engines take either.",
                        valid().withServer("@Server(engine = Vllm.class, image = \"vllm:1\", flags ="
                                        + " \"--block-size=16\")")
                                .withSweepOf("axes = @Axis(name = /*!*/\"block-size\", values = \"32\")")),
                MessageCase.of(
                                Message.ENV_MALFORMED,
                                "\"FOO\" is no environment variable. Write NAME=value with a name of letters, digits and"
                                        + " \"_\".",
                                valid().withSweepOf("env = /*!*/\"FOO\""))
                        .named("of a row"));
    }

    private static List<MessageCase> loads() {
        return List.of(
                MessageCase.of(
                        Message.LOAD_MISSING,
                        "the row has neither a concurrency nor a rate, so it has no load. Add a concurrency for a closed"
                                + " loop, or a rate for an open one.",
                        valid().withSweeps("@Sweep(concurrency = @Concurrency(4))\n/*!*/@Sweep(tp = 8)")),
                MessageCase.of(
                        Message.CONCURRENCY_HALF,
                        "a range of concurrencies needs both ends, but \"to\" is missing. Write @Concurrency(from = 4, to"
                                + " = 64), or list the values: @Concurrency({4, 16}).",
                        valid().withSweeps("@Sweep(concurrency = @Concurrency(from = /*!*/4))")),
                MessageCase.of(
                        Message.CONCURRENCY_BOTH,
                        "@Concurrency states both a list and a range, so it is not clear which is meant. Keep one of"
                                + " them; a second @Sweep can hold the other.",
                        valid().withSweeps(
                                        "@Sweep(concurrency = @Concurrency(value = /*!*/{1, 2}, from = 4, to = 8))")),
                MessageCase.of(
                        Message.CONCURRENCY_RANGE,
                        "a range needs 1 <= from <= to and step >= 2, but is from=8, to=4, step=2.",
                        valid().withSweeps("@Sweep(concurrency = @Concurrency(from = 8, to = /*!*/4))")),
                MessageCase.of(
                                Message.CONCURRENCY_RANGE,
                                "a range needs 1 <= from <= to and step >= 2, but is from=1, to=4, step=1.",
                                valid().withSweeps(
                                                "@Sweep(concurrency = @Concurrency(from = 1, to = 4, step = /*!*/1))"))
                        .named("step"),
                MessageCase.of(
                                Message.CONCURRENCY_RANGE,
                                "a range needs 1 <= from <= to and step >= 2, but is from=0, to=4, step=2.",
                                valid().withSweeps("@Sweep(concurrency = @Concurrency(from = /*!*/0, to = 4))"))
                        .named("from"),
                MessageCase.of(
                        Message.RATE_NOT_POSITIVE,
                        "a rate of 0.0 requests a second never sends. Give a number above 0.",
                        valid().withSweeps("@Sweep(rate = @Rate({2, /*!*/0}))")),
                MessageCase.of(
                        Message.BURSTINESS_NOT_POSITIVE,
                        "burstiness=-1.0 is no shape of a gamma distribution. Give a number above 0; 1 is Poisson.",
                        valid().withSweeps("@Sweep(rate = @Rate(value = 2, arrival = Arrival.GAMMA, burstiness ="
                                + " /*!*/-1))")),
                MessageCase.of(
                        Message.BURSTINESS_UNUSED,
                        "burstiness=0.5 has no meaning with Arrival.POISSON. Remove it, or choose GAMMA, whose shape it is.",
                        valid().withSweeps("@Sweep(rate = @Rate(value = 20, burstiness = /*!*/0.5))")),
                MessageCase.of(
                        Message.SHAPE_MISSING,
                        "Arrival.STEPS needs a shape. Add one, such as shape = \"0.5:30s,1:60s,2:30s\".",
                        valid().withSweeps("@Sweep(rate = @Rate(value = 20, arrival = Arrival/*!*/.STEPS))")),
                MessageCase.of(
                        Message.SHAPE_UNUSED,
                        "shape=\"0.1:60s\" has no meaning with Arrival.POISSON. Remove it, or choose RAMP, STEPS or TRACE.",
                        valid().withSweeps("@Sweep(rate = @Rate(value = 20, shape = /*!*/\"0.1:60s\"))")),
                MessageCase.of(
                                Message.SHAPE_MALFORMED,
                                "shape=\"0.5:30s,1\" is none of Arrival.STEPS: \"1\" is not SHARE:TIME. Write shares of the"
                                        + " rate with their times, such as \"0.5:30s,1:60s,2:30s\".",
                                valid().withSweeps("@Sweep(rate = @Rate(value = 20, arrival = Arrival.STEPS, shape ="
                                        + " /*!*/\"0.5:30s,1\"))"))
                        .named("of steps"),
                MessageCase.of(
                                Message.SHAPE_MALFORMED,
                                "shape=\"0.1:60\" is none of Arrival.RAMP: \"60\" is no duration. Write a number and a unit,"
                                        + " such as \"30 ms\", \"2 s\" or \"40 min\".",
                                valid().withSweeps("@Sweep(rate = @Rate(value = 20, arrival = Arrival.RAMP, shape ="
                                        + " /*!*/\"0.1:60\"))"))
                        .named("of a ramp"),
                MessageCase.of(
                        Message.POINT_TWICE,
                        "com.x.Bench[tp=8,isl=1024,osl=1024,conc=8] is declared twice: here and in sweep[0]. Remove one;"
                                + " a row's environment is no part of a point's name.",
                        valid().withSweeps("@Sweep(tp = 8, concurrency = @Concurrency({4, 8}))\n"
                                + "@Sweep(tp = {4, 8}, concurrency = @Concurrency({/*!*/8, 16}))")),
                MessageCase.of(
                                Message.POINT_TWICE,
                                "com.x.Bench[tp=8,isl=1024,osl=1024,conc=4] is declared twice: here and in sweep[0], as are 1"
                                        + " more points of this row. Remove one; a row's environment is no part of a point's"
                                        + " name.",
                                valid().withSweeps(
                                                "@Sweep(tp = 8, concurrency = @Concurrency(from = 4, to = 8))\n"
                                                        + "@Sweep(tp = 8, concurrency = /*!*/@Concurrency(from = 4, to = 8), env = \"A=b\")"))
                        .named("of a range"),
                MessageCase.of(
                        Message.MAX_POINTS_TOO_SMALL,
                        "maxPoints=0 allows no point at all. Raise it to at least 1.",
                        "com.x.Bench",
                        valid().text().replace("@ServingBenchmark", "@ServingBenchmark(maxPoints = /*!*/0)")),
                MessageCase.of(
                        Message.POINTS_MANY,
                        "4 points are declared, more than maxPoints=3; about 66 minutes at 30 ms a token. Narrow an axis,"
                                + " or raise maxPoints if you mean it.",
                        "com.x.Bench",
                        valid().withSweepOf("tp = {4, 8}")
                                .text()
                                .replace("@ServingBenchmark", "@ServingBenchmark(maxPoints = /*!*/3)")),
                MessageCase.of(
                                Message.POINTS_MANY,
                                "10,000,000,000 points are declared, more than maxPoints=2,000; about 1,157,407 days at the"
                                        + " declared times. Narrow an axis, or raise maxPoints if you mean it.",
                                "com.x.Bench",
                                ServedCases.markedBenchmark(
                                        valid().withSweeps("@Sweep(axes = {" + axes(10)
                                                        + "}, concurrency = @Concurrency(1))")
                                                .withMore(
                                                        "@Warmup(iterations = 0, time = 1)\n@Measurement(iterations = 1, time = 10)")))
                        .named("beyond counting"));
    }

    private static String axes(int count) {
        StringBuilder axes = new StringBuilder();
        for (int i = 0; i < count; i++) {
            axes.append(i == 0 ? "" : ", ")
                    .append("@Axis(name = \"a" + i + "\", env = \"A" + i
                            + "\", values = {\"0\", \"1\", \"2\", \"3\", \"4\","
                            + " \"5\", \"6\", \"7\", \"8\", \"9\"})");
        }
        return axes.toString();
    }

    private static List<MessageCase> fit() {
        return List.of(
                MessageCase.of(
                        Message.HARDWARE_TOO_SMALL, HARDWARE_TOO_SMALL, valid().withSweepOf("tp = {8, /*!*/16}")),
                MessageCase.of(
                                Message.HARDWARE_TOO_SMALL,
                                "tp=2 x pp=9 needs 18 GPUs, but h100 has 8 a node and 16 on 2 nodes. Lower it, take more nodes, or"
                                        + " exclude it for this hardware.",
                                valid().withHardware("@Hardware(value = H100.class, nodes = 2)")
                                        .withSweepOf("tp = 2, pp = {1, /*!*/9}"))
                        .named("pp"),
                MessageCase.of(
                        Message.TP_NODES,
                        "tp=12 spans nodes of 8 GPUs unevenly. Use a multiple of 8, or a value that fits one node.",
                        valid().withHardware("@Hardware(value = H100.class, nodes = 2)")
                                .withSweepOf("tp = {16, /*!*/12}")),
                MessageCase.of(
                        Message.DCP_NOT_DIVIDING,
                        "dcp=3 does not divide tp=8, whose GPUs it shares. Change or exclude it.",
                        valid().withSweepOf("tp = 8, dcp = {2, /*!*/3}")),
                MessageCase.of(
                        Message.EP_TOO_LARGE,
                        "ep=16 spreads experts over 16 GPUs, but h100 has 8 a node. Lower it or raise nodes.",
                        valid().withSweepOf("tp = 8, ep = /*!*/16")),
                MessageCase.of(
                        Message.EP_NOT_DIVIDING,
                        "ep=3 fits neither into nor around the 8 GPUs of tp=8: one has to divide the other. Change or"
                                + " exclude it.",
                        valid().withSweepOf("tp = 8, ep = {8, /*!*/3}")),
                MessageCase.of(
                        Message.EP_WIDER,
                        "ep=8 is wider than the 4 GPUs of tp=4, so the engine takes more GPUs than figures per GPU divide"
                                + " by. Exclude the combination or raise tp.",
                        valid().withSweepOf("tp = {4, 8}, ep = {1, /*!*/8}")),
                MessageCase.of(
                        Message.EP_UNSUPPORTED,
                        "ep=4, but the engine tgi has no expert parallelism. Remove it or change the engine.",
                        valid().withServer("@Server(engine = Tgi.class, image = \"tgi:1\")")
                                .withSweepOf("tp = 8, ep = {1, /*!*/4}")),
                MessageCase.of(
                        Message.PP_UNSUPPORTED,
                        "pp=2, but the engine tgi has no pipeline parallelism. Remove it or change the engine.",
                        valid().withServer("@Server(engine = Tgi.class, image = \"tgi:1\")")
                                .withSweepOf("tp = 4, pp = /*!*/2")),
                MessageCase.of(
                        Message.DP_ATTENTION_UNSUPPORTED,
                        "the engine tgi has no data-parallel attention. Remove the value or change the engine.",
                        valid().withServer("@Server(engine = Tgi.class, image = \"tgi:1\")")
                                .withSweepOf("tp = 4, dpAttention = {false, /*!*/true}")),
                MessageCase.of(
                        Message.SPEC_DECODING_UNSUPPORTED,
                        "the engine tgi can't do speculative decoding by MTP; it can do NONE. Remove the value or change"
                                + " the engine.",
                        valid().withServer("@Server(engine = Tgi.class, image = \"tgi:1\")")
                                .withSweepOf("tp = 4, specDecoding = SpecDecoding/*!*/.MTP")));
    }

    private static List<MessageCase> exclusions() {
        return List.of(
                MessageCase.of(
                        Message.CONDITION_MALFORMED,
                        "\"tp:4\" is no condition. Write axis=value, or !=, <, <=, >, >= in place of =, such as"
                                + " \"conc>=64\".",
                        valid().withMore("@Exclude({\"conc=4\", /*!*/\"tp:4\"})")),
                MessageCase.of(
                        Message.EXCLUDE_EMPTY,
                        "an exclusion without conditions would drop every point. Give a condition, such as \"tp=4\".",
                        valid().withMore("/*!*/@Exclude({})")),
                MessageCase.of(
                        Message.AXIS_UNKNOWN,
                        "the exclusion names axis \"concurency\", which no row declares. Did you mean \"conc\"?",
                        valid().withMore("@Exclude({\"tp=8\", /*!*/\"concurency=4\"})")),
                MessageCase.of(
                        Message.CONDITION_NOT_NUMERIC,
                        "\"specDecoding>1\" compares numbers, but \"specDecoding\" is none. Use = or != for values that"
                                + " are not numbers.",
                        valid().withMore("@Exclude(/*!*/\"specDecoding>1\")")),
                MessageCase.of(
                                Message.CONDITION_NOT_NUMERIC,
                                "\"tp>many\" compares numbers, but \"many\" is none. Use = or != for values that are not"
                                        + " numbers.",
                                valid().withMore("@Exclude(/*!*/\"tp>many\")"))
                        .named("value"),
                MessageCase.of(
                        Message.EXCLUDE_NOTHING,
                        "the exclusion drops no point: none has tp=3. It is misspelt or no longer needed: correct or"
                                + " remove it.",
                        valid().withMore("/*!*/@Exclude({\"conc=4\", \"tp=3\"})")),
                MessageCase.of(
                        Message.EXCLUDE_EVERYTHING,
                        "the exclusions drop all 2 points, so nothing is left to run. Narrow one of them.",
                        valid().withMore("/*!*/@Exclude(\"tp=8\")")),
                MessageCase.of(
                        Message.ROW_ADDS_NOTHING,
                        "all 2 points of this row are excluded. Remove the row or an exclusion.",
                        valid().withSweeps("@Sweep(tp = 8, concurrency = @Concurrency({4, 8}))\n"
                                        + "/*!*/@Sweep(tp = 4, concurrency = @Concurrency({4, 8}))")
                                .withMore("@Exclude(\"tp=4\")")));
    }
}
