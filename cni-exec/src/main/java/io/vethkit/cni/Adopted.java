package io.vethkit.cni;

import static io.vethkit.netlink.route.RtNetlink.RTPROT_UNSPEC;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Rule;
import io.vethkit.podnet.Branch;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.EnforcingMode;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;
import io.vethkit.podnet.PodNetwork;
import io.vethkit.routing.Desired;
import io.vethkit.routing.DesiredRule;
import io.vethkit.routing.DesiredSysctl;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An attachment that is on no record, since Amazon's plugin made it. What describes it comes from
 * the result that the runtime kept, and, where that is silent, from the kernel.
 *
 * <p>A host's end is the attachment's if it is the other end of the link in the pod, and an address
 * if no route leads to it by another link. What is a later pod's, of the same name or VLAN, has
 * another MAC address than its description here, and so stays.
 */
final class Adopted {
    private static final int SOME_MTU = 9001;
    private static final String STRICT_PREFIX = "vlan";
    private static final String NO_TRUNK = "trunk";

    private final AwsAttachment told;
    private final NamespaceHandle host;
    private final @Nullable NamespaceHandle pod;
    private final String alias;
    private final HostRouting routing;
    private final List<String> ownVeths = new ArrayList<>();
    private final List<String> othersVeths = new ArrayList<>();
    private final List<IpAddress> othersAddresses;
    private final List<IpAddress> ownAddresses = new ArrayList<>();
    private final List<PodInterface> interfaces = new ArrayList<>();
    private final @Nullable Branch branch;
    private final boolean isVlanOthers;

    /**
     * Reads what is needed of the kernel.
     *
     * @param pod the pod's namespace, or null if it is gone
     * @param alias what links of the attachment say if they are ours after all
     * @param others addresses of the result that are another pod's by now
     */
    Adopted(
            AwsAttachment told,
            NamespaceHandle host,
            @Nullable NamespaceHandle pod,
            String alias,
            List<IpAddress> others)
            throws IOException {
        this.told = told;
        this.host = host;
        this.pod = pod;
        this.alias = alias;
        this.othersAddresses = others;
        this.routing = new HostRouting(host);
        for (AwsAttachment.Interface each : told.interfaces()) {
            interfaces.add(read(each));
        }
        Integer vlanId = told.vlanId();
        Link vlan = vlanId == null ? null : host.links().find(Branch.link(vlanId));
        isVlanOthers = vlanId != null && vlan != null && isOthers(vlan, vlanId);
        branch = vlanId == null ? null : branch(vlanId, isVlanOthers ? null : vlan);
    }

    private PodInterface read(AwsAttachment.Interface each) throws IOException {
        Link outside = host.links().find(each.hostVeth());
        Link inside = pod == null ? null : pod.links().find(each.ifName());
        boolean isOwn = outside != null && isOwn(outside, inside);
        if (outside != null) {
            (isOwn ? ownVeths : othersVeths).add(each.hostVeth());
        }
        Link own = isOwn ? outside : null;
        Integer vlanId = told.vlanId();
        return new PodInterface(
                each.ifName(),
                each.hostVeth(),
                mac(own),
                mac(inside),
                addresses(each.addresses(), own),
                interfaces.size(),
                vlanId == null ? table(each) : Datapath.branchTable(vlanId),
                own == null || own.mtu() == null ? SOME_MTU : own.mtu());
    }

    private boolean isOwn(Link outside, @Nullable Link inside) {
        Integer index = outside.index();
        return alias.equals(outside.alias())
                || (inside != null
                        && index != null
                        && index.equals(inside.parent())
                        && inside.index() != null
                        && inside.index().equals(outside.parent()));
    }

    private static MacAddress mac(@Nullable Link link) {
        MacAddress mac = link == null ? null : link.mac();
        return mac == null ? MacAddress.random() : mac;
    }

    /** Returns one address of each family, after noting which of all are still the pod's. */
    private List<IpAddress> addresses(List<IpAddress> inResult, @Nullable Link veth) {
        Integer index = veth == null ? null : veth.index();
        List<IpAddress> all =
                inResult.isEmpty() && index != null ? routing.addressesBehind(index) : inResult;
        List<IpAddress> chosen = new ArrayList<>();
        for (IpAddress address : all) {
            Integer device = routing.deviceTo(address);
            boolean isFree = !othersAddresses.contains(address);
            if (isFree && (device == null || device.equals(index))) {
                ownAddresses.add(address);
            }
            if (chosen.isEmpty()
                    || (chosen.size() == 1 && chosen.get(0).isV6() != address.isV6())) {
                chosen.add(address);
            }
        }
        return chosen.isEmpty() ? List.of(IpAddress.ANY_V4) : chosen; // nobody has it
    }

