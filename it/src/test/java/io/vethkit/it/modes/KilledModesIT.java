package io.vethkit.it.modes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;

import io.vethkit.cli.vpc.Mode;
import io.vethkit.cli.vpc.NetworkConf;
import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.cni.KilledPlugin;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/**
 * The plugin killed at each system call that changes anything, one after the other, in every mode:
 * what a later DEL leaves is nothing.
 */
@ExtendWith(ThrowawayNetns.class)
class KilledModesIT {
    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"BRANCH_STRICT", "BRANCH_STANDARD"},
            mode = EnumSource.Mode.EXCLUDE)
    void leavesNothing(Mode mode) throws Exception {
        killEverywhere(mode);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"BRANCH_STRICT", "BRANCH_STANDARD"})
    @Tag("vlan")
    void leavesNothingOfBranchEnis(Mode mode) throws Exception {
        killEverywhere(mode);
    }

    private static void killEverywhere(Mode mode) throws Exception {
        try (ModeNode node = new ModeNode(mode)) {
            NetworkSnapshot before = node.setUp();
            List<String> files = node.cni.stateFiles();
            JsonObject runtime = runtime(node, mode);
            for (String command : List.of("ADD", "DEL")) {
                List<KilledPlugin.Moment> moments = moments(node, command, runtime);
                for (KilledPlugin.Moment moment : moments) {
                    if (command.equals("DEL")) {
                        node.add("c1", runtime);
                    }
                    node.kill("c1", command, runtime, moment);
                    node.deleteIfThere("c1", runtime);

                    node.assertUnchangedSince(before);
                    assertEquals(files, node.cni.stateFiles(), command + " at " + moment);
                }
            }
        }
    }

    private static List<KilledPlugin.Moment> moments(
            ModeNode node, String command, JsonObject runtime) throws Exception {
        if (command.equals("DEL")) {
            node.add("c1", runtime);
        }
        List<KilledPlugin.Moment> moments = node.moments("c1", command, runtime);
        node.deleteIfThere("c1", runtime);
        return moments;
    }

    /** What makes the pod one of that mode. */
    private static JsonObject runtime(ModeNode node, Mode mode) {
        return switch (mode) {
            case BRANCH_STRICT, BRANCH_STANDARD ->
                    NetworkConf.annotated(node.vpc.topology().branches().get(0));
            case MULTI_NIC -> NetworkConf.wishingAllCards();
            default -> NetworkConf.asking(node.podOfLastEni());
        };
    }
}
