package io.vethkit.cni;

import org.jspecify.annotations.Nullable;

/**
 * What the plugin does in the same way for all pods.
 *
 * @param vethPrefix what the host's ends of pods' interfaces begin with
 * @param logFile an absolute path, or {@code stderr}; null: no log
 * @param stateDir where attachments are on record
 */
public record PluginSettings(
        String vethPrefix, @Nullable String logFile, LogLevel logLevel, String stateDir) {
    /** What the host's ends of pods' interfaces begin with, if nothing else is said. */
    public static final String DEFAULT_VETH_PREFIX = "eni";

    /** Where attachments are on record, if nothing else is said. */
    public static final String DEFAULT_STATE_DIR = "/run/vethkit";

    private static final int VETH_PREFIX_MAX = 4;

    static PluginSettings read(Fields config) {
        return new PluginSettings(
                vethPrefix(config), logFile(config), LogLevel.read(config), stateDir(config));
    }

    /** Like {@link #read}, but what removing can do without is replaced if it is wrong. */
    static PluginSettings readLeniently(Fields config) {
        String vethPrefix = DEFAULT_VETH_PREFIX;
        String logFile = null;
        LogLevel logLevel = LogLevel.INFO;
        try {
            vethPrefix = vethPrefix(config);
            logFile = logFile(config);
            logLevel = LogLevel.read(config);
        } catch (CniException e) {
            // the next ADD reports it
        }
        return new PluginSettings(vethPrefix, logFile, logLevel, stateDir(config));
    }

    private static String vethPrefix(Fields config) {
        String prefix = config.string("vethPrefix");
        if (prefix == null) {
            return DEFAULT_VETH_PREFIX;
        }
        if (prefix.isEmpty() || prefix.length() > VETH_PREFIX_MAX) {
            throw config.invalid("vethPrefix", "must be 1 to 4 characters");
        }
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            if (!Text.isAlphanumeric(c) && c != '_' && c != '-') {
                throw config.invalid("vethPrefix", "must hold only letters, digits, _ and -");
            }
        }
        if (prefix.equals("eth") || prefix.equals("vlan") || prefix.equals("lo")) {
            throw config.invalid("vethPrefix", "must not be eth, vlan or lo, which others use");
        }
        return prefix;
    }

    private static @Nullable String logFile(Fields config) {
        String file = config.text("pluginLogFile");
        if (file == null || file.equals("stderr")) {
            return file;
        }
        return switch (file) {
            case "stdout", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1" ->
                    throw config.invalid(
                            "pluginLogFile", "must not be stdout, which carries the result");
            default -> absolutePath(config, "pluginLogFile", file);
        };
    }

    private static String stateDir(Fields config) {
        String directory = config.string("stateDir");
        return directory == null ? DEFAULT_STATE_DIR : absolutePath(config, "stateDir", directory);
    }

    private static String absolutePath(Fields config, String name, String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw config.invalid(name, "must be an absolute path");
        }
        return path;
    }
}
