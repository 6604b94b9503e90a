package io.vethkit.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/**
 * The C program that does the same work, run between the iterations of a benchmark so that both
 * meet the same machine.
 *
 * <p>{@code -Dpeer=PROGRAM} names it, {@code -Dpeer.results=FILE} where it appends what it
 * measured; without them it is not run.
 */
final class Peer {
    private Peer() {}

    /** Lets it measure {@code work} in the namespace of {@code table}. */
    static void measure(String work, RouteTable table, int routes) {
        String program = System.getProperty("peer");
        String results = System.getProperty("peer.results");
        if (program == null || results == null) {
            return;
        }
        ProcessBuilder peer =
                new ProcessBuilder(program, work, table.path(), Integer.toString(routes));
        peer.redirectOutput(Redirect.appendTo(Path.of(results).toFile()));
        peer.redirectError(Redirect.INHERIT);
        try {
            int status = peer.start().waitFor();
            if (status != 0) {
                throw new IllegalStateException(program + " exited with status " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while " + program + " ran", e);
        }
    }
}
