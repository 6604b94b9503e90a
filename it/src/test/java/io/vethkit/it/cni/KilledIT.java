package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.List;

/**
 * The plugin's process, killed by strace at each system call that changes anything, one after the
 * other: before the call happens. What a later DEL leaves is nothing.
 */
@ExtendWith(ThrowawayNetns.class)
class KilledIT {
    @Test
    void leavesNothingWhenAddIsKilledAndDelFollows() throws Exception {
        try (CniNode node = new CniNode()) {
            String netns = nodeThatIsSetUp(node);
            NetworkSnapshot before = NetworkSnapshot.take();
            List<String> files = node.stateFiles();
            KilledPlugin plugin = new KilledPlugin("c1", netns);
            List<KilledPlugin.Moment> moments = plugin.moments("ADD", node.conf(""));
            node.delete("c1", netns);

            for (KilledPlugin.Moment moment : moments) {
                plugin.kill("ADD", node.conf(""), moment);
                node.delete("c1", netns);

                NetworkSnapshot.assertUnchangedSince(before);
                assertEquals(files, node.stateFiles(), moment.toString());
            }
        }
    }

    @Test
    void leavesNothingWhenDelIsKilledAndDelFollows() throws Exception {
        try (CniNode node = new CniNode()) {
            String netns = nodeThatIsSetUp(node);
            NetworkSnapshot before = NetworkSnapshot.take();
            List<String> files = node.stateFiles();
            node.add("c1", netns);
            KilledPlugin plugin = new KilledPlugin("c1", netns);
            List<KilledPlugin.Moment> moments = plugin.moments("DEL", node.conf(""));

            for (KilledPlugin.Moment moment : moments) {
                node.add("c1", netns);
                plugin.kill("DEL", node.conf(""), moment);
                node.delete("c1", netns);

                NetworkSnapshot.assertUnchangedSince(before);
                assertEquals(files, node.stateFiles(), moment.toString());
            }
        }
    }

    @Test
    void addsAgainWhereAnAddWasKilledWithoutDel() throws Exception {
        try (CniNode node = new CniNode()) {
            String netns = nodeThatIsSetUp(node);
            NetworkSnapshot before = NetworkSnapshot.take();
            KilledPlugin.Moment second = new KilledPlugin.Moment("sendto", 2);
            new KilledPlugin("c1", netns).kill("ADD", node.conf(""), second);

            node.add("c1", netns);
            node.delete("c1", netns);

            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    @Test
    void setsTheNodeUpAfterTheFirstAddWasKilled() throws Exception {
        try (CniNode node = new CniNode()) {
            node.extra = ",\"node\":{}";
            String netns = node.newPod();
            for (int n = 1; !node.stateFiles().contains("node/net"); n++) {
                new KilledPlugin("c1", netns)
                        .kill("ADD", node.conf(""), new KilledPlugin.Moment("sendto", n));
                node.delete("c1", netns);
            }

            String result = node.add("c1", netns).toString();

            String chained = ",\"prevResult\":" + result;
            assertEquals("", node.call("CHECK", "c1", netns, chained).success());
        }
    }

    private static String nodeThatIsSetUp(CniNode node) throws IOException {
        node.extra = ",\"node\":{}";
        String netns = node.newPod();
        node.add("first", netns);
        node.delete("first", netns);
        return netns;
    }
}
