package io.vethkit.cni;

import com.google.gson.JsonObject;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A call of the plugin: the environment and the network configuration, checked in skel's order. */
public final class CniRequest {
    private static final int CONFIG_BYTES_MAX = 16 << 20;

    private final CniEnvironment environment;
    private final byte[] stdin;
    private final JsonObject config;
    private final String networkName;
    private final CniVersion version;

    private CniRequest(CniEnvironment environment, byte[] stdin, JsonObject config) {
        this.environment = environment;
        this.stdin = stdin;
        this.config = config;
        this.networkName = networkName(config);
        this.version = version(config, environment.command());
    }

    /**
     * Reads a call from variables and standard input, which is read to its end, but not for
     * VERSION.
     *
     * @throws CniException code 4, then 5, 6, 7 and 1, whichever comes first
     */
    public static CniRequest read(Map<String, String> variables, InputStream stdin) {
        return read(CniEnvironment.parse(variables), stdin);
    }

    static CniRequest read(CniEnvironment environment, InputStream stdin) {
        byte[] bytes = readConfig(stdin);
        return new CniRequest(environment, bytes, parseConfig(bytes));
    }

    private static byte[] readConfig(InputStream stdin) {
        byte[] bytes;
        try {
            bytes = stdin.readNBytes(CONFIG_BYTES_MAX + 1);
        } catch (IOException e) {
            throw CniException.ioFailure("cannot read stdin", String.valueOf(e.getMessage()));
        }
        if (bytes.length > CONFIG_BYTES_MAX) {
            throw CniException.decodingFailure(
                    "the network config on stdin is longer than " + CONFIG_BYTES_MAX + " bytes",
                    "");
        }
        return bytes;
    }

    private static JsonObject parseConfig(byte[] bytes) {
        try {
            if (Json.parse(new String(bytes, StandardCharsets.UTF_8))
                    instanceof JsonObject config) {
                return config;
            }
        } catch (Json.NotJsonException e) {
            throw CniException.decodingFailure(
                    "the network config on stdin is not JSON", String.valueOf(e.getMessage()));
        }
        throw CniException.decodingFailure("the network config on stdin is not an object", "");
    }

    private static String networkName(JsonObject config) {
        Fields fields = Fields.ofConfig(config);
        String name = fields.string("name");
        if (name == null || name.isEmpty()) {
            throw CniException.invalidConfig("name is missing: it must name the network");
        }
        if (!Text.isIdentifier(name)) {
            throw fields.invalid(
                    "name", "must start with a letter or digit and hold only those and _ . -");
        }
        return name;
    }

    private static CniVersion version(JsonObject config, Command command) {
        CniVersion version = CniVersion.parse(Fields.ofConfig(config).string("cniVersion"));
        if (!version.allows(command)) {
            throw CniException.incompatibleVersion(
                    "config version does not allow " + command.name(), "");
        }
        return version;
    }

    /** The verb; never VERSION. */
    public Command command() {
        return environment.command();
    }

    /** What ADD, DEL and CHECK are about; GC and STATUS have none and must not ask. */
    public Attachment attachment() {
        Attachment attachment = environment.attachment();
        if (attachment == null) {
            throw new AssertionError(command().name() + " is not about an attachment");
        }
        return attachment;
    }

    /** The network namespace as the runtime names it, for ADD and CHECK, which always have one. */
    public String netns() {
        String netns = environment.netns();
        if (netns == null) {
            throw new AssertionError("a network namespace was not required");
        }
        return netns;
    }

    /** The network namespace, for DEL, where it may be absent or stale. */
    public @Nullable String netnsIfKnown() {
        return environment.netns();
    }

    /** Tells whether the caller allows the plugin's own network namespace. */
    public boolean allowsOwnNetns() {
        return environment.allowsOwnNetns();
    }

    /** CNI_ARGS. */
    public CniArgs args() {
        return environment.args();
    }

    /** CNI_PATH: the directories to look for delegates in. */
    public List<String> path() {
        return environment.path();
    }

    /** All variables, as delegates get them. */
    public Map<String, String> variables() {
        return environment.variables();
    }

    /** The configuration as it came, as delegates get it. */
    public byte[] stdin() {
        return stdin.clone();
    }

    /** The configuration. */
    public JsonObject config() {
        return config;
    }

    /** The network's name. */
    public String networkName() {
        return networkName;
    }

    /** The version the caller speaks. */
    public CniVersion version() {
        return version;
    }
}
