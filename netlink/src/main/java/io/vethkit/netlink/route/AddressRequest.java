package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

/** A change to an address. */
final class AddressRequest implements Request {
    private final int type;
    private final int flags;
    private final String verb;
    private final Address address;

    AddressRequest(int type, int flags, String verb, Address address) {
        this.type = type;
        this.flags = flags;
        this.verb = verb;
        this.address = address;
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public void encode(MessageWriter out) {
        AddressCodec.encode(address, out);
    }

    @Override
    public String describe() {
        return verb + " address " + address;
    }

    @Override
    public int headerLength() {
        return AddressCodec.HEADER;
    }

    @Override
    public String attributeName(int parent, int attribute) {
        return IfAddr.addressAttribute(attribute);
    }
}
