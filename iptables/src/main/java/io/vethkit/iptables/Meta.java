package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.NFT_META_IIFNAME;
import static io.vethkit.iptables.NfTables.NFT_META_L4PROTO;
import static io.vethkit.iptables.NfTables.NFT_META_MARK;
import static io.vethkit.iptables.NfTables.NFT_META_NFPROTO;
import static io.vethkit.iptables.NfTables.NFT_META_OIFNAME;

/** What the kernel knows of a packet beside its headers. */
public enum Meta implements Selector {
    MARK("meta mark", DataType.MARK, NFT_META_MARK),
    IIFNAME("iifname", DataType.IFNAME, NFT_META_IIFNAME),
    OIFNAME("oifname", DataType.IFNAME, NFT_META_OIFNAME),
    NFPROTO("meta nfproto", DataType.NF_PROTO, NFT_META_NFPROTO),
    L4PROTO("meta l4proto", DataType.INET_PROTO, NFT_META_L4PROTO);

    private final String text;
    private final DataType type;
    final int key;

    Meta(String text, DataType type, int key) {
        this.text = text;
        this.type = type;
        this.key = key;
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public String text() {
        return text;
    }
}
