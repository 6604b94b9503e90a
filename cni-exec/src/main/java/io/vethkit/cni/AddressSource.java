package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;

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

    /** Takes an address for the attachment of {@code request}. */
    Lease add(CniRequest request) throws IOException;

    /** Gives back what the attachment of {@code request} has; that it has nothing is no error. */
    void delete(CniRequest request) throws IOException;

    /** Fails if the attachment of {@code request} does not have {@code address} any more. */
    void check(CniRequest request, IpAddress address) throws IOException;

    /** Gives back what belongs to attachments that are not in {@code owners}. */
    void collect(CniRequest request, List<Attachment> owners) throws IOException;

    /** Fails if no address could be taken now. */
    void status(CniRequest request) throws IOException;
}
