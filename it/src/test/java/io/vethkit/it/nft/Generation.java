package io.vethkit.it.nft;

import static io.vethkit.netlink.netfilter.Nfnetlink.NFNL_SUBSYS_NFTABLES;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.netfilter.Nfnetlink;

import java.io.IOException;

/** Asks how often tables were changed: {@code NFT_MSG_GETGEN}. */
public final class Generation implements Request, MessageVisitor {
    private static final int NFT_MSG_GETGEN = 16;
    private static final int NFTA_GEN_ID = 1;

    private int number;

    private Generation() {}

    /** Returns the number of the last change of any table. */
    public static int of(NetlinkSocket socket) throws IOException {
        Generation generation = new Generation();
        socket.get(generation, generation);
        return generation.number;
    }

    @Override
    public void message(MessageReader message) throws MalformedMessageException {
        AttributeReader attributes = message.attributes(Nfnetlink.HEADER_LENGTH);
        while (attributes.next()) {
            if (attributes.type() == NFTA_GEN_ID) {
                number = attributes.be32();
            }
        }
    }

    @Override
    public int type() {
        return Nfnetlink.type(NFNL_SUBSYS_NFTABLES, NFT_MSG_GETGEN);
    }

    @Override
    public int flags() {
        return 0;
    }

    @Override
    public void encode(MessageWriter out) {
        Nfnetlink.header(out, 0, 0);
    }

    @Override
    public String describe() {
        return "list generation";
    }

    @Override
    public int headerLength() {
        return Nfnetlink.HEADER_LENGTH;
    }

    @Override
    public String attributeName(int parent, int attribute) {
        return "attribute " + attribute;
    }
}
