package io.vethkit.cli.demo;

import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The names of all nftables tables of a namespace: {@code nft list tables}. */
final class NftTables {
    private static final int GET_TABLE = 10 << 8 | 1; // NFNL_SUBSYS_NFTABLES, NFT_MSG_GETTABLE
    private static final int NFGENMSG_LENGTH = 4;
    private static final int NFTA_TABLE_NAME = 1; // linux/netfilter/nf_tables.h

    private NftTables() {}

    static List<String> list(NetworkNamespace namespace) throws IOException {
        Names names = new Names();
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER, namespace)) {
            socket.dump(new Listing(), names);
        }
        return names.list;
    }

    private static final class Names implements MessageVisitor {
        final List<String> list = new ArrayList<>();

        @Override
        public void start() {
            list.clear();
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            AttributeReader attributes = message.attributes(NFGENMSG_LENGTH);
            while (attributes.next()) {
                if (attributes.type() == NFTA_TABLE_NAME) {
                    list.add(attributes.string());
                }
            }
        }
    }

    private record Listing() implements Request {
        @Override
        public int type() {
            return GET_TABLE;
        }

        @Override
        public int flags() {
            return 0;
        }

        @Override
        public void encode(MessageWriter out) {
            out.u32(0); // struct nfgenmsg: all families
        }

        @Override
        public String describe() {
            return "list nftables tables";
        }

        @Override
        public int headerLength() {
            return NFGENMSG_LENGTH;
        }

        @Override
        public String attributeName(int parent, int type) {
            return "NFTA_TABLE_" + type;
        }
    }
}
