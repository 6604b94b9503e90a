package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.podnet.Branch;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.EnforcingMode;
import io.vethkit.podnet.HostVethName;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** From a request and the addresses it was given to what the pod's attachment is to be. */
final class PodDescriber {
    private static final String FIRST_INTERFACE = "eth0";
    private static final String FURTHER_INTERFACES = "mNicIf";
    private static final String STRICT_PREFIX = "vlan";

    private final CniRequest request;
    private final NetConf conf;
    private final PreparedNode node;
    private final int mtu;

    /**
     * A describer of pods on {@code node}.
     *
     * @throws CniException code 7 if the configured MTU is above the node's
     */
    PodDescriber(CniRequest request, NetConf conf, PreparedNode node) {
        this.request = request;
        this.conf = conf;
        this.node = node;
        this.mtu = mtu(conf.mtu());
    }

    private int mtu(@Nullable Integer configured) {
        if (configured != null && conf.node() != null && configured > node.mtu()) {
            throw CniException.invalidConfig(
                    "mtu: " + configured + " is above " + node.mtu() + ", the MTU of the ENIs");
        }
        return configured == null ? node.mtu() : configured;
    }

    /** Describes a pod with addresses of the node's ENIs, an interface for each lease. */
    PodAttachment onEnis(List<AddressSource.Lease> leases) {
        List<PodInterface> interfaces = new ArrayList<>();
        String prefix = conf.settings().vethPrefix();
        for (AddressSource.Lease lease : leases) {
            EniConf eni = lease.eni();
            int table =
                    eni == null
                            ? Datapath.table(0, 0)
                            : node.tableFor(Datapath.table(eni.networkCard(), eni.deviceNumber()));
            interfaces.add(podInterface(interfaces.size(), prefix, lease.addresses(), table));
        }
        return new PodAttachment(interfaces, null);
    }

    /** Describes a pod with an ENI of its own. */
    PodAttachment onBranch(PodEni eni) {
        String trunk = node.trunk();
        if (trunk == null) {
            throw CniException.invalidConfig("node.enis: none is the trunk of branch ENIs");
        }
        if (node.hostsTables().containsValue(Datapath.branchTable(eni.vlanId()))) {
            throw CniException.invalidConfig(
                    PodEni.ANNOTATION
                            + ": VLAN "
                            + eni.vlanId()
                            + " would have table "
                            + Datapath.branchTable(eni.vlanId())
                            + ", by which the host routes an ENI");
        }
        EnforcingMode mode = conf.enforcingMode();
        String prefix = mode == EnforcingMode.STRICT ? STRICT_PREFIX : conf.settings().vethPrefix();
        List<IpAddress> addresses = eni.addresses();
        int table = Datapath.branchTable(eni.vlanId());
        PodInterface only = podInterface(0, prefix, addresses, table);
        return new PodAttachment(
                List.of(only), new Branch(eni.vlanId(), eni.mac(), trunk, eni.gateways(), mode));
    }

    private PodInterface podInterface(
            int index, String prefix, List<IpAddress> addresses, int table) {
        MacAddress requested = index == 0 ? conf.requestedMac() : null;
        return new PodInterface(
                index == 0 ? request.attachment().ifName() : FURTHER_INTERFACES + index,
                hostVeth(prefix, index),
                MacAddress.random(),
                requested == null ? MacAddress.random() : requested,
                addresses,
                index,
                table,
                mtu);
    }

    private String hostVeth(String prefix, int index) {
        String suffix = index == 0 ? "" : "." + index;
        String namespace = request.args().podNamespace();
        String pod = request.args().podName();
        Attachment attachment = request.attachment();
        if (namespace == null
                || pod == null
                || pod.isEmpty()
                || !attachment.ifName().equals(FIRST_INTERFACE)) {
            return HostVethName.ofAttachment(
                    prefix, attachment.containerId(), attachment.ifName() + suffix);
        }
        return HostVethName.ofPod(prefix, namespace, pod + suffix);
    }
}
