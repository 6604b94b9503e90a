package io.vethkit.cni;

import com.google.gson.JsonElement;

import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the runtime adds to a configuration for the capabilities it asks for.
 *
 * @param ips the addresses asked for; one without a length is a host
 * @param podAnnotations the annotations of the Kubernetes pod
 */
public record RuntimeConfig(
        List<Prefix> ips, @Nullable MacAddress mac, Map<String, String> podAnnotations) {
    /** Nothing added. */
    public static final RuntimeConfig NONE = new RuntimeConfig(List.of(), null, Map.of());

    private static final String POD_ANNOTATIONS = "io.kubernetes.cri.pod-annotations";

    /** Copies the collections. */
    public RuntimeConfig {
        ips = List.copyOf(ips);
        podAnnotations = Map.copyOf(podAnnotations);
    }

    static RuntimeConfig read(@Nullable Fields fields) {
        if (fields == null) {
            return NONE;
        }
        return new RuntimeConfig(
                readIps(fields),
                Addresses.mac(fields, "mac"),
                strings(fields.fields(POD_ANNOTATIONS)));
    }

    /** Returns the member {@code ips}; {@code args.cni} has one of the same form. */
    static List<Prefix> readIps(Fields fields) {
        List<Prefix> ips = new ArrayList<>();
        for (String text : fields.strings("ips")) {
            Prefix address = Addresses.parse(text);
            if (address == null) {
                throw fields.invalidText("ips", text, "must be an IP address or CIDR");
            }
            ips.add(address);
        }
        return ips;
    }

    private static Map<String, String> strings(@Nullable Fields fields) {
        if (fields == null) {
            return Map.of();
        }
        Map<String, String> strings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> member : fields.object().entrySet()) {
            String value = fields.string(member.getKey());
            if (value != null) {
                strings.put(member.getKey(), value);
            }
        }
        return strings;
    }
}
