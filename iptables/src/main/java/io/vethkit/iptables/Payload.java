package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.NFPROTO_IPV4;
import static io.vethkit.iptables.NfTables.NFPROTO_IPV6;
import static io.vethkit.iptables.NfTables.NFT_PAYLOAD_NETWORK_HEADER;
import static io.vethkit.iptables.NfTables.NFT_PAYLOAD_TRANSPORT_HEADER;

/** A field of a packet's headers. */
public enum Payload implements Selector {
    IP_PROTOCOL("ip protocol", DataType.INET_PROTO, NFPROTO_IPV4, 0, 9),
    IP_SADDR("ip saddr", DataType.IPV4_ADDR, NFPROTO_IPV4, 0, 12),
    IP_DADDR("ip daddr", DataType.IPV4_ADDR, NFPROTO_IPV4, 0, 16),
    IP6_SADDR("ip6 saddr", DataType.IPV6_ADDR, NFPROTO_IPV6, 0, 8),
    IP6_DADDR("ip6 daddr", DataType.IPV6_ADDR, NFPROTO_IPV6, 0, 24),
    TCP_SPORT("tcp sport", DataType.INET_SERVICE, 0, Payload.TCP, 0),
    TCP_DPORT("tcp dport", DataType.INET_SERVICE, 0, Payload.TCP, 2),
    UDP_SPORT("udp sport", DataType.INET_SERVICE, 0, Payload.UDP, 0),
    UDP_DPORT("udp dport", DataType.INET_SERVICE, 0, Payload.UDP, 2);

    static final int TCP = 6; // IPPROTO_TCP
    static final int UDP = 17; // IPPROTO_UDP

    private final String text;
    private final DataType type;

    /** The family of the network header it is of, or 0. */
    final int network;

    /** The protocol of the transport header it is of, or 0. */
    final int transport;

    final int offset;

    Payload(String text, DataType type, int network, int transport, int offset) {
        this.text = text;
        this.type = type;
        this.network = network;
        this.transport = transport;
        this.offset = offset;
    }

    /** Returns which header: {@code enum nft_payload_bases}. */
    int base() {
        return network != 0 ? NFT_PAYLOAD_NETWORK_HEADER : NFT_PAYLOAD_TRANSPORT_HEADER;
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
