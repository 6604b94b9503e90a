#!/bin/bash
# Makes a node a VPC's, and installs Vethkit on it.
#
#   vethkit.sh JAVA PROJECT
set -eu
java=$1 project=$2

ip link add eth1 type veth peer name eth1 netns outside
ip link set eth1 up
nsenter --net=/run/netns/outside sh -e <<'END'
ip link set lo up
ip address add 10.0.1.1/24 dev eth1
ip address add 198.51.100.1/32 dev lo
ip link set eth1 up
ip route add 10.0.0.64/26 via 10.0.0.10
ip route add 10.0.1.64/26 via 10.0.1.10
sysctl -q -w net.ipv4.ip_forward=1
nft -f - <<'RULES'
table ip internet {
    chain input {
        type filter hook input priority 0
        ip daddr 198.51.100.1 ip saddr != 10.0.0.10 drop
    }
}
RULES
END

# As ./vethkit does, which would build first, and not see that Maven has just done so.
"$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
    "-Dvethkit.modules=$project/cli/target/lib" \
    -jar "$project/cli/target/vethkit-cli.jar" install \
    --bin-dir /opt/cni/bin --conf-dir /etc/cni/net.d --state-dir /var/lib/vethkit
conflist=$(echo /etc/cni/net.d/*)
jq -f "$(dirname "$0")/vethkit.jq" "$conflist" >/run/vethkit.conflist
mv /run/vethkit.conflist "$conflist"
