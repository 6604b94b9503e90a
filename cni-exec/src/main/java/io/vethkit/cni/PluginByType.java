package io.vethkit.cni;

import com.google.gson.JsonPrimitive;

import java.io.IOException;

/**
 * The plugins of the one executable, chosen by the configuration's {@code type}: by that name a
 * runtime found it.
 */
final class PluginByType implements Plugin {
    @Override
    public CniResult add(CniRequest request, NetConf conf) throws IOException {
        return plugin(request).add(request, conf);
    }

    @Override
    public void delete(CniRequest request, NetConf conf) throws IOException {
        plugin(request).delete(request, conf);
    }

    @Override
    public void check(CniRequest request, NetConf conf) throws IOException {
        plugin(request).check(request, conf);
    }

    @Override
    public void collect(CniRequest request, NetConf conf) throws IOException {
        plugin(request).collect(request, conf);
    }

    @Override
    public void status(CniRequest request, NetConf conf) throws IOException {
        plugin(request).status(request, conf);
    }

    private static Plugin plugin(CniRequest request) {
        return isEgress(request) ? new EgressPlugin() : new VethkitPlugin();
    }

    /** Tells whether a call is for the egress plugin, under either name. */
    static boolean isEgress(CniRequest request) {
        String type = typeOf(request);
        return type.equals(EgressPlugin.TYPE) || type.equals(EgressPlugin.AMAZONS_TYPE);
    }

    /**
     * Returns the name of the executable that the configuration asks for, empty if it says none.
     */
    static String typeOf(CniRequest request) {
        return request.config().get("type") instanceof JsonPrimitive type && type.isString()
                ? type.getAsString()
                : "";
    }
}
