package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;

/** A change to an address. */
final class AddressRequest extends EntryRequest {
    private final Address address;

    AddressRequest(int type, int flags, String verb, Address address) {
        super(type, flags, verb, "address", address);
        this.address = address;
    }

    @Override
    public void encode(MessageWriter out) {
        AddressCodec.encode(address, out);
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
