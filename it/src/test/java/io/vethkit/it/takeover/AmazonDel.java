package io.vethkit.it.takeover;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.vethkit.it.Tool;

import java.io.IOException;

/**
 * What Amazon's plugin does on DEL while its daemon does not answer: it works from the result alone
 * (reference/aws-datapath.md §1.6 steps 2 and 5, §2.4, §2.9), here with ip(8).
 */
final class AmazonDel {
    private final JsonObject result;
    private final String ifName;

    AmazonDel(JsonObject prevResult, String ifName) {
        this.result = prevResult;
        this.ifName = ifName;
    }

    void run() throws IOException {
        JsonObject dummy = entry("dummy");
        int vlan = Integer.parseInt(text(dummy, "mac"));
        if (vlan != 0) {
            tearDownBranch(vlan, soleAddress(ifName));
            return;
        }
        int device = Integer.parseInt(text(dummy, "sandbox"));
        int table = AmazonEni.table(0, device);
        int interfaces = (result.getAsJsonArray("interfaces").size() - 1) / 2;
        for (int i = 0; i < interfaces; i++) {
            String name = i == 0 ? ifName : "mNicIf" + i;
            JsonObject inside = entry(name);
            if (inside != null) {
                String mac = text(inside, "mac");
                table = mac.isEmpty() ? table : Integer.parseInt(mac);
                tearDown(soleAddress(name), table);
            }
        }
    }

    private void tearDown(String address, int table) throws IOException {
        String host = address.substring(0, address.indexOf('/'));
        String ip = host.contains(":") ? "-6" : "-4";
        tries("ip", ip, "rule", "del", "to", host, "lookup", "main", "pref", "512");
        if (table != 1 && table != 254) {
            while (tries(
                    "ip", ip, "rule", "del", "from", host, "lookup", "" + table, "pref", "1536")) {
                // older versions made one per CIDR
            }
        }
        tries("ip", ip, "route", "del", host, "scope", "link");
    }

    private void tearDownBranch(int vlan, String address) throws IOException {
        String ip = address.contains(":") ? "-6" : "-4";
        tries("ip", "link", "del", "vlan.eth." + vlan);
        while (tries("ip", ip, "rule", "del", "lookup", "" + (vlan + 100), "pref", "10")) {
            // that of the VLAN and that of the veth
        }
        tearDown(address, vlan + 100);
    }

    private static boolean tries(String... command) throws IOException {
        try {
            Tool.run(command);
            return true;
        } catch (AssertionError e) {
            return false; // ip(8) says that it is not there
        }
    }

    /** Returns the interface of that name, or whose name begins so, or null. */
    private JsonObject entry(String name) {
        for (JsonElement each : result.getAsJsonArray("interfaces")) {
            String present = text(each.getAsJsonObject(), "name");
            if (present.equals(name) || (name.equals("dummy") && present.startsWith(name))) {
                return each.getAsJsonObject();
            }
        }
        return null;
    }

    private String soleAddress(String name) {
        String found = "";
        for (JsonElement each : result.getAsJsonArray("ips")) {
            int on = each.getAsJsonObject().get("interface").getAsInt();
            JsonObject inside = result.getAsJsonArray("interfaces").get(on).getAsJsonObject();
            if (text(inside, "name").equals(name)) {
                if (!found.isEmpty()) {
                    throw new AssertionError("found 2 containerIPs for " + name + " in prevResult");
                }
                found = text(each.getAsJsonObject(), "address");
            }
        }
        if (found.isEmpty()) {
            throw new AssertionError("found 0 containerIPs for " + name + " in prevResult");
        }
        return found;
    }

    private static String text(JsonObject object, String name) {
        return object.has(name) ? object.get(name).getAsString() : "";
    }
}
