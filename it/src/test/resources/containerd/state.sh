#!/bin/bash
# What a node holds that a pod could leave behind, one fact a line: links, addresses, neighbours,
# routes, rules, packet filters, files, mounts, processes without a parent, control groups.
#
#   state.sh CGROUP
set -euo pipefail

json() {
    local kind=$1
    shift
    "$@" | jq -rc --arg kind "$kind" '.[] | "\($kind) \(.)"'
}

json link ip -j -d link show
json address ip -j address show
json neighbour ip -j neighbour show nud permanent
for family in -4 -6; do
    json route ip -j $family route show table all
    json rule ip -j $family rule show
done
nft -j list ruleset |
    jq -rc '.nftables[] | del(.. | .handle?, .packets?, .bytes?) | "nft \(.)"'
# Writes to /etc, /opt and /var/lib lie under /run/overlay. The runtime keeps images and folders.
find /run /etc/cni /opt/cni /var/lib/cni \
    -path /run/containerd/root -prune -o -path '/run/overlay/*/work' -prune -o \
    -path '/run/containerd*' -type d -o -printf 'file %p\n'
awk '{ print "mount " $5 }' /proc/self/mountinfo
find /sys/fs/cgroup -type d -path "*/$1/*" -printf 'cgroup %p\n'
(ps --ppid 1 -o stat=,comm= || true) | sed 's/^/process /'
