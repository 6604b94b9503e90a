package io.vethkit.cni;

import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.EnforcingMode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The network configuration as this plugin understands it.
 *
 * <p>For ADD, CHECK and STATUS all of it is checked. DEL and GC clean up by what is on record; for
 * them the components they can do without ({@link #node}, ranges, {@link #mtu}, {@link
 * #prevResult}, …) are absent, so that a mistake made in the configuration after the ADD does not
 * keep a pod from going away.
 *
 * @param prevResult what the plugins before this one made, or, for CHECK and DEL, the whole chain;
 *     for DEL null if it is damaged
 * @param ipam null: nobody gives out addresses
 * @param validAttachments what GC has to keep; empty for other verbs
 * @param mtu of pods' interfaces; null: that of the ENI
 * @param requestedIps addresses asked for; one without a length is a host
 * @param podEni the branch ENI of the pod that is added or checked, or null
 * @param multiNic whether that pod gets an interface on each network card
 * @param awsResult whether results have the shape of Amazon's
 */
public record NetConf(
        CniVersion version,
        String name,
        @Nullable CniResult prevResult,
        @Nullable IpamConf ipam,
        Dns dns,
        RuntimeConfig runtimeConfig,
        List<Attachment> validAttachments,
        PluginSettings settings,
        @Nullable Integer mtu,
        List<Prefix> requestedIps,
        @Nullable MacAddress requestedMac,
        @Nullable NodeConf node,
        EnforcingMode enforcingMode,
        @Nullable PodEni podEni,
        boolean multiNic,
        boolean awsResult) {
    /** Copies the lists. */
    public NetConf {
        validAttachments = List.copyOf(validAttachments);
        requestedIps = List.copyOf(requestedIps);
    }

    /** Tells whether pods have IPv4 addresses. */
    public boolean ipv4() {
        return node == null || node.ipv4();
    }

    /** Tells whether pods have IPv6 addresses. */
    public boolean ipv6() {
        return node != null && node.ipv6();
    }

    /**
     * Reads the configuration of a call.
     *
     * @throws CniException code 7, or 2 for what is right but not supported
     */
    public static NetConf of(CniRequest request) {
        return new NetConfReader(request).read();
    }
}
