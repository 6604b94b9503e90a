package io.vethkit.netlink;

/**
 * Is shown the messages of an answer, one after the other.
 *
 * <p>It must not use the socket that shows them.
 */
public interface MessageVisitor {
    /** Is told that the answer starts, or starts again because a dump was interrupted. */
    default void start() {}

    /** Looks at {@code message}, which is valid during the call only. */
    void message(MessageReader message) throws MalformedMessageException;
}
