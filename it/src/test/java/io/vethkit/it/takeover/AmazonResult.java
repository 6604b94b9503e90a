package io.vethkit.it.takeover;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The result of an ADD by Amazon's plugin, as the runtime keeps it (§1.5). */
final class AmazonResult {
    private AmazonResult() {}

    /** Returns the result for {@code pod} as CNI {@code version} writes it. */
    static JsonObject of(AmazonPod pod, String version) {
        AmazonBranch branch = pod.branch();
        JsonArray interfaces = new JsonArray();
        JsonArray ips = new JsonArray();
        for (int i = 0; i < pod.ips().size(); i++) {
            AmazonPod.Ip ip = pod.ips().get(i);
            int table = branch == null ? AmazonEni.table(ip.card(), ip.device()) : 0;
            interfaces.add(entry(pod.hostVeth(i), "", ""));
            interfaces.add(entry(AmazonPod.ifName(i), String.valueOf(table), pod.netns()));
            ips.add(ip(ip, 2 * i + 1, branch == null ? "" : branch.gateway(), version));
        }
        interfaces.add(
                branch == null
                        ? entry("dummy" + pod.hash(0), "0", "" + pod.ips().get(0).device())
                        : entry("dummy" + pod.hash(0), "" + branch.vlan(), ""));
        JsonObject result = new JsonObject();
        result.addProperty("cniVersion", version);
        result.add("interfaces", interfaces);
        result.add("ips", ips);
        if (version.startsWith("0.")) {
            result.add("dns", new JsonObject());
        }
        return result;
    }

    /** Returns {@code result} with the two interfaces that egress-cni appends. */
    static JsonObject withEgress(JsonObject result, String netns) {
        JsonArray interfaces = result.getAsJsonArray("interfaces");
        interfaces.add(entry("veth0a1b2c3d", "0a:00:00:00:00:01", ""));
        interfaces.add(entry("v4if0", "0a:00:00:00:00:02", netns));
        return result;
    }

    /** What libcni caches below {@code /var/lib/cni/results} for the runtime's DEL. */
    static JsonObject cached(AmazonPod pod, String conflist, JsonObject result) {
        JsonObject cached = new JsonObject();
        cached.addProperty("kind", "cniCacheV1");
        cached.addProperty("containerId", pod.containerId());
        cached.addProperty(
                "config",
                Base64.getEncoder().encodeToString(conflist.getBytes(StandardCharsets.UTF_8)));
        cached.addProperty("ifName", "eth0");
        cached.addProperty("networkName", "aws-cni");
        cached.addProperty("netns", pod.netns());
        cached.add("result", result);
        return cached;
    }

    private static JsonObject entry(String name, String mac, String sandbox) {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        add(json, "mac", mac);
        add(json, "sandbox", sandbox);
        return json;
    }

    private static JsonObject ip(AmazonPod.Ip ip, int index, String gateway, String version) {
        JsonObject json = new JsonObject();
        if (version.startsWith("0.")) {
            json.addProperty("version", ip.isV6() ? "6" : "4");
        }
        json.addProperty("interface", index);
        json.addProperty("address", ip.host());
        add(json, "gateway", gateway);
        return json;
    }

    // Go leaves empty text out
    private static void add(JsonObject json, String name, String value) {
        if (!value.isEmpty()) {
            json.addProperty(name, value);
        }
    }
}
