package io.vethkit.cli.install;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.cni.CniRequest;
import io.vethkit.cni.CniResult;
import io.vethkit.cni.NetConf;
import io.vethkit.cni.Plugin;
import io.vethkit.cni.Skel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Checks a configuration as the plugin will, without the plugin. */
final class ConfCheck implements Plugin {
    private ConfCheck() {}

    /** Throws what the plugin would answer. */
    static void check(ConfList conf) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status =
                new Skel("", new ConfCheck())
                        .run(
                                Surroundings.call("STATUS", ""),
                                new ByteArrayInputStream(
                                        conf.request().getBytes(StandardCharsets.UTF_8)),
                                out,
                                new PrintStream(OutputStream.nullOutputStream()));
        if (status != 0) {
            throw new IllegalArgumentException(message(out.toString(StandardCharsets.UTF_8)));
        }
    }

    private static String message(String answer) {
        JsonObject error = JsonParser.parseString(answer).getAsJsonObject();
        String message = error.get("msg").getAsString();
        return error.has("details") ? message + ": " + error.get("details").getAsString() : message;
    }

    @Override
    public CniResult add(CniRequest request, NetConf conf) {
        return CniResult.EMPTY;
    }

    @Override
    public void delete(CniRequest request, NetConf conf) {}

    @Override
    public void check(CniRequest request, NetConf conf) {}

    @Override
    public void collect(CniRequest request, NetConf conf) {}

    @Override
    public void status(CniRequest request, NetConf conf) {}
}
