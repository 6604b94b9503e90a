package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.NFT_CT_MARK;
import static io.vethkit.iptables.NfTables.NFT_CT_STATE;

/** What connection tracking knows of a packet. */
public enum Ct implements Selector {
    STATE("ct state", DataType.CT_STATE, NFT_CT_STATE),
    MARK("ct mark", DataType.MARK, NFT_CT_MARK);

    private final String text;
    private final DataType type;
    final int key;

    Ct(String text, DataType type, int key) {
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
