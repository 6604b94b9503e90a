package io.vethkit.cli.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that say which process made what bears them. */
final class OwnName {
    /** What all start with; the process id follows. */
    static final String PREFIX = "vk-demo-";

    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,10})[-.].*");

    private OwnName() {}

    /** Returns the id of this process. */
    static long pid() {
        return ProcessHandle.current().pid();
    }

    /** Tells whether {@code name} is one of ours, of a process that is no more. */
    static boolean isLeftover(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
    }
}
