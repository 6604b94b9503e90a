package io.vethkit.it.takeover;

/**
 * A branch ENI of a pod.
 *
 * @param trunk the link of the trunk ENI
 */
record AmazonBranch(int vlan, String mac, String gateway, String trunk, boolean strict) {
    String link() {
        return "vlan.eth." + vlan;
    }

    int table() {
        return vlan + 100;
    }
}
