package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;

import java.util.ArrayList;
import java.util.List;

/** The result of an ADD: what was attached, in the protocol's words. */
final class AddResult {
    private final List<CniInterface> interfaces = new ArrayList<>();
    private final List<CniIp> ips = new ArrayList<>();
    private final List<CniRoute> routes = new ArrayList<>();

    private AddResult() {}

    static CniResult of(PodAttachment pod, String netns, Dns dns) {
        AddResult result = new AddResult();
        for (PodInterface each : pod.interfaces()) {
            result.add(each, netns);
        }
        return new CniResult(result.interfaces, result.ips, result.routes, dns);
    }

    private void add(PodInterface pod, String netns) {
        interfaces.add(CniInterface.onHost(pod.hostVeth(), pod.hostMac().toString(), pod.mtu()));
        int inside = interfaces.size();
        interfaces.add(
                CniInterface.inSandbox(pod.ifName(), pod.podMac().toString(), pod.mtu(), netns));
        for (IpAddress address : pod.addresses()) {
            IpAddress gateway = Datapath.podGateway(address.isV6(), pod.index());
            ips.add(new CniIp(Prefix.host(address), gateway, inside));
            if (pod.index() == 0) {
                IpAddress any = address.isV6() ? IpAddress.ANY_V6 : IpAddress.ANY_V4;
                routes.add(CniRoute.to(new Prefix(any, 0), gateway));
            }
        }
    }
}
