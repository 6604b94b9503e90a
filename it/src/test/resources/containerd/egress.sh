#!/bin/bash
# Gives a node that vethkit.sh made an IPv6 address, and its pods IPv6 egress by it.
#
#   egress.sh
set -eu
sysctl -q -w net.ipv6.conf.all.forwarding=1
ip address add 2001:db8::10/64 dev eth0 nodad
nsenter --net=/run/netns/outside sh -e <<'END'
ip address add 2001:db8::1/64 dev eth0 nodad
ip address add 2001:db8:ffff::1/128 dev lo nodad
END
ip -6 route add default via 2001:db8::1

conflist=$(echo /etc/cni/net.d/*)
jq '.plugins[0].node.egress = true
    | .plugins |= [.[0], {
        type: "vethkit-egress",
        enabled: "true",
        mtu: "1500",
        nodeIP: "2001:db8::10",
        randomizeSNAT: "prng",
        stateDir: .[0].stateDir,
        ipam: {type: "vethkit"}
    }, .[1:][]]' "$conflist" >/run/egress.conflist
mv /run/egress.conflist "$conflist"
