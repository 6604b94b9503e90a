package io.vethkit.cli.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OwnNameTest {
    private static final long NOBODY = 4_194_305; // PID_MAX_LIMIT of linux/threads.h, and one

    @Test
    void isALeftoverIfItsProcessIsNoMore() {
        assertTrue(OwnName.isLeftover("vk-demo-" + NOBODY + "-node"));
        assertTrue(OwnName.isLeftover("vk-demo-" + NOBODY + ".2-pod-a"));
    }

    @Test
    void isNoneWhileItsProcessRuns() {
        assertFalse(OwnName.isLeftover("vk-demo-" + ProcessHandle.current().pid() + "-node"));
    }

    @Test
    void isNoneIfAnotherMadeIt() {
        assertFalse(OwnName.isLeftover("vk-demo-" + NOBODY));
        assertFalse(OwnName.isLeftover("vk-demo-node"));
        assertFalse(OwnName.isLeftover("my-vk-demo-" + NOBODY + "-node"));
        assertFalse(OwnName.isLeftover("vk-demo-99999999999999999999-node"));
    }
}
