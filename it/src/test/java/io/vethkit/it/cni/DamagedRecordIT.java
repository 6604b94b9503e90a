package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Removing when the record is not what ADD wrote, or the kernel not what the record says. */
@ExtendWith(ThrowawayNetns.class)
class DamagedRecordIT {
    private static final Map<String, String> ON_ETH1 = Map.of("CNI_ARGS", "IP=10.0.1.16");

    @ParameterizedTest
    @ValueSource(strings = {"{", "garbage", "[]", "{\"format\":1}", "{\"format\":2}", "\0\0\0"})
    void deletesByTheMarksInTheKernel(String record) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("other", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            node.call(ON_ETH1, "ADD", "c1", node.newPod(), node.conf("")).success();
            Files.writeString(recordOf(node, "c1"), record);

            node.delete("c1", "");

            unchanged.check();
        }
    }

    @Test
    void deletesByItsReservationIfTheLinkIsGoneToo() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("other", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            node.call(ON_ETH1, "ADD", "c1", node.newPod(), node.conf("")).success();
            Tool.ip("link", "del", DescribedPod.onRecord(node, "c1").hostVeth());
            Files.writeString(recordOf(node, "c1"), "{");

            node.delete("c1", "");

            unchanged.check();
        }
    }

    @Test
    void collectsWhatHasADamagedRecord() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("other", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            node.call(ON_ETH1, "ADD", "c1", node.newPod(), node.conf("")).success();
            Files.writeString(recordOf(node, "c1"), "{");

            node.call(
                            "GC",
                            "",
                            "",
                            ",\"cni.dev/valid-attachments\":"
                                    + "[{\"containerID\":\"other\",\"ifname\":\"eth0\"}]")
                    .success();

            unchanged.check();
        }
    }

    @Test
    void addsWhereADamagedRecordIsAllThatIsLeft() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            node.add("c1", netns);
            node.delete("c1", netns);
            Files.writeString(recordOf(node, "c1"), "{");

            node.add("c1", netns);
            node.delete("c1", netns);

            assertEquals(List.of(), node.stateFiles());
        }
    }

    // a DEL that was killed when it had given back the address, which another pod got then
    @Test
    void leavesTheNextOwnerOfTheAddressAlone() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.call(ON_ETH1, "ADD", "c2", node.newPod(), node.conf("")).success();
            Unchanged unchanged = Unchanged.since(node);
            Files.writeString(recordOf(node, "c1"), "");

            node.delete("c1", "");

            unchanged.check();
        }
    }

    // udev's MACAddressPolicy=persistent does it
    @Test
    void deletesALinkWhoseMacWasChanged() throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            node.add("c1", node.newPod());
            String veth = DescribedPod.onRecord(node, "c1").hostVeth();
            Tool.ip("link", "set", veth, "address", "02:00:00:00:00:99");

            node.delete("c1", "");

            unchanged.check();
        }
    }

    @Test
    void deletesWhenAllInTheKernelIsGone() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("other", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            node.call(ON_ETH1, "ADD", "c1", node.newPod(), node.conf("")).success();
            Tool.ip("link", "del", DescribedPod.onRecord(node, "c1").hostVeth());
            Tool.ip("rule", "del", "to", "10.0.1.16");
            Tool.ip("rule", "del", "from", "10.0.1.16");
            Tool.run("rm", node.stateDir + "/ipam/net/10.0.1.16");

            node.delete("c1", "");

            unchanged.check();
        }
    }

    // the configuration was edited while the pod ran
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"ipam\":{}",
                ",\"ipam\":{\"type\":\"vethkit\"},\"mtu\":1,\"node\":7",
                ",\"ipam\":{\"type\":\"vethkit\",\"ranges\":7},\"vethPrefix\":\"lo\""
            })
    void deletesWhateverTheConfigurationSaysByThen(String members) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            node.add("c1", node.newPod());
            String conf = node.conf("");
            String edited = conf.substring(0, conf.indexOf(",\"ipam\"")) + members + "}";

            assertEquals("", node.call(Map.of(), "DEL", "c1", "", edited).success());

            unchanged.check();
        }
    }

    private static Path recordOf(CniNode node, String id) {
        return node.stateDir.resolve("attachments/net/" + id + ":eth0");
    }
}
