package io.vethkit.cni;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Name service as the protocol describes it; informational, the plugin passes it on. */
public record Dns(
        List<String> nameservers,
        @Nullable String domain,
        List<String> search,
        List<String> options) {
    /** Nothing said about name service. */
    public static final Dns NONE = new Dns(List.of(), null, List.of(), List.of());

    /** Copies the lists. */
    public Dns {
        nameservers = List.copyOf(nameservers);
        search = List.copyOf(search);
        options = List.copyOf(options);
    }

    /** Reads an object of this kind; null is {@link #NONE}. */
    static Dns read(@Nullable Fields fields) {
        if (fields == null) {
            return NONE;
        }
        return new Dns(
                fields.strings("nameservers"),
                fields.text("domain"),
                fields.strings("search"),
                fields.strings("options"));
    }

    /** Tells whether nothing is said. */
    public boolean isEmpty() {
        return nameservers.isEmpty() && domain == null && search.isEmpty() && options.isEmpty();
    }
}
