package io.vethkit.cni;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Calls as tests make them. */
final class Requests {
    /** What {@code verb} needs, complete and right. */
    static Map<String, String> variables(String verb) {
        Map<String, String> variables = new HashMap<>();
        variables.put("CNI_COMMAND", verb);
        variables.put("CNI_CONTAINERID", "c1");
        variables.put("CNI_NETNS", "/run/netns/c1");
        variables.put("CNI_IFNAME", "eth0");
        variables.put("CNI_PATH", "/opt/cni/bin:/usr/lib/cni");
        return variables;
    }

    static InputStream stdin(String config) {
        return new ByteArrayInputStream(config.getBytes(StandardCharsets.UTF_8));
    }

    static CniRequest read(String verb, String config) {
        return CniRequest.read(variables(verb), stdin(config));
    }

    /**
     * Returns the configuration of an ADD for a network whose other members are {@code members}.
     */
    static NetConf conf(String members) {
        return conf("ADD", members);
    }

    static NetConf conf(String verb, String members) {
        return NetConf.of(read(verb, config(members)));
    }

    static String config(String members) {
        return "{\"cniVersion\":\"1.1.0\",\"name\":\"pods\",\"type\":\"vethkit-cni\""
                + (members.isEmpty() ? "" : ",")
                + members
                + "}";
    }

    private Requests() {}
}
