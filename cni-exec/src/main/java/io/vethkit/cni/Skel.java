package io.vethkit.cni;

import com.google.gson.JsonObject;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The skeleton of a CNI executable: one call in, one result or error object out. Named after the
 * package of the reference implementation, whose order of checks it keeps.
 */
public final class Skel {
    private final String about;
    private final Plugin plugin;

    /** Makes the skeleton of {@code plugin}, described to people by {@code about}. */
    public Skel(String about, Plugin plugin) {
        this.about = about;
        this.plugin = plugin;
    }

    /**
     * Serves one call.
     *
     * @param stdin read to its end, except for VERSION, for which it is left alone
     * @param stdout gets the result or the error, in one write, or nothing
     * @param stderr for people
     * @return the exit status
     */
    public int run(
            Map<String, String> variables,
            InputStream stdin,
            OutputStream stdout,
            PrintStream stderr) {
        String command = variables.get("CNI_COMMAND");
        if (command == null || command.isEmpty()) {
            stderr.println(about);
            stderr.println("CNI protocol versions supported: " + CniVersion.list());
            return 0;
        }
        CniVersion version = CniVersion.LATEST;
        JsonObject answer;
        int status = 1;
        try {
            CniEnvironment environment = CniEnvironment.parse(variables);
            if (environment.command() == Command.VERSION) {
                answer = CniVersion.versionResult();
            } else {
                CniRequest request = CniRequest.read(environment, stdin);
                version = request.version();
                answer = call(request, stderr);
            }
            status = 0;
        } catch (CniException e) {
            answer = e.toJson(version);
        } catch (IOException e) {
            answer = CniException.ioFailure(said(e), "").toJson(version);
        } catch (RuntimeException | Error e) {
            e.printStackTrace(stderr);
            answer = CniException.internal(e.toString()).toJson(version);
        }
        return write(answer, stdout, stderr) ? status : 1;
    }

    private static String said(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getName() : message;
    }

    private @Nullable JsonObject call(CniRequest request, PrintStream stderr) throws IOException {
        NetConf conf = NetConf.of(request);
        CallLog log = new CallLog(request, conf.settings(), stderr);
        try {
            JsonObject answer = serve(request, conf);
            log.succeeded();
            return answer;
        } catch (IOException | RuntimeException e) {
            log.failed(e);
            throw e;
        }
    }

    private @Nullable JsonObject serve(CniRequest request, NetConf conf) throws IOException {
        switch (request.command()) {
            case ADD -> {
                return plugin.add(request, conf).toJson(request.version());
            }
            case DEL -> plugin.delete(request, conf);
            case CHECK -> plugin.check(request, conf);
            case GC -> plugin.collect(request, conf);
            case STATUS -> plugin.status(request, conf);
            case VERSION -> throw new AssertionError("answered without a request");
        }
        return null;
    }

    private static boolean write(
            @Nullable JsonObject answer, OutputStream stdout, PrintStream stderr) {
        if (answer == null) {
            return true;
        }
        try {
            stdout.write((JsonText.of(answer) + "\n").getBytes(StandardCharsets.UTF_8));
            stdout.flush();
            return true;
        } catch (IOException e) {
            stderr.println("cannot write the answer: " + said(e));
            return false;
        }
    }
}
