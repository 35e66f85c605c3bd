package io.infermark.cli;

import io.infermark.run.HarnessVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "Infermark " + HarnessVersion.text(),
            System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
        };
    }
}
