package io.vethkit.cni;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What an ADD made, in the model of CNI 1.1.0, which holds all that older versions can say.
 *
 * @param interfaces in the order {@link CniIp#interfaceIndex} counts
 */
public record CniResult(
        List<CniInterface> interfaces, List<CniIp> ips, List<CniRoute> routes, Dns dns) {
    /** A result that says nothing. */
    public static final CniResult EMPTY = new CniResult(List.of(), List.of(), List.of(), Dns.NONE);

    /** Copies the lists. */
    public CniResult {
        interfaces = List.copyOf(interfaces);
        ips = List.copyOf(ips);
        routes = List.copyOf(routes);
    }

    /**
     * Reads a result that came for a configuration of version {@code assumed}. JSON's null and an
     * empty object are an empty result; one without a version is in the assumed one.
     *
     * @throws CniException code 6
     */
    public static CniResult parse(JsonElement json, CniVersion assumed) {
        return ResultReader.read(json, assumed, "result", ErrorCodes.DECODING_FAILURE);
    }

    /**
     * Writes the result as {@code version} prescribes: members always in the same order.
     *
     * @throws CniException code 1 if the version cannot say it
     */
    public JsonObject toJson(CniVersion version) {
        return ResultWriter.write(this, version);
    }

    /** Returns the interface an address is on, if the result says so. */
    public @Nullable CniInterface interfaceOf(CniIp ip) {
        Integer index = ip.interfaceIndex();
        return index == null || index >= interfaces.size() ? null : interfaces.get(index);
    }

    /** Returns this result, of an earlier plugin in the chain, with what {@code next} added. */
    public CniResult followedBy(CniResult next) {
        List<CniIp> allIps = new ArrayList<>(ips);
        for (CniIp ip : next.ips) {
            Integer index = ip.interfaceIndex();
            allIps.add(index == null ? ip : ip.on(interfaces.size() + index));
        }
        return new CniResult(
                joined(interfaces, next.interfaces),
                allIps,
                joined(routes, next.routes),
                next.dns.isEmpty() ? dns : next.dns);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Returns this result with other name service. */
    public CniResult withDns(Dns other) {
        return new CniResult(interfaces, ips, routes, other);
    }
}
