package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** A node whose configuration changes: what an option made goes when the option goes. */
@ExtendWith(ThrowawayNetns.class)
class NodeChangesIT {
    private static final List<String> SYSCTLS =
            List.of(
                    "net.ipv4.ip_forward",
                    "net.ipv4.conf.eth0.rp_filter",
                    "net.ipv4.conf.eth1.rp_filter",
                    "net.ipv4.tcp_early_demux",
                    "net.ipv6.conf.all.forwarding",
                    "net.ipv6.conf.all.disable_ipv6",
                    "net.ipv6.conf.eth0.accept_ra");
    private static final String ENI =
            ",\"enis\":[{\"deviceNumber\":1,\"name\":\"eth1\",\"address\":\"10.0.1.4/24\"}]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"externalSnat\":true",
                "\"externalSnat\":true,\"nodePortSupport\":false",
                "\"nodePortSupport\":false",
                "\"connmark\":\"0x100\"",
                "\"randomizeSnat\":\"none\"",
                "\"excludeSnatCidrs\":[\"192.0.2.0/24\"]",
                "\"externalServiceCidrs\":[\"172.20.0.0/16\",\"172.21.0.0/16\"]",
                "\"eniMtu\":1500",
                "\"egress\":true",
                "\"disableTcpEarlyDemux\":true",
                "\"podEni\":true,\"enis\":[{\"deviceNumber\":1,\"name\":\"eth1\",\"trunk\":true,"
                        + "\"address\":\"10.0.1.4/24\"}]",
                "\"enis\":[{\"deviceNumber\":1,\"name\":\"eth1\",\"address\":\"10.0.1.4/24\"}]",
                "\"enis\":[{\"networkCard\":1,\"deviceNumber\":2,\"name\":\"eth1\","
                        + "\"address\":\"10.0.1.4/24\"}]",
            })
    void takesBackWhatAnOptionMade(String option) throws IOException {
        try (CniNode node = node()) {
            String base = ",\"node\":{\"addresses\":[\"10.0.0.16/28\"]}";
            node.extra = base;
            node.add("c1", node.newPod());
            List<String> before = state();

            node.extra = base.replace("]}", "]," + option + "}");
            node.add("c2", node.newPod());
            List<String> changed = state();
            node.delete("c2", node.path(1));
            node.extra = base;
            node.add("c2", node.path(1));
            node.delete("c2", node.path(1));

            assertEquals(before, state());
            assertNotEquals(before, changed, "the option changed nothing");
        }
    }

    @Test
    void takesBackAVethPrefix() throws IOException {
        try (CniNode node = node()) {
            node.ipam = CniNode.RANGES;
            node.extra = ",\"node\":{}";
            node.add("c1", node.newPod());
            List<String> before = state();

            node.extra = ",\"node\":{},\"vethPrefix\":\"pod\"";
            node.add("c2", node.newPod());
            String renamed = Tool.nft("list", "ruleset");
            node.delete("c2", node.path(1));
            node.extra = ",\"node\":{}";
            node.add("c2", node.path(1));
            node.delete("c2", node.path(1));

            assertEquals(before, state());
            assertEquals(0, renamed.split("eni\\*").length - 1, renamed);
        }
    }

    @Test
    void leavesTheNodeAsItFoundItWhenTheConfigurationDoes() throws IOException {
        try (CniNode node = node()) {
            node.ipam = CniNode.RANGES;
            node.extra = "";
            node.add("c1", node.newPod());
            List<String> before = state();

            node.extra = ",\"node\":{\"eniMtu\":1500,\"egress\":true" + ENI + "}";
            node.add("c2", node.newPod());
            node.delete("c2", node.path(1));
            node.extra = "";
            node.add("c2", node.path(1));
            node.delete("c2", node.path(1));

            assertEquals(before, state());
        }
    }

    @Test
    void leavesAnEniTheAddressThatItHadBefore() throws IOException {
        try (CniNode node = node()) {
            Tool.ip("address", "add", "10.0.1.4/24", "dev", "eth1");
            node.ipam = CniNode.RANGES;
            node.extra = "";
            node.add("c1", node.newPod());
            List<String> before = state();

            node.extra = ",\"node\":{" + ENI.substring(1) + "}";
            node.add("c2", node.newPod());
            String changed = Tool.ip("route", "show", "table", "main");
            node.delete("c2", node.path(1));
            node.extra = "";
            node.add("c2", node.path(1));
            node.delete("c2", node.path(1));

            assertEquals(before, state());
            assertFalse(changed.contains("dev eth1"), changed);
        }
    }

    @Test
    void setsUpAgainWhatAConfigurationBetweenChanged() throws IOException {
        try (CniNode node = node()) {
            String first = ",\"node\":{\"addresses\":[\"10.0.0.16/28\"]}";
            node.extra = first;
            node.add("c1", node.newPod());
            List<String> before = state();
            node.extra = first.replace("]}", "],\"connmark\":\"0x100\"}");
            node.add("c2", node.newPod());
            Files.writeString(node.stateDir.resolve("node/net"), "killed before it was written");

            node.extra = first;
            node.add("c3", node.newPod());
            node.delete("c3", node.path(2));
            node.delete("c2", node.path(1));

            assertEquals(before, state());
        }
    }

    @Test
    void completesAChangeThatWasInterrupted() throws IOException {
        try (CniNode node = node()) {
            String base = ",\"node\":{\"addresses\":[\"10.0.0.16/28\"]}";
            node.extra = base;
            node.add("c1", node.newPod());
            List<String> before = state();
            Tool.ip("link", "set", "eth1", "mtu", "1400"); // refuses IPv6 and so the change
            String wrong = "\"externalServiceCidrs\":[\"172.20.0.0/16\"],\"eniMtu\":70000";

            node.extra = base.replace("]}", "]," + wrong.replace("70000", "65535") + ENI + "}");
            assertEquals(1, node.call("ADD", "c2", node.newPod(), "").status());
            node.extra = base;
            node.add("c3", node.newPod());
            node.delete("c3", node.path(2));
            Tool.ip("link", "set", "eth1", "mtu", "9001");

            assertEquals(before, state());
        }
    }

    @Test
    void takesBackIpv6() throws IOException {
        try (CniNode node = node()) {
            String base = ",\"node\":{\"addresses\":[\"10.0.0.16/28\"]}";
            node.extra = base;
            node.add("c1", node.newPod());
            List<String> before = state();

            node.extra =
                    base.replace(
                            "]}",
                            ",\"2001:db8::/80\"],\"ipFamilies\":[\"IPv4\",\"IPv6\"],"
                                    + "\"primaryIpv6Address\":\"2001:db8:0:0:1::4/64\"}");
            node.add("c2", node.newPod());
            List<String> changed = state();
            node.delete("c2", node.path(1));
            node.extra = base;
            node.add("c2", node.path(1));
            node.delete("c2", node.path(1));

            assertEquals(before, state());
            assertNotEquals(before, changed);
        }
    }

    private static CniNode node() throws IOException {
        CniNode node = CniNode.withSecondaryEni();
        Tool.ip("link", "set", "eth1", "up");
        return node;
    }

    /** Returns what the tools and the sysctls say, but for handles, which only count. */
    private static List<String> state() throws IOException {
        List<String> state = new ArrayList<>();
        for (String part : NetworkSnapshot.take().parts()) {
            state.add(part.replaceAll("\"(handle|packets|bytes)\": [0-9]+", ""));
        }
        for (String sysctl : SYSCTLS) {
            state.add(Tool.run("sysctl", sysctl));
        }
        return state;
    }
}
