package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class CniArgsTest {
    @Test
    void readsWhatKubernetesRuntimesSendInAnyOrder() {
        CniArgs args =
                CniArgs.parse(
                        "K8S_POD_UID=6d0c;K8S_POD_NAMESPACE=default;FOO=bar;IgnoreUnknown=1;"
                                + "K8S_POD_INFRA_CONTAINER_ID=c1;K8S_POD_NAME=web-0");

        assertEquals("default", args.podNamespace());
        assertEquals("web-0", args.podName());
        assertEquals("c1", args.podInfraContainerId());
        assertEquals("6d0c", args.podUid());
        assertTrue(args.ips().isEmpty());
        assertNull(args.mac());
    }

    @Test
    void readsRequestedAddresses() {
        CniArgs args =
                CniArgs.parse("IP=10.0.0.7,fd00::7/64;MAC=02:00:0A:00:00:07;GATEWAY=10.0.0.1");

        assertEquals(List.of(Prefix.parse("10.0.0.7"), Prefix.parse("fd00::7/64")), args.ips());
        assertNotNull(args.mac());
        assertEquals("02:00:0a:00:00:07", args.mac().toString());
    }

    @Test
    void readsNothing() {
        assertSame(CniArgs.NONE, CniArgs.parse(""));
        assertEquals(CniArgs.NONE, CniArgs.parse("IP=;MAC="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "K8S_POD_NAME",
                "K8S_POD_NAME=a=b",
                ";",
                "K8S_POD_NAME=a;",
                "FOO=bar",
                "FOO=bar;IgnoreUnknown=0",
                "IgnoreUnknown=maybe",
                "IP=10.0.0.300",
                "IP=10.0.0.1,",
                "MAC=2:0:0:0:0:1",
                "k8s_pod_name=a"
            })
    void refusesWhatTheLibraryRefuses(String text) {
        CniException e = assertThrows(CniException.class, () -> CniArgs.parse(text));

        assertEquals(4, e.code());
        assertTrue(e.msg().startsWith("CNI_ARGS: \""), e.msg());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "True", "TRUE"})
    void ignoresUnknownKeysIfAskedTo(String value) {
        assertEquals(CniArgs.NONE, CniArgs.parse("FOO=bar;IgnoreUnknown=" + value));
    }
}
