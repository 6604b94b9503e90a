package io.vethkit.netlink;

/**
 * One message to the kernel, and how to speak of it.
 *
 * <p>Implementations are values; {@link #describe()} is called only when the kernel refuses.
 */
public interface Request {
    /** Returns {@code nlmsg_type}. */
    int type();

    /** Returns {@code nlmsg_flags} beyond {@code NLM_F_REQUEST} and {@code NLM_F_ACK}. */
    int flags();

    /** Writes what follows {@code struct nlmsghdr}: the family's header, then attributes. */
    void encode(MessageWriter out);

    /** Returns the operation with its object: {@code add route 10.0.1.7/32 dev eni0 table 2}. */
    String describe();

    /** Returns the size of the family's header, behind which the attributes start. */
    int headerLength();

    /**
     * Returns the kernel's name of an attribute, such as {@code RTA_GATEWAY}.
     *
     * @param parent the type of the attribute it lies in, or 0 at the top
     * @param type its type
     */
    String attributeName(int parent, int type);

    /**
     * Returns how many bytes of an attribute lie before the attributes in it, or -1 if it holds
     * none. Asked of those that are not flagged {@code NLA_F_NESTED}, as older families have them.
     *
     * @param parent the type of the attribute it lies in, or 0 at the top
     * @param type its type
     */
    default int nestedBehind(int parent, int type) {
        return -1;
    }
}
