package io.vethkit.iptables;

import static io.vethkit.netlink.netfilter.Nfnetlink.NFNL_SUBSYS_NFTABLES;

import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.netfilter.Nfnetlink;

import org.jspecify.annotations.Nullable;

/** A message of nf_tables, described as the start of the {@code nft} command it stands for. */
abstract class NftCommand implements Request {
    private final int type;
    private final int flags;
    private final Family family;
    private final String words;

    NftCommand(int message, int flags, Family family, String words) {
        this.type = Nfnetlink.type(NFNL_SUBSYS_NFTABLES, message);
        this.flags = flags;
        this.family = family;
        this.words = words;
    }

    /** Writes the attributes. */
    abstract void attributes(MessageWriter out);

    @Override
    public final int type() {
        return type;
    }

    @Override
    public final int flags() {
        return flags;
    }

    @Override
    public final void encode(MessageWriter out) {
        Nfnetlink.header(out, family.number, 0);
        attributes(out);
    }

    @Override
    public final String describe() {
        return words;
    }

    final Family family() {
        return family;
    }

    /** Returns the command in full, as {@code nft -f} reads it. */
    String command() {
        return words;
    }

    @Override
    public final int headerLength() {
        return Nfnetlink.HEADER_LENGTH;
    }

    @Override
    public final String attributeName(int parent, int attribute) {
        return AttributeNames.of(type & 0xff, parent, attribute);
    }

    static void putComment(MessageWriter out, int attribute, @Nullable String comment) {
        if (comment != null) {
            out.putBytes(attribute, Userdata.comment(comment));
        }
    }
}
