package io.vethkit.netlink.route;

import io.vethkit.netlink.Request;

/** A request that concerns entries of one of the kernel's tables. */
abstract class EntryRequest implements Request {
    private final int type;
    private final int flags;
    private final String verb;
    private final String noun;
    private final Object subject;

    /**
     * A request that errors describe as {@code VERB NOUN SUBJECT}.
     *
     * @param type of the message
     * @param flags of the message, beside those of every request
     */
    EntryRequest(int type, int flags, String verb, String noun, Object subject) {
        this.type = type;
        this.flags = flags;
        this.verb = verb;
        this.noun = noun;
        this.subject = subject;
    }

    @Override
    public final int type() {
        return type;
    }

    @Override
    public final int flags() {
        return flags;
    }

    @Override
    public final String describe() {
        return verb + " " + noun + " " + subject;
    }
}
