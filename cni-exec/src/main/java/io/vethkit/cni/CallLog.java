package io.vethkit.cni;

import com.google.gson.JsonObject;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * The line that a call leaves in the configured log file, in the form of Amazon's log: a JSON
 * object with {@code level}, {@code ts} (seconds since 1970), {@code caller} and {@code msg}.
 *
 * <p>A log that cannot be written does not make a call fail.
 */
final class CallLog {
    private static final String STDERR = "stderr";

    private final CniRequest request;
    private final PluginSettings settings;
    private final PrintStream stderr;
    private final long start = System.nanoTime();

    CallLog(CniRequest request, PluginSettings settings, PrintStream stderr) {
        this.request = request;
        this.settings = settings;
        this.stderr = stderr;
    }

    void succeeded() {
        write(LogLevel.INFO, "");
    }

    void failed(Exception reason) {
        write(LogLevel.ERROR, ": " + reason.getMessage());
    }

    private void write(LogLevel level, String outcome) {
        String file = settings.logFile();
        if (file == null || level.compareTo(settings.logLevel()) < 0) {
            return;
        }
        byte[] line = line(level, outcome).getBytes(StandardCharsets.UTF_8);
        if (file.equals(STDERR)) {
            stderr.writeBytes(line);
            return;
        }
        try (FileOutputStream out = new FileOutputStream(file, true)) {
            out.write(line);
        } catch (IOException e) {
            stderr.println("cannot write pluginLogFile: " + e.getMessage());
        }
    }

    private String line(LogLevel level, String outcome) {
        JsonObject line = new JsonObject();
        line.addProperty("level", level.text());
        line.addProperty("ts", BigDecimal.valueOf(System.currentTimeMillis(), 3));
        line.addProperty("caller", caller());
        line.addProperty("msg", message() + outcome);
        return JsonText.of(line) + "\n";
    }

    /** The name a runtime knows the plugin by. */
    private String caller() {
        String type = PluginByType.typeOf(request);
        return type.isEmpty() ? "vethkit-cni" : type;
    }

    private String message() {
        String micros = Long.toString((System.nanoTime() - start) / 1000);
        String call = request.command() + " in network " + request.networkName();
        return call + attachment() + " took " + micros + " us";
    }

    private String attachment() {
        if (request.command() == Command.GC || request.command() == Command.STATUS) {
            return "";
        }
        String netns = request.netnsIfKnown();
        Attachment attachment = request.attachment();
        return " of container "
                + attachment.containerId()
                + ", "
                + attachment.ifName()
                + (netns == null ? "" : " in " + netns);
    }
}
