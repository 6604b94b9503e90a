#!/bin/bash
# A node of its own: network, mount and process namespaces that live as long as standard input is
# open. Whoever started it may be killed in any way: the pipe closes, process 1 of the namespace
# ends, the kernel kills everything else in there, and mounts, links and files go with it.
#
#   node.sh CGROUP          prints the node's process id as seen from outside when it is ready
set -eu
cgroup=$1

if [ $# -eq 1 ]; then
    unshare --net --mount --pid --fork --kill-child bash "$0" "$cgroup" inside || true
    # Control groups are the one thing that outlives the namespaces.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        left=$(find /sys/fs/cgroup -depth -type d -path "*/$cgroup*")
        [ -n "$left" ] || exit 0
        xargs rmdir <<<"$left" 2>/dev/null || sleep 0.1
    done
    exit 1
fi

read -r pid _ </proc/self/stat # still the outer /proc
mount -t proc proc /proc
# Copies of others' bind mounts would keep their network namespaces alive.
awk '$5 ~ "^/run/" { print $5 }' /proc/self/mountinfo | tac | xargs -r umount -l
mount -t tmpfs tmpfs /run
for dir in etc opt var/lib; do
    mkdir -p "/run/overlay/$dir/upper" "/run/overlay/$dir/work"
    mount -t overlay -o "lowerdir=/$dir,upperdir=/run/overlay/$dir/upper,workdir=/run/overlay/$dir/work" \
        overlay "/$dir"
done
for dir in /etc/cni /opt/cni /var/lib/cni; do
    mkdir -p "$dir"
    mount -t tmpfs tmpfs "$dir"
done
mkdir /etc/cni/net.d /opt/cni/bin /run/netns
rm -f /etc/resolv.conf # often a link into /run
echo "nameserver 192.0.2.53" >/etc/resolv.conf
ip link set lo up
echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad # addresses are what they will be at once

echo "$pid"
while read -r _; do :; done
