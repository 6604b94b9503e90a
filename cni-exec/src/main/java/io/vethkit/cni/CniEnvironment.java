package io.vethkit.cni;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The CNI_* variables of a call.
 *
 * @param variables all variables, also those of others
 * @param attachment null for the verbs that are not about one
 * @param netns null if not given
 * @param allowsOwnNetns CNI_NETNS_OVERRIDE
 */
record CniEnvironment(
        Map<String, String> variables,
        Command command,
        @Nullable Attachment attachment,
        @Nullable String netns,
        boolean allowsOwnNetns,
        CniArgs args,
        List<String> path) {

    /**
     * Checks and parses the variables: a malformed one is reported at once, missing ones together.
     *
     * @throws CniException code 4
     */
    static CniEnvironment parse(Map<String, String> variables) {
        Command command = command(variables);
        List<String> missing = new ArrayList<>();
        String containerId = "";
        String ifName = "";
        if (command.needsAttachment()) {
            containerId = required(variables, "CNI_CONTAINERID", missing);
            checkContainerId(containerId);
            if (command.needsNetns()) {
                required(variables, "CNI_NETNS", missing);
            }
            ifName = required(variables, "CNI_IFNAME", missing);
            checkIfName(ifName);
        }
        if (command != Command.VERSION) {
            required(variables, "CNI_PATH", missing);
        }
        refuse(missing);
        String netns = value(variables, "CNI_NETNS");
        return new CniEnvironment(
                variables,
                command,
                command.needsAttachment() ? new Attachment(containerId, ifName) : null,
                netns.isEmpty() ? null : netns,
                isTrue(value(variables, "CNI_NETNS_OVERRIDE")),
                args(command, value(variables, "CNI_ARGS")),
                split(value(variables, "CNI_PATH")));
    }

    private static Command command(Map<String, String> variables) {
        String name = value(variables, "CNI_COMMAND");
        if (name.isEmpty()) {
            throw CniException.invalidEnvironment("required env variables [CNI_COMMAND] missing");
        }
        Command command = Command.find(name);
        if (command == null) {
            throw CniException.invalidEnvironment("unknown CNI_COMMAND: " + Text.shown(name));
        }
        return command;
    }

    private static String value(Map<String, String> variables, String name) {
        String value = variables.get(name);
        return value == null ? "" : value;
    }

    private static String required(
            Map<String, String> variables, String name, List<String> missing) {
        String value = value(variables, name);
        if (value.isEmpty()) {
            missing.add(name);
        }
        return value;
    }

    private static void checkContainerId(String id) {
        if (!id.isEmpty() && !Text.isIdentifier(id)) {
            throw CniException.invalidEnvironment(
                    "CNI_CONTAINERID is \""
                            + Text.shown(id)
                            + "\": it must start with a letter"
                            + " or digit and hold only those and _ . -");
        }
    }

    private static void checkIfName(String name) {
        if (!name.isEmpty() && !Text.isInterfaceName(name)) {
            throw CniException.invalidEnvironment(
                    "CNI_IFNAME is \""
                            + Text.shown(name)
                            + "\": it must be 1 to 15 bytes, not . or"
                            + " .., without / and : and white space");
        }
    }

    private static void refuse(List<String> missing) {
        if (!missing.isEmpty()) {
            throw CniException.invalidEnvironment(
                    "required env variables [" + String.join(",", missing) + "] missing");
        }
    }

    private static boolean isTrue(String value) {
        return value.equals("1") || value.equalsIgnoreCase("true");
    }

    /**
     * Only what makes or verifies something minds; DEL must not fail for ever on what ADD refused.
     */
    private static CniArgs args(Command command, String text) {
        return command.needsNetns() ? CniArgs.parse(text) : CniArgs.NONE;
    }

    private static List<String> split(String path) {
        List<String> directories = new ArrayList<>();
        int start = 0;
        while (start < path.length()) {
            int colon = path.indexOf(':', start);
            int end = colon < 0 ? path.length() : colon;
            if (end > start) {
                directories.add(path.substring(start, end));
            }
            start = end + 1;
        }
        return directories;
    }
}
