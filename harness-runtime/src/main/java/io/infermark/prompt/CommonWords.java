package io.infermark.prompt;

import java.util.List;

/** Short, frequent English words: nearly every tokenizer that was trained on text has each of them, with a space before it, as one token. */
final class CommonWords {
    static final List<String> LIST = List.of(
                    ("the of and to in is for that with as are on be it this by from at or an was not have can has but all more will"
                                    + " one they we their which been also other when there were about would out time some no up than into only its"
                                    + " so do if who what two them these may first then any my like new over such use your most after many people"
                                    + " now years each how way being made very between where even because could through before well back part those"
                                    + " should world life day work year must state same high used during both own under while last long great little"
                                    + " same good small number system group place point case home water house different here down against right left"
                                    + " large order public set end number power line city country history book name school family children women men"
                                    + " field hand head side body form level value area type data result study table time week month night light air"
                                    + " fire earth land sea river tree food money business market price trade law court war peace party member team"
                                    + " game music art film story word letter page paper question answer problem change need help start stop open close"
                                    + " run walk turn move play read write speak hear see look find give take make know think feel keep hold bring"
                                    + " show tell ask call come go leave meet join win lose build grow cut pay send learn teach live die love hope"
                                    + " early late young old short long wide deep full free hard soft hot cold fast slow strong weak clear dark"
                                    + " black white red green blue north south east west summer winter spring morning evening today door window"
                                    + " wall floor room street road bridge station ship car train plane phone machine engine wheel glass stone"
                                    + " wood iron gold silver oil gas sun moon star rain snow wind cloud horse dog cat bird fish")
                            .split(" ", -1))
            .stream()
            .distinct()
            .toList();

    private CommonWords() {}
}
