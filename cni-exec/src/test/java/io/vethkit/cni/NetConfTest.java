package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.EnforcingMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class NetConfTest {
    @Test
    void hasDefaults() {
        NetConf conf = Requests.conf("");

        assertSame(CniVersion.V1_1_0, conf.version());
        assertEquals("pods", conf.name());
        assertNull(conf.prevResult());
        assertNull(conf.ipam());
        assertTrue(conf.dns().isEmpty());
        assertEquals("eni", conf.settings().vethPrefix());
        assertNull(conf.settings().logFile());
        assertSame(LogLevel.INFO, conf.settings().logLevel());
        assertEquals("/run/vethkit", conf.settings().stateDir());
        assertNull(conf.mtu());
        assertNull(conf.node());
        assertSame(EnforcingMode.STRICT, conf.enforcingMode());
        assertNull(conf.podEni());
        assertFalse(conf.multiNic());
        assertFalse(conf.awsResult());
        assertTrue(conf.ipv4());
        assertFalse(conf.ipv6());
    }

    @Test
    void readsTheModeAndTheShapeOfResults() {
        NetConf conf =
                Requests.conf(
                        "\"podSGEnforcingMode\":\"standard\",\"resultCompatibility\":\"aws\"");

        assertSame(EnforcingMode.STANDARD, conf.enforcingMode());
        assertTrue(conf.awsResult());
    }

    @ParameterizedTest
    @CsvSource({
        "true, k8s.amazonaws.com/nicConfig, multi-nic-attachment, true",
        "true, k8s.amazonaws.com/nicConfig, Multi-Nic-Attachment, false",
        "true, k8s.amazonaws.com/nicconfig, multi-nic-attachment, false",
        "false, k8s.amazonaws.com/nicConfig, multi-nic-attachment, false"
    })
    void takesThePodsWishForSeveralInterfacesLiterally(
            boolean node, String annotation, String value, boolean multiNic) {
        NetConf conf =
                Requests.conf(
                        "\"node\":{\"multiNic\":"
                                + node
                                + "},\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":{\""
                                + annotation
                                + "\":\""
                                + value
                                + "\"}}");

        assertEquals(multiNic, conf.multiNic());
    }

    @Test
    void readsWhatAmazonsListHolds() {
        NetConf conf =
                Requests.conf(
                        """
                        "vethPrefix":"eni","mtu":"9001","podSGEnforcingMode":"strict",
                        "pluginLogFile":"/var/log/aws-routed-eni/plugin.log",
                        "pluginLogLevel":"Debug",
                        "capabilities":{"io.kubernetes.cri.pod-annotations":true},
                        "runtimeConfig":{"io.kubernetes.cri.pod-annotations":{"a/b":"c"}}
                        """);

        assertEquals(9001, conf.mtu());
        assertEquals("/var/log/aws-routed-eni/plugin.log", conf.settings().logFile());
        assertSame(LogLevel.DEBUG, conf.settings().logLevel());
        assertEquals(Map.of("a/b", "c"), conf.runtimeConfig().podAnnotations());
    }

    @Test
    void letsUnknownKeysPass() {
        NetConf conf = Requests.conf("\"isGateway\":true,\"ipMasq\":{\"odd\":[]},\"x\":null");

        assertEquals("pods", conf.name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"vethPrefix\":\"\" | vethPrefix is \"\": it must be 1 to 4 characters",
                "\"vethPrefix\":\"enis5\" | vethPrefix is \"enis5\": it must be 1 to 4 characters",
                "\"vethPrefix\":\"a/b\" | vethPrefix is \"a/b\": it must hold only letters, digits, _ and -",
                "\"vethPrefix\":\"eth\" | vethPrefix is \"eth\": it must not be eth, vlan or lo, which others use",
                "\"vethPrefix\":\"vlan\" | vethPrefix is \"vlan\": it must not be eth, vlan or lo, which others use",
                "\"vethPrefix\":\"lo\" | vethPrefix is \"lo\": it must not be eth, vlan or lo, which others use",
                "\"vethPrefix\":7 | vethPrefix is 7: it must be a string",
                "\"mtu\":575 | mtu is 575: it must be a whole number from 576 to 9001",
                "\"mtu\":\"9002\" | mtu is \"9002\": it must be a whole number from 576 to 9001",
                "\"mtu\":\"\" | mtu is \"\": it must be a whole number from 576 to 9001",
                "\"mtu\":\"1500b\" | mtu is \"1500b\": it must be a whole number from 576 to 9001",
                "\"mtu\":\"+1500\" | mtu is \"+1500\": it must be a whole number from 576 to 9001",
                "\"mtu\":1500.0 | mtu is 1500.0: it must be a whole number from 576 to 9001",
                "\"mtu\":1e99999 | mtu is 1e99999: it must be a whole number from 576 to 9001",
                "\"mtu\":[] | mtu is []: it must be a whole number from 576 to 9001",
                "\"mtu\":true | mtu is true: it must be a whole number from 576 to 9001",
                "\"podSGEnforcingMode\":\"Strict\" | podSGEnforcingMode is \"Strict\": it must be strict or standard",
                "\"resultCompatibility\":\"amazon\" | resultCompatibility is \"amazon\": it must be aws, if it is there",
                "\"resultCompatibility\":true | resultCompatibility is true: it must be a string",
                "\"mtu\":1279,\"node\":{\"ipFamilies\":[\"IPv6\"]} | mtu is 1279: it must be at least 1280 for IPv6",
                "\"pluginLogFile\":\"stdout\" | pluginLogFile is \"stdout\": it must not be stdout, which carries the result",
                "\"pluginLogFile\":\"/dev/stdout\" | pluginLogFile is \"/dev/stdout\": it must not be stdout, which carries the result",
                "\"pluginLogFile\":\"plugin.log\" | pluginLogFile is \"plugin.log\": it must be an absolute path",
                "\"pluginLogLevel\":\"loud\" | pluginLogLevel is \"loud\": it must be debug, info, warn or error",
                "\"stateDir\":\"run\" | stateDir is \"run\": it must be an absolute path",
                "\"stateDir\":\"\" | stateDir is \"\": it must be an absolute path",
                "\"capabilities\":[] | capabilities is []: it must be an object",
                "\"ipam\":\"host-local\" | ipam is \"host-local\": it must be an object",
                "\"ipam\":{\"type\":\"a/b\"} | ipam.type is \"a/b\": it must be the name of an executable, without /",
                "\"ipam\":{\"type\":\"..\"} | ipam.type is \"..\": it must be the name of an executable, without /",
                "\"ipam\":{\"type\":[]} | ipam.type is []: it must be a string",
                "\"dns\":{\"search\":\"x\"} | dns.search is \"x\": it must be a list",
                "\"dns\":{\"search\":[\"x\",1]} | dns.search[1] is 1: it must be a string",
                "\"args\":{\"cni\":{\"ips\":[\"x\"]}} | args.cni.ips is \"x\": it must be an IP address or CIDR",
                "\"runtimeConfig\":{\"mac\":\"x\"} | runtimeConfig.mac is \"x\": it must be the MAC address of an interface, like 02:00:0a:00:02:04",
                "\"node\":[] | node is []: it must be an object",
                "\"prevResult\":[] | prevResult is []: it must be an object",
                "\"prevResult\":{\"ips\":{}} | prevResult.ips is {}: it must be a list",
                "\"prevResult\":{\"ips\":[{}]} | prevResult.ips[0].address is missing: it must be an address with a prefix length",
                "\"prevResult\":{\"cniVersion\":\"1.0.0\"} | prevResult.cniVersion is \"1.0.0\": it must be that of the configuration, 1.1.0",
                "\"prevResult\":{\"cniVersion\":\"7.0.0\"} | prevResult.cniVersion is \"7.0.0\": it must be one of [\"0.1.0\" \"0.2.0\" \"0.3.0\" \"0.3.1\" \"0.4.0\" \"1.0.0\" \"1.1.0\"]",
            })
    void namesFieldValueAndRule(String members, String msg) {
        CniException e = assertThrows(CniException.class, () -> Requests.conf(members));

        assertEquals(7, e.code());
        assertEquals(msg, e.msg());
    }

    @ParameterizedTest
    @ValueSource(strings = {"eni", "v", "_a-9", "etha", "Eth"})
    void acceptsVethPrefixes(String prefix) {
        assertEquals(
                prefix, Requests.conf("\"vethPrefix\":\"" + prefix + "\"").settings().vethPrefix());
    }

    @ParameterizedTest
    @ValueSource(strings = {"576", "9001", "\"576\"", "\"9001\""})
    void acceptsMtusAsNumberAndString(String mtu) {
        assertEquals(Integer.valueOf(mtu.replace("\"", "")), Requests.conf("\"mtu\":" + mtu).mtu());
    }

    @Test
    void allowsTheLogOnStandardError() {
        assertEquals("stderr", Requests.conf("\"pluginLogFile\":\"stderr\"").settings().logFile());
    }

    @Test
    void readsKeysInAnyCase() {
        NetConf conf =
                Requests.conf(
                        """
                        "MTU":1400,
                        "RuntimeConfig":{"IPs":["10.0.0.9"],"Mac":"02:00:00:00:00:09"}
                        """);

        assertEquals(1400, conf.mtu());
        assertEquals(List.of(Prefix.parse("10.0.0.9")), conf.requestedIps());
        assertEquals(MacAddress.parse("02:00:00:00:00:09"), conf.requestedMac());
    }

    @ParameterizedTest
    @CsvSource({"true, true, 10.0.0.3", "true, false, 10.0.0.2", "false, false, 10.0.0.1"})
    void prefersRuntimeConfigToArgsToEnvironment(
            boolean withArgs, boolean withRuntimeConfig, String expected) {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_ARGS", "IP=10.0.0.1;MAC=02:00:00:00:00:01");
        String args = withArgs ? "\"args\":{\"cni\":{\"ips\":[\"10.0.0.2\"]}}" : "\"args\":{}";
        String runtime = withRuntimeConfig ? ",\"runtimeConfig\":{\"ips\":[\"10.0.0.3\"]}" : "";

        NetConf conf =
                NetConf.of(
                        CniRequest.read(
                                variables, Requests.stdin(Requests.config(args + runtime))));

        assertEquals(List.of(Prefix.parse(expected)), conf.requestedIps());
        assertEquals(MacAddress.parse("02:00:00:00:00:01"), conf.requestedMac());
    }

    @Test
    void readsTheResultOfEarlierPlugins() {
        NetConf conf =
                Requests.conf(
                        "\"prevResult\":{\"cniVersion\":\"1.1.0\",\"ips\":[{\"address\":\"10.0.0.7/24\"}]}");

        assertNotNull(conf.prevResult());
        assertEquals(Prefix.parse("10.0.0.7/24"), conf.prevResult().ips().getFirst().address());
    }

    @Test
    void assumesTheConfigurationsVersionInAPreviousResult() {
        NetConf conf =
                NetConf.of(
                        Requests.read(
                                "ADD",
                                """
                                {"cniVersion":"0.2.0","name":"n","prevResult":{"ip4":{"ip":"10.0.0.7/24"}}}
                                """));

        assertNotNull(conf.prevResult());
        assertEquals(Prefix.parse("10.0.0.7/24"), conf.prevResult().ips().getFirst().address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"prevResult\":null"})
    void needsThePreviousResultForCheckOnly(String members) {
        CniException e = assertThrows(CniException.class, () -> Requests.conf("CHECK", members));

        assertEquals(7, e.code());
        assertEquals("prevResult is missing: CHECK needs the result of the ADD", e.msg());
        assertNull(Requests.conf("ADD", members).prevResult());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cni.dev/valid-attachments\":[{\"containerID\":\"c1\",\"ifname\":\"eth0\"}]",
                "\"cni.dev/attachments\":[{\"containerID\":\"c1\",\"ifname\":\"eth0\"}]",
                "\"cni.dev/valid-attachments\":[{\"containerId\":\"c1\",\"ifName\":\"eth0\"}],"
                        + "\"cni.dev/attachments\":null",
            })
    void readsTheAttachmentsToKeep(String members) {
        assertEquals(
                List.of(new Attachment("c1", "eth0")),
                Requests.conf("GC", members).validAttachments());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cni.dev/valid-attachments\":null",
                "\"cni.dev/valid-attachments\":[]",
                "\"cni.dev/attachments\":null"
            })
    void takesNullForNoAttachments(String members) {
        assertEquals(List.of(), Requests.conf("GC", members).validAttachments());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"cni.dev/valid-attachments\":{}",
                "\"cni.dev/valid-attachments\":[null]",
                "\"cni.dev/valid-attachments\":[{}]",
                "\"cni.dev/valid-attachments\":[{\"containerID\":\"c1\"}]",
                "\"cni.dev/valid-attachments\":[{\"containerID\":\"c/1\",\"ifname\":\"eth0\"}]"
            })
    void doesNotRemoveByAListItCannotRead(String members) {
        assertEquals(
                7, assertThrows(CniException.class, () -> Requests.conf("GC", members)).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"mtu\":1",
                "\"vethPrefix\":\"toolong\"",
                "\"pluginLogLevel\":\"loud\"",
                "\"node\":{\"connmark\":0}",
                "\"prevResult\":[]",
                "\"podSGEnforcingMode\":\"odd\"",
                "\"ipam\":{\"type\":\"vethkit\",\"ranges\":5}",
                "\"runtimeConfig\":{\"ips\":5}"
            })
    void removesInSpiteOfMistakesThatDoNotMatterForIt(String members) {
        assertEquals(7, assertThrows(CniException.class, () -> Requests.conf(members)).code());
        assertEquals("pods", Requests.conf("DEL", members).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"stateDir\":\"run\"", "\"ipam\":{\"type\":\"a/b\"}"})
    void doesNotRemoveWithoutKnowingWhere(String members) {
        assertEquals(
                7, assertThrows(CniException.class, () -> Requests.conf("DEL", members)).code());
    }
}
