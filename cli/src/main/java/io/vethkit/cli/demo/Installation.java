package io.vethkit.cli.demo;

import io.vethkit.cli.install.InstallCommand;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The executable that the demo calls.
 *
 * @param binDir where a runtime would look for plugins
 */
record Installation(Path binDir) {
    private static final String PLUGIN = "vethkit-cni";

    /** Finds the one in {@code binDir}; if that is null, installs one below {@code directory}. */
    static Installation in(@Nullable Path binDir, WorkDirectory directory) throws IOException {
        Installation installation =
                binDir == null
                        ? install(directory.path())
                        : new Installation(binDir.toAbsolutePath().normalize());
        if (!Files.isExecutable(installation.executable())) {
            throw new IOException("there is no executable " + installation.executable());
        }
        return installation;
    }

    /** What {@code vethkit install} does. */
    private static Installation install(Path directory) throws IOException {
        Path binDir = directory.resolve("bin");
        StringWriter said = new StringWriter();
        Failure failure = new Failure();
        int status =
                new CommandLine(new InstallCommand())
                        .setOut(new PrintWriter(said))
                        .setErr(new PrintWriter(said))
                        .setExecutionExceptionHandler(failure)
                        .execute(
                                "--bin-dir=" + binDir,
                                "--conf-dir=" + directory.resolve("conf"),
                                "--state-dir=" + directory.resolve("state"),
                                "--subnet=" + SimulatedVpc.SECONDARY_ENI.network());
        failure.rethrow();
        if (status != 0) {
            throw new IOException("vethkit install says: " + said.toString().strip());
        }
        return new Installation(binDir);
    }

    Path executable() {
        return binDir.resolve(PLUGIN);
    }

    /** Keeps what the command throws, which picocli would print. */
    private static final class Failure implements CommandLine.IExecutionExceptionHandler {
        private @Nullable Exception thrown;

        @Override
        public int handleExecutionException(
                Exception exception, CommandLine command, CommandLine.ParseResult arguments) {
            thrown = exception;
            return 1;
        }

        void rethrow() throws IOException {
            if (thrown instanceof IOException e) {
                throw e;
            }
            if (thrown != null) {
                throw new IOException(thrown);
            }
        }
    }
}
