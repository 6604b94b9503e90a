package io.vethkit.it.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.cni.KilledPlugin;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;

/**
 * The plugin's process, killed by strace at each system call that changes anything, one after the
 * other: before the call happens. What a later DEL leaves is nothing.
 */
@ExtendWith(ThrowawayNetns.class)
class EgressKilledIT {
    @ParameterizedTest
    @CsvSource({"ADD, false", "ADD, true", "DEL, true"})
    void leavesNothingWhereverItIsKilledOnceDelFollows(String verb, boolean isV6) throws Exception {
        try (EgressNode node = EgressNode.withBuiltIn(isV6)) {
            String netns = node.newPod();
            node.add("first", netns);
            node.delete("first", netns);
            NetworkSnapshot before = NetworkSnapshot.take();
            List<String> files = node.stateFiles();
            prepare(node, verb, netns);
            KilledPlugin plugin = new KilledPlugin("c1", netns);
            String conf = node.conf(",\"prevResult\":" + node.previous(netns));
            List<KilledPlugin.Moment> moments = plugin.moments(verb, conf);
            node.delete("c1", netns);

            for (KilledPlugin.Moment moment : moments) {
                prepare(node, verb, netns);
                plugin.kill(verb, conf, moment);
                node.delete("c1", netns);

                NetworkSnapshot.assertUnchangedSince(before);
                assertEquals(files, node.stateFiles(), moment.toString());
            }
        }
    }

    private static void prepare(EgressNode node, String verb, String netns) throws IOException {
        if (verb.equals("DEL")) {
            node.add("c1", netns);
        }
    }
}
