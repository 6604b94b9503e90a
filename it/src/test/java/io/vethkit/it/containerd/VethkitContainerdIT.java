package io.vethkit.it.containerd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Our plugin, called by a real containerd. */
final class VethkitContainerdIT extends ContainerdContract {
    VethkitContainerdIT() {
        super(new Vethkit());
    }

    @Test
    void hidesPodsOfBothInterfacesBehindTheNodeOnTheWayOut() throws IOException {
        try (Crowd crowd = Crowd.run(containerd(), PODS_AT_ONCE)) {
            assertTrue(crowd.pods().stream().anyMatch(pod -> pod.address().startsWith("10.0.0.")));
            assertTrue(crowd.pods().stream().anyMatch(pod -> pod.address().startsWith("10.0.1.")));
            for (Pod pod : crowd.pods()) {
                pod.inNamespace("ping", "-c", "1", "-W", "5", Vethkit.INTERNET);
            }
        }
    }
}
