package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** Where pods' addresses come from: a delegate, or the built-in allocator. */
interface AddressSource {
    /**
     * Addresses for one interface of a pod that were given out.
     *
     * @param eni whose addresses they are; null: the primary ENI's
     * @param addresses one of each family the node has, IPv4 first
     * @param dns what came with them
     */
    record Lease(@Nullable EniConf eni, List<IpAddress> addresses, Dns dns) {
        /** Copies the list. */
        public Lease {
            addresses = List.copyOf(addresses);
        }
    }

    /** Fails if there is nobody to ask. */
    void require(CniRequest request);

    /**
     * Takes addresses for the attachment of {@code request}: for one interface or, if the pod gets
     * one on each network card, for all of these in the order of the cards. Takes all or nothing.
     *
     * @param nodeAddresses the node's own as far as known, which no pod may get
     */
    List<Lease> add(CniRequest request, List<IpAddress> nodeAddresses) throws IOException;

    /** Fails if the attachment of {@code request} does not have {@code addresses} any more. */
    void check(CniRequest request, List<IpAddress> addresses) throws IOException;

    /** Gives back what belongs to attachments that are not in {@code owners}. */
    void collect(CniRequest request, List<Attachment> owners) throws IOException;

    /** Fails if no address could be taken now. */
    void status(CniRequest request) throws IOException;
}
