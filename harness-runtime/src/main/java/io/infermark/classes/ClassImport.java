package io.infermark.classes;

import io.infermark.classes.ConfigSpecs.Read;
import io.infermark.config.ConfigException;
import io.infermark.config.Problem;
import io.infermark.config.Value.Mapping;
import io.infermark.config.master.MasterFile;
import io.infermark.config.master.Runners;
import io.infermark.config.master.SiteNodes;
import io.infermark.validation.Finding;
import io.infermark.validation.SpecValidator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Benchmark classes from the entries of master files. */
public final class ClassImport {
    private final String packageName;

    /**
     * An import.
     *
     * @param packageName of the classes; empty: none
     */
    public ClassImport(String packageName) {
        this.packageName = packageName;
    }

    /** The source of one class. */
    public record Source(String packageName, String className, String text) {}

    /**
     * The classes of a file, one for each entry, in order.
     *
     * @throws ConfigException with every entry that no class could say, or that would not compile
     */
    public List<Source> classes(MasterFile file) {
        List<Problem> problems = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Read read : ConfigSpecs.of(file)) {
            int before = problems.size();
            findErrors(read, problems);
            if (problems.size() == before) {
                prove(read, file, problems);
            }
            String name = unique(className(read.spec().master().key()), taken);
            sources.add(new Source(
                    packageName,
                    name,
                    ClassWriter.write(packageName, name, read).toString()));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return sources;
    }

    /** What the compiler would refuse, at its place in the file. */
    private static void findErrors(Read read, List<Problem> problems) {
        for (Finding finding : SpecValidator.validate(read.spec(), read.unreadable(), new SiteNodes(Runners.NONE))) {
            if (finding.severity() == Finding.Severity.ERROR) {
                problems.add(SpecChecks.problem(read, finding, Problem.Severity.ERROR));
            }
        }
    }

    private static void prove(Read read, MasterFile file, List<Problem> problems) {
        List<MasterFile.Entry> back =
                new EntryWriter(read.spec(), read.spec().master().dialect()).entries();
        Mapping expected = file.normalised(read.entry());
        Mapping found = back.size() == 1 ? file.normalised(back.get(0)) : Mapping.generated(Map.of());
        if (!expected.sameAs(found)) {
            problems.add(Problem.error(
                    "NotImportable",
                    read.entry().value().position(),
                    "'" + read.entry().key() + "': a class would say " + found.entries() + " instead of "
                            + expected.entries() + "."));
        }
    }

    private static String unique(String name, Set<String> taken) {
        String candidate = name;
        // File systems that ignore case would let one class overwrite another.
        for (int n = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); n++) {
            candidate = name + "_" + n;
        }
        return candidate;
    }

    /** {@code dsr1-fp8-h200-sglang} is {@code Dsr1Fp8H200Sglang}. */
    static String className(String key) {
        StringBuilder name = new StringBuilder();
        for (String word : key.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        boolean usable = SourceVersion.isIdentifier(name) && !SourceVersion.isKeyword(name);
        return usable ? name.toString() : "Entry" + name;
    }
}
