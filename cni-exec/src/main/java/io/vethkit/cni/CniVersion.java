package io.vethkit.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import org.jspecify.annotations.Nullable;

/** A version of the CNI specification, oldest first. */
public enum CniVersion {
    V0_1_0("0.1.0"),
    V0_2_0("0.2.0"),
    V0_3_0("0.3.0"),
    V0_3_1("0.3.1"),
    V0_4_0("0.4.0"),
    V1_0_0("1.0.0"),
    V1_1_0("1.1.0");

    /** The newest version served. */
    public static final CniVersion LATEST = V1_1_0;

    private static final CniVersion[] ALL = values();

    private final String text;

    CniVersion(String text) {
        this.text = text;
    }

    /** Returns the version a configuration names; no or an empty name means 0.1.0. */
    public static CniVersion parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return V0_1_0;
        }
        CniVersion version = find(text);
        if (version == null) {
            throw CniException.incompatibleVersion(
                    "incompatible CNI versions",
                    "config is \"" + Text.shown(text) + "\", plugin supports " + supported());
        }
        return version;
    }

    /** Returns the version of this name, or null if it is not served. */
    public static @Nullable CniVersion find(String text) {
        for (CniVersion version : ALL) {
            if (version.text.equals(text)) {
                return version;
            }
        }
        return null;
    }

    /** The version as it is written in JSON. */
    public String text() {
        return text;
    }

    /** Tells whether this version is {@code other} or newer. */
    public boolean atLeast(CniVersion other) {
        return compareTo(other) >= 0;
    }

    /** Tells whether a configuration of this version may be called with {@code command}. */
    public boolean allows(Command command) {
        return atLeast(command.since());
    }

    /** All versions served, as {@code ["0.1.0" "0.2.0" …]}. */
    static String supported() {
        StringBuilder out = new StringBuilder("[");
        for (CniVersion version : ALL) {
            out.append(version == V0_1_0 ? "\"" : " \"").append(version.text).append('"');
        }
        return out.append(']').toString();
    }

    /** All versions served, as {@code 0.1.0, 0.2.0, …}. */
    static String list() {
        StringBuilder out = new StringBuilder();
        for (CniVersion version : ALL) {
            out.append(version == V0_1_0 ? "" : ", ").append(version.text);
        }
        return out.toString();
    }

    /** The answer to the VERSION verb. */
    static JsonObject versionResult() {
        JsonArray versions = new JsonArray(ALL.length);
        for (CniVersion version : ALL) {
            versions.add(version.text);
        }
        JsonObject result = new JsonObject();
        result.addProperty("cniVersion", LATEST.text);
        result.add("supportedVersions", versions);
        return result;
    }

    @Override
    public String toString() {
        return text;
    }
}
