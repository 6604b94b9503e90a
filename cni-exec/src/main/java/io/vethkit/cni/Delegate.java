package io.vethkit.cni;

import com.google.gson.JsonElement;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Another plugin that does a part of the work, mostly the addresses (IPAM).
 *
 * <p>It is run in the namespace of the calling thread, with the caller's whole configuration and
 * environment. Its failure is the caller's.
 */
public final class Delegate {
    private final String type;
    private final File executable;
    private final CniRequest request;

    private Delegate(String type, File executable, CniRequest request) {
        this.type = type;
        this.executable = executable;
        this.request = request;
    }

    /**
     * Returns the plugin {@code type}, to serve {@code request}: the first regular file of that
     * name in CNI_PATH.
     *
     * @throws CniException code 7 if there is none, but 50 for STATUS
     */
    public static Delegate find(String type, CniRequest request) {
        for (String directory : request.path()) {
            File file = new File(directory, type);
            if (file.isFile()) {
                return new Delegate(type, file, request);
            }
        }
        String msg =
                "ipam.type is \""
                        + Text.shown(type)
                        + "\": there is no such plugin in CNI_PATH, "
                        + String.join(":", request.path());
        throw request.command() == Command.STATUS
                ? CniException.notAvailable(msg)
                : CniException.invalidConfig(msg);
    }

    /**
     * Calls ADD and returns the result, in whatever version it came.
     *
     * @throws CniException the plugin's own code, or 100; 6 for a result that is none; 5
     */
    public CniResult add() {
        JsonElement json = parse(run(Command.ADD));
        DelegateError error = DelegateError.find(json);
        if (error != null) {
            throw error.toException(described(Command.ADD));
        }
        return ResultReader.read(
                json, request.version(), "result of plugin " + type, ErrorCodes.DECODING_FAILURE);
    }

    /**
     * Calls a verb that has no result: that of the request.
     *
     * @throws CniException the plugin's own code, or 100; 5
     */
    public void call(Command command) {
        run(command);
    }

    /**
     * Calls DEL for {@code attachment}, which the request need not be about.
     *
     * @throws CniException the plugin's own code, or 100; 5
     */
    public void delete(Attachment attachment) {
        Map<String, String> variables = new LinkedHashMap<>(request.variables());
        variables.put("CNI_CONTAINERID", attachment.containerId());
        variables.put("CNI_IFNAME", attachment.ifName());
        run(Command.DEL, variables);
    }

    private String run(Command command) {
        return run(command, new LinkedHashMap<>(request.variables()));
    }

    private String run(Command command, Map<String, String> variables) {
        variables.put("CNI_COMMAND", command.name());
        DelegateProcess.Outcome outcome =
                DelegateProcess.run(executable, variables, request.stdin());
        if (outcome.status() != 0) {
            throw failure(command, outcome);
        }
        return outcome.stdout();
    }

    private JsonElement parse(String stdout) {
        try {
            return Json.parse(stdout);
        } catch (Json.NotJsonException e) {
            throw CniException.decodingFailure(
                    described(Command.ADD) + ": its result is not JSON: " + e.getMessage(),
                    Text.shown(stdout));
        }
    }

    private CniException failure(Command command, DelegateProcess.Outcome outcome) {
        String plugin = described(command);
        String text = outcome.stdout();
        if (text.isBlank()) {
            return CniException.delegateFailed(
                    plugin + ": no error message: " + outcome.ending(), "");
        }
        try {
            DelegateError error = DelegateError.find(Json.parse(text));
            if (error != null) {
                return error.toException(plugin);
            }
        } catch (Json.NotJsonException e) {
            // reported below, with the text itself
        }
        return CniException.delegateFailed(
                plugin + ": " + outcome.ending() + ", and what it printed is no error object",
                Text.shown(text));
    }

    private String described(Command command) {
        return "plugin " + type + ", " + command.name();
    }
}