    private int table(AwsAttachment.Interface each) {
        Integer inResult = each.table();
        if (inResult != null) {
            return inResult;
        }
        for (Rule rule : routing.rules()) {
            if (isFromOwn(rule)) {
                return rule.table();
            }
        }
        return RT_TABLE_MAIN;
    }

    private Branch branch(int vlanId, @Nullable Link vlan) throws IOException {
        Integer under = vlan == null ? null : vlan.parent();
        Link trunk = under == null ? null : host.links().find(under);
        boolean isStrict = interfaces.get(0).hostVeth().startsWith(STRICT_PREFIX);
        return new Branch(
                vlanId,
                mac(vlan),
                trunk == null ? NO_TRUNK : trunk.name(),
                told.gateways(),
                isStrict ? EnforcingMode.STRICT : EnforcingMode.STANDARD);
    }

    /** Tells whether a pod that is not this one uses the VLAN. */
    private boolean isOthers(Link vlan, int vlanId) throws IOException {
        String owner = vlan.alias();
        if (owner != null && owner.startsWith(Datapath.ALIAS_PREFIX)) {
            return !owner.equals(alias);
        }
        for (Rule rule : routing.rules()) {
            if (rule.table() == Datapath.branchTable(vlanId) && isOfOther(rule, vlan.name())) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfOther(Rule rule, String vlan) throws IOException {
        String iif = rule.iif();
        if (iif != null) {
            return !iif.equals(vlan) && !ownVeths.contains(iif) && host.links().find(iif) != null;
        }
        return rule.from() != null
                && !ownAddresses.contains(rule.from().address())
                && routing.leadsTo(rule.from().address());
    }

    /** Describes it as Amazon's plugin makes it. */
    DesiredState describe() {
        PodAttachment attachment = new PodAttachment(interfaces, branch);
        DesiredState described = PodNetwork.describe(attachment, null);
        List<Desired> objects = new ArrayList<>();
        for (Desired object : described.host().objects()) {
            if (object instanceof DesiredRule rule) {
                objects.add(new DesiredRule(rule.rule().protocol(RTPROT_UNSPEC)));
            } else if (!isDadSetting(object)) {
                objects.add(object);
            }
        }
        return new DesiredState(new NamespaceState(objects), described.pod(), null);
    }

    /** Amazon's pods wait until nobody else has their host's link-local address. */
    private static boolean isDadSetting(Desired object) {
        return object instanceof DesiredSysctl sysctl && sysctl.key().endsWith("/accept_dad");
    }

    /** Describes what of it is to go: also rules to other tables, but nothing of later pods. */
    DesiredState describeRemoval() {
        List<Desired> objects = new ArrayList<>();
        for (Desired object : describe().host().objects()) {
            if (!(object instanceof DesiredRule rule) || isOwn(rule.rule())) {
                objects.add(object);
            }
        }
        for (Rule rule :
                routing.rules()) { // those that name a protocol go before those that do not
            DesiredRule present = new DesiredRule(rule);
            if (isOwn(rule) && !objects.contains(present)) {
                objects.add(present);
            }
        }
        return new DesiredState(new NamespaceState(objects), null, null);
    }

    private boolean isOwn(Rule rule) {
        Integer priority = rule.priority();
        if (priority == null) {
            return false;
        }
        String iif = rule.iif();
        if (priority == Datapath.IIF_PRIORITY && iif != null) {
            return isOfVeth(iif)
                    || (branch != null && !isVlanOthers && rule.table() == branch.table());
        }
        return (priority == Datapath.TO_POD_PRIORITY
                        && rule.to() != null
                        && rule.to().isHost()
                        && ownAddresses.contains(rule.to().address()))
                || isFromOwn(rule);
    }

    private boolean isOfVeth(String iif) {
        if (othersVeths.contains(iif)) {
            return false;
        }
        for (PodInterface each : interfaces) {
            if (each.hostVeth().equals(iif)) {
                return true;
            }
        }
        return false;
    }

    private boolean isFromOwn(Rule rule) {
        Integer priority = rule.priority();
        return priority != null
                && priority == Datapath.FROM_POD_PRIORITY
                && rule.from() != null
                && rule.from().isHost()
                && ownAddresses.contains(rule.from().address());
    }

    /** Returns what the description cannot say: which host's ends are another pod's. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (String veth : othersVeths) {
            findings.add("link " + veth + " is not the other end of the pod's");
        }
        return findings;
    }

    /** Returns the addresses of the pod that are no other pod's by now. */
    List<IpAddress> addresses() {
        return ownAddresses;
    }
}
