package io.vethkit.cni;

import com.google.gson.JsonElement;

import io.vethkit.podnet.EnforcingMode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads and checks a network configuration. */
final class NetConfReader {
    private static final String MULTI_NIC_ANNOTATION = "k8s.amazonaws.com/nicConfig";
    private static final String MULTI_NIC_WISH = "multi-nic-attachment";
    private static final String VALID_ATTACHMENTS = "cni.dev/valid-attachments";
    private static final String ATTACHMENTS = "cni.dev/attachments"; // the name in 1.1.0's text

    private final CniRequest request;
    private final Command command;
    private final Fields config;

    NetConfReader(CniRequest request) {
        this.request = request;
        this.command = request.command();
        this.config = Fields.ofConfig(request.config());
    }

    NetConf read() {
        return command == Command.DEL || command == Command.GC ? forRemoval() : complete();
    }

    private NetConf complete() {
        EnforcingMode mode = enforcingMode();
        config.fields("capabilities"); // must be an object; what is in it is for the runtime
        Fields nodeFields = config.fields("node");
        Families families = Families.read(nodeFields);
        NodeConf node = NodeReader.read(nodeFields, families, mode);
        IpamConf ipam = ipam(node, families);
        RuntimeConfig runtime = RuntimeConfig.read(config.fields("runtimeConfig"));
        Requested requested = Requested.of(request.args(), config.fields("args"), runtime);
        PodEni podEni = podEni(runtime, node);
        return new NetConf(
                request.version(),
                request.networkName(),
                prevResult(),
                ipam,
                Dns.read(config.fields("dns")),
                runtime,
                List.of(),
                PluginSettings.read(config),
                Mtu.read(config, "mtu", families),
                requested.ips(),
                requested.mac(),
                node,
                mode,
                podEni,
                podEni == null && multiNic(runtime, node),
                awsResult());
    }

    private NetConf forRemoval() {
        return new NetConf(
                request.version(),
                request.networkName(),
                command == Command.DEL ? prevResultIfReadable() : null,
                IpamReader.readForRemoval(config.fields("ipam")),
                Dns.NONE,
                RuntimeConfig.NONE,
                command == Command.GC ? validAttachments() : List.of(),
                PluginSettings.readLeniently(config),
                null,
                List.of(),
                null,
                null,
                EnforcingMode.STRICT,
                null,
                false,
                false);
    }

    private EnforcingMode enforcingMode() {
        String mode = config.string("podSGEnforcingMode");
        if (mode == null || mode.equals("strict")) {
            return EnforcingMode.STRICT;
        }
        if (mode.equals("standard")) {
            return EnforcingMode.STANDARD;
        }
        throw config.invalid("podSGEnforcingMode", "must be strict or standard");
    }

    private boolean awsResult() {
        String shape = config.string("resultCompatibility");
        if (shape != null && !shape.equals("aws")) {
            throw config.invalid("resultCompatibility", "must be aws, if it is there");
        }
        return shape != null;
    }

    private static @Nullable PodEni podEni(RuntimeConfig runtime, @Nullable NodeConf node) {
        String annotation = runtime.podAnnotations().get(PodEni.ANNOTATION);
        return annotation == null || node == null || !node.podEni()
                ? null
                : PodEniReader.read(annotation, node);
    }

    /** As with Amazon's, any other value is none, and a pod with a branch ENI has only that. */
    private static boolean multiNic(RuntimeConfig runtime, @Nullable NodeConf node) {
        return node != null
                && node.multiNic()
                && MULTI_NIC_WISH.equals(runtime.podAnnotations().get(MULTI_NIC_ANNOTATION));
    }

    /** The ranges of egress are of the other family, which {@link EgressConf} knows. */
    private @Nullable IpamConf ipam(@Nullable NodeConf node, Families families) {
        Fields fields = config.fields("ipam");
        if (PluginByType.isEgress(request)) {
            return IpamReader.readForRemoval(fields);
        }
        IpamConf ipam = IpamReader.read(fields, families);
        requireAddresses(ipam, node, families);
        return ipam;
    }

    private static void requireAddresses(
            @Nullable IpamConf ipam, @Nullable NodeConf node, Families families) {
        if (ipam == null || !ipam.isBuiltIn()) {
            return;
        }
        if (ipam.ranges().isEmpty()) {
            if (node == null || !node.hasPodAddresses()) {
                throw CniException.invalidConfig(
                        "ipam.ranges is missing: ipam.type vethkit needs ranges, or addresses in"
                                + " node");
            }
            return;
        }
        for (AddressGroup group : AddressGroups.of(ipam.ranges(), node)) {
            if (group.serves(families)) {
                return;
            }
        }
        throw CniException.invalidConfig(
                "ipam.ranges must have, of one ENI that serves pods, addresses of each family of"
                        + " the node (ipFamilies)");
    }

    private @Nullable CniResult prevResultIfReadable() {
        try {
            JsonElement json = config.get("prevResult");
            return json == null
                    ? null
                    : ResultReader.read(
                            json, request.version(), "prevResult", ErrorCodes.INVALID_CONFIG);
        } catch (CniException e) {
            return null;
        }
    }

    private @Nullable CniResult prevResult() {
        JsonElement json = config.get("prevResult");
        if (json == null) {
            if (command == Command.CHECK) {
                throw config.missing("prevResult", "CHECK needs the result of the ADD");
            }
            return null;
        }
        CniVersion version = request.version();
        Fields fields = config.fields("prevResult");
        if (fields != null && ResultReader.version(fields, version) != version) {
            throw fields.invalid("cniVersion", "must be that of the configuration, " + version);
        }
        return ResultReader.read(json, version, "prevResult", ErrorCodes.INVALID_CONFIG);
    }

    /** A list that is null has no elements; one that is absent is no reason to remove all. */
    private List<Attachment> validAttachments() {
        String name = config.has(VALID_ATTACHMENTS) ? VALID_ATTACHMENTS : ATTACHMENTS;
        if (!config.has(name)) {
            throw config.missing(VALID_ATTACHMENTS, "GC needs the list of what to keep");
        }
        List<Attachment> attachments = new ArrayList<>();
        for (Fields each : config.list(name)) {
            attachments.add(attachment(each));
        }
        return attachments;
    }

    private static Attachment attachment(Fields fields) {
        String id = fields.string("containerID");
        if (id == null || !Text.isIdentifier(id)) {
            throw fields.invalid("containerID", "must be a container id");
        }
        String ifName = fields.string("ifname");
        if (ifName == null || !Text.isInterfaceName(ifName)) {
            throw fields.invalid("ifname", "must be the name of a network interface");
        }
        return new Attachment(id, ifName);
    }
}
