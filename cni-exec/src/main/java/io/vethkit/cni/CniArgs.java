package io.vethkit.cni;

import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What CNI_ARGS says; every component is null or empty if not said.
 *
 * @param ips the addresses asked for; one without a length is a host
 */
public record CniArgs(
        @Nullable String podNamespace,
        @Nullable String podName,
        @Nullable String podInfraContainerId,
        @Nullable String podUid,
        List<Prefix> ips,
        @Nullable MacAddress mac) {
    /** Nothing said. */
    public static final CniArgs NONE = new CniArgs(null, null, null, null, List.of(), null);

    /** Copies the list. */
    public CniArgs {
        ips = List.copyOf(ips);
    }

    /** Returns the Kubernetes pod as {@code NAMESPACE/NAME}, or null if that was not said. */
    @Nullable String owner() {
        boolean isNamed = podNamespace != null && podName != null && !podName.isEmpty();
        return isNamed ? podNamespace + "/" + podName : null;
    }

    /**
     * Parses {@code K=V;K=V}. A key we do not know is an error unless {@code IgnoreUnknown=1} is
     * there too, before or after it.
     *
     * @throws CniException code 4
     */
    public static CniArgs parse(String text) {
        return text.isEmpty() ? NONE : new Parser().parse(text);
    }

    private static final class Parser {
        private @Nullable String podNamespace;
        private @Nullable String podName;
        private @Nullable String podInfraContainerId;
        private @Nullable String podUid;
        private List<Prefix> ips = List.of();
        private @Nullable MacAddress mac;
        private @Nullable String unknown;
        private boolean ignoreUnknown;

        CniArgs parse(String text) {
            int start = 0;
            while (start <= text.length()) {
                int end = text.indexOf(';', start);
                int stop = end < 0 ? text.length() : end;
                pair(text.substring(start, stop));
                start = stop + 1;
            }
            if (unknown != null && !ignoreUnknown) {
                throw invalid(unknown, "the key is unknown, and IgnoreUnknown=1 is not given");
            }
            return new CniArgs(podNamespace, podName, podInfraContainerId, podUid, ips, mac);
        }

        private void pair(String pair) {
            int equals = pair.indexOf('=');
            if (equals < 0 || pair.indexOf('=', equals + 1) >= 0) {
                throw invalid(pair, "it must be KEY=VALUE");
            }
            String value = pair.substring(equals + 1);
            switch (pair.substring(0, equals)) {
                case "IgnoreUnknown" -> ignoreUnknown = flag(pair, value);
                case "K8S_POD_NAMESPACE" -> podNamespace = value;
                case "K8S_POD_NAME" -> podName = value;
                case "K8S_POD_INFRA_CONTAINER_ID" -> podInfraContainerId = value;
                case "K8S_POD_UID" -> podUid = value;
                case "IP" -> ips = addresses(pair, value);
                case "MAC" -> mac = mac(pair, value);
                case "GATEWAY" -> {} // the IPAM plugin static reads it
                default -> unknown = pair;
            }
        }

        private static boolean flag(String pair, String value) {
            if (value.equals("1") || value.equalsIgnoreCase("true")) {
                return true;
            }
            if (value.equals("0") || value.equalsIgnoreCase("false")) {
                return false;
            }
            throw invalid(pair, "the value must be 1, true, 0 or false");
        }

        private static List<Prefix> addresses(String pair, String value) {
            List<Prefix> list = new ArrayList<>();
            int start = 0;
            while (start <= value.length() && !value.isEmpty()) {
                int comma = value.indexOf(',', start);
                int end = comma < 0 ? value.length() : comma;
                Prefix address = Addresses.parse(value.substring(start, end));
                if (address == null) {
                    throw invalid(pair, "the value must be IP addresses, separated by commas");
                }
                list.add(address);
                start = end + 1;
            }
            return list;
        }

        private static @Nullable MacAddress mac(String pair, String value) {
            if (value.isEmpty()) {
                return null;
            }
            MacAddress mac = Addresses.mac(value);
            if (mac == null) {
                throw invalid(pair, "the value must be the MAC address of an interface");
            }
            return mac;
        }

        private static CniException invalid(String pair, String rule) {
            return CniException.invalidEnvironment(
                    "CNI_ARGS: \"" + Text.shown(pair) + "\": " + rule);
        }
    }
}
