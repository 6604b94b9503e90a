package io.vethkit.cli.install;

import java.util.Map;
import java.util.TreeMap;

/** Environments of the programs that are run. */
final class Surroundings {
    private Surroundings() {}

    /** Nothing of the caller's: options for JVMs would get into what is made. */
    static Map<String, String> plain() {
        return Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");
    }

    /** What a runtime sets for a call that is about a container. */
    static Map<String, String> call(String command, String netns) {
        Map<String, String> environment = new TreeMap<>(plain());
        environment.put("CNI_COMMAND", command);
        environment.put("CNI_CONTAINERID", "vethkit-training");
        environment.put("CNI_NETNS", netns);
        environment.put("CNI_IFNAME", "eth0");
        environment.put("CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAMESPACE=vethkit;K8S_POD_NAME=pod");
        environment.put("CNI_PATH", "/opt/cni/bin");
        return environment;
    }
}
