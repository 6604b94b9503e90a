package io.vethkit.it.iptables;

/** Rules like those of kube-proxy, as {@code iptables-restore} reads them. */
final class KubeProxy {
    private KubeProxy() {}

    /** Returns those of {@code services} services, of about ten rules each, with counts. */
    static String rules(int services) {
        StringBuilder nat = new StringBuilder("*nat\n");
        StringBuilder rules = new StringBuilder();
        for (String chain : new String[] {"PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"}) {
            nat.append(":").append(chain).append(" ACCEPT [0:0]\n");
        }
        String[] chains = {"KUBE-SERVICES", "KUBE-POSTROUTING", "KUBE-MARK-MASQ", "KUBE-NODEPORTS"};
        for (String chain : chains) {
            nat.append(":").append(chain).append(" - [0:0]\n");
        }
        rules.append(
                """
                [7:420] -A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
                [5:300] -A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
                [3:180] -A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
                [0:0] -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
                [1:60] -A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
                [1:60] -A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
                [1:60] -A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
                """);
        for (int i = 0; i < services; i++) {
            String svc = "KUBE-SVC-" + name(i);
            String sep = "KUBE-SEP-" + name(i);
            String ip = "10.96." + i / 250 + "." + (i % 250 + 1);
            String pod = "10.0." + i / 250 + "." + (i % 250 + 1);
            String comment = "-m comment --comment \"default/web-" + i + ":http";
            nat.append(":").append(svc).append(" - [0:0]\n:").append(sep).append(" - [0:0]\n");
            rules.append(
                    """
                    [%d:%d] -A KUBE-SERVICES -d %s/32 -p tcp %s cluster IP" -m tcp --dport 80 -j %s
                    [0:0] -A %s ! -s 10.0.0.0/16 -d %s/32 -p tcp %s cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ
                    [2:120] -A %s %s -> %s:8080" -m statistic --mode random --probability 0.50000000000 -j %s
                    [0:0] -A %s %s -> %s:8080" -j %s
                    [0:0] -A %s -s %s/32 %s" -j KUBE-MARK-MASQ
                    [4:240] -A %s -p tcp %s" -m tcp -j DNAT --to-destination %s:8080
                    """
                            .formatted(
                                    i, 60 * i, ip, comment, svc, svc, ip, comment, svc, comment,
                                    pod, sep, svc, comment, pod, sep, sep, pod, comment, sep,
                                    comment, pod));
        }
        return nat.append(rules).append("COMMIT\n") + filter();
    }

    private static String filter() {
        return """
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :KUBE-FIREWALL - [0:0]
        :KUBE-FORWARD - [0:0]
        :KUBE-SERVICES - [0:0]
        [9:900] -A INPUT -j KUBE-FIREWALL
        [1:40] -A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
        [0:0] -A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -g KUBE-SERVICES
        [0:0] -A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
        [0:0] -A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
        [0:0] -A KUBE-SERVICES -d 10.96.9.9/32 -p tcp -m comment --comment "default/none has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable
        [0:0] -A KUBE-FIREWALL -p tcp -m limit --limit 1/sec -m multiport --dports 80,443
        COMMIT
        """;
    }

    private static String name(int i) {
        return "ABCDEFGHIJK" + String.format("%05d", i);
    }
}
