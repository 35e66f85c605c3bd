package io.infermark.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.tools.Diagnostic;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output that can't be written, and an exception that nobody expected. */
class WriteFailureTest {
    @TempDir
    Path folder;

    @Test
    void anOutputThatCannotBeWrittenIsOneErrorAtTheClass() {
        Project.Result result = compileWith(() -> {
            throw new UncheckedFailure(new IOException("No space left on device"));
        });
        assertThat(result.success()).isFalse();
        Diagnostic<? extends JavaFileObject> error = result.diagnostics().get(0);
        assertThat(error.getMessage(null))
                .isEqualTo(
                        "[WriteFailed] the matrix of com.x.Bench can't be written: java.io.IOException: No space left"
                                + " on device. Check the output folder and its disk.");
        assertThat(error.getLineNumber()).isEqualTo(14);
        assertThat(error.getColumnNumber()).isEqualTo(8);
    }

    @Test
    void anUnexpectedExceptionIsOneErrorWithItsTraceAndOtherClassesGoOn() {
        Project.Result result = compileWith(() -> new IllegalStateException("boom"));
        assertThat(result.success()).isFalse();
        Diagnostic<? extends JavaFileObject> error = result.diagnostics().get(0);
        assertThat(error.getMessage(null))
                .startsWith("[Unexpected] the processor failed on com.x.Bench. Please report this with the class:")
                .contains("java.lang.IllegalStateException: boom")
                .contains("at io.infermark.processor.BenchmarkProcessor");
        assertThat(error.getLineNumber()).isEqualTo(14);
        assertThat(error.getColumnNumber()).isEqualTo(8);
        assertThat(folder.resolve("classes/META-INF/infermark/matrix/com.x.Other"))
                .exists();
    }

    private Project.Result compileWith(Supplier<RuntimeException> failure) {
        Project project = new Project(folder)
                .put("com.x.Bench", BenchmarkSource.valid().text())
                .put("com.x.Other", BenchmarkSource.valid().text().replace("class Bench", "class Other"));
        return project.run(
                ToolProvider.getSystemJavaCompiler(),
                List.of("com.x.Bench", "com.x.Other"),
                Project.processors(),
                List.of(),
                manager -> new FailingFileManager(manager, failure));
    }

    /** Carries a checked exception through a supplier. */
    private static final class UncheckedFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private UncheckedFailure(IOException cause) {
            super(cause);
        }
    }

    /** Fails for the resource of com.x.Bench. */
    private static final class FailingFileManager extends ForwardingJavaFileManager<JavaFileManager> {
        private final Supplier<RuntimeException> failure;

        private FailingFileManager(JavaFileManager manager, Supplier<RuntimeException> failure) {
            super(manager);
            this.failure = failure;
        }

        @Override
        public FileObject getFileForOutput(
                Location location, String packageName, String relativeName, FileObject sibling) throws IOException {
            if (relativeName.endsWith("com.x.Bench")) {
                try {
                    throw failure.get();
                } catch (UncheckedFailure e) {
                    throw (IOException) e.getCause();
                }
            }
            return super.getFileForOutput(location, packageName, relativeName, sibling);
        }
    }
}
