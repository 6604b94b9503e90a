package io.vethkit.cni;

import com.google.gson.JsonElement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads and checks a network configuration. */
final class NetConfReader {
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
        checkMode();
        config.fields("capabilities"); // must be an object; what is in it is for the runtime
        IpamConf ipam = IpamReader.read(config.fields("ipam"), true);
        NodeConf node = NodeReader.read(config.fields("node"));
        requireAddresses(ipam, node);
        RuntimeConfig runtime = RuntimeConfig.read(config.fields("runtimeConfig"));
        Requested requested = Requested.of(request.args(), config.fields("args"), runtime);
        return new NetConf(
                request.version(),
                request.networkName(),
                prevResult(),
                ipam,
                Dns.read(config.fields("dns")),
                runtime,
                List.of(),
                PluginSettings.read(config),
                Mtu.read(config, "mtu"),
                requested.ips(),
                requested.mac(),
                node);
    }

    private NetConf forRemoval() {
        return new NetConf(
                request.version(),
                request.networkName(),
                null,
                IpamReader.read(config.fields("ipam"), false),
                Dns.NONE,
                RuntimeConfig.NONE,
                command == Command.GC ? validAttachments() : List.of(),
                PluginSettings.readLeniently(config),
                null,
                List.of(),
                null,
                null);
    }

    private void checkMode() {
        String mode = config.string("podSGEnforcingMode");
        if (mode != null && !mode.equals("strict") && !mode.equals("standard")) {
            throw config.invalid("podSGEnforcingMode", "must be strict or standard");
        }
    }

    private static void requireAddresses(@Nullable IpamConf ipam, @Nullable NodeConf node) {
        boolean none = ipam != null && ipam.isBuiltIn() && ipam.ranges().isEmpty();
        if (none && (node == null || !node.hasPodAddresses())) {
            throw CniException.invalidConfig(
                    "ipam.ranges is missing: ipam.type vethkit needs ranges, or addresses in node");
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
