package io.vethkit.cni;

import org.jspecify.annotations.Nullable;

/** A verb of the protocol: the value of CNI_COMMAND. */
public enum Command {
    ADD(CniVersion.V0_1_0, true, true),
    DEL(CniVersion.V0_1_0, true, false),
    CHECK(CniVersion.V0_4_0, true, true),
    GC(CniVersion.V1_1_0, false, false),
    STATUS(CniVersion.V1_1_0, false, false),
    VERSION(CniVersion.V0_1_0, false, false);

    private static final Command[] ALL = values();

    private final CniVersion since;
    private final boolean attachment;
    private final boolean netns;

    Command(CniVersion since, boolean attachment, boolean netns) {
        this.since = since;
        this.attachment = attachment;
        this.netns = netns;
    }

    /** Returns the verb spelled {@code name}, or null; case matters. */
    static @Nullable Command find(String name) {
        for (Command command : ALL) {
            if (command.name().equals(name)) {
                return command;
            }
        }
        return null;
    }

    /** The oldest version whose configurations may be called with this verb. */
    CniVersion since() {
        return since;
    }

    /** Tells whether the verb is about one container's interface. */
    boolean needsAttachment() {
        return attachment;
    }

    /** Tells whether the verb needs the container's network namespace. */
    boolean needsNetns() {
        return netns;
    }
}
