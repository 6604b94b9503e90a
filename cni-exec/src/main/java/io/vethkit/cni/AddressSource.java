package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** Where pods' addresses come from: a delegate, or the built-in allocator. */
interface AddressSource {
    /**
     * An address that was given out.
     *
     * @param dns what came with it
     */
    record Lease(IpAddress address, Dns dns) {}

    /** Fails if there is nobody to ask. */
    void require(CniRequest request);

    /**
     * Takes an address for the attachment of {@code request}.
     *
     * @param nodeAddress the node's own, which no pod may get, or null if unknown
     */
    Lease add(CniRequest request, @Nullable IpAddress nodeAddress) throws IOException;

    /** Fails if the attachment of {@code request} does not have {@code address} any more. */
    void check(CniRequest request, IpAddress address) throws IOException;

    /** Gives back what belongs to attachments that are not in {@code owners}. */
    void collect(CniRequest request, List<Attachment> owners) throws IOException;

    /** Fails if no address could be taken now. */
    void status(CniRequest request) throws IOException;
}
