package io.vethkit.it.containerd;

import java.util.List;

/** A pod as a kubelet describes it to the runtime. */
record PodConfig(String name, String cgroup, List<PortMapping> ports) {

    /** A TCP port of the node that leads to one of the pod. */
    record PortMapping(int hostPort, int containerPort) {
        private ProtoWriter encode() {
            return new ProtoWriter().number(2, containerPort).number(3, hostPort);
        }
    }

    PodConfig {
        ports = List.copyOf(ports);
    }

    /** As runtime.v1.PodSandboxConfig. */
    ProtoWriter encode() {
        ProtoWriter metadata =
                new ProtoWriter().string(1, name).string(2, "uid-" + name).string(3, "default");
        ProtoWriter config = new ProtoWriter().message(1, metadata).string(2, name);
        for (PortMapping port : ports) {
            config.message(5, port.encode());
        }
        return config.message(8, new ProtoWriter().string(1, cgroup));
    }
}
