package io.vethkit.netlink;

/** Is shown what a {@link Monitor} receives, on the thread that receives. */
public interface MonitorListener {
    /** Looks at {@code message}, a flyweight that is valid during the call only. */
    void event(MessageReader message) throws MalformedMessageException;

    /**
     * Is told that the kernel had more events than the socket holds ({@code ENOBUFS}): what changed
     * is unknown, and all must be looked at again. Events that follow are whole.
     */
    void lost();
}
