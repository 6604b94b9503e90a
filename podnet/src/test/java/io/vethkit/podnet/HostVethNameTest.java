package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostVethNameTest {
    @ParameterizedTest
    @CsvSource({
        "kube-system, coredns-57ff979f67-qqbdh, b5faff8a083",
        "kube-system, coredns-57ff979f67-8ns9b, 9571956a6cc",
        "default, sample-pod, cc21c2d7785",
        "default, sample-pod.1, a0b7655f3c9",
        "kube-system, web-2, ca82d32c244",
        "default, p.1, 501d942e051",
    })
    void namesPodsAsAmazonsPluginDoes(String namespace, String pod, String suffix) {
        assertEquals("eni" + suffix, HostVethName.ofPod("eni", namespace, pod));
    }

    @Test
    void namesOtherAttachmentsByTheirKey() {
        String first = HostVethName.ofAttachment("eni", "0123abc", "eth0");

        assertEquals(first, HostVethName.ofAttachment("eni", "0123abc", "eth0"));
        assertNotEquals(first, HostVethName.ofAttachment("eni", "0123abc", "eth1"));
        assertEquals(14, first.length());
    }
}
