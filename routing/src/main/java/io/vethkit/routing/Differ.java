package io.vethkit.routing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Compares a namespace with its description. */
public final class Differ {
    private Differ() {}

    /** Returns what is not as {@code state} describes it, in the order of the description. */
    public static List<Difference> diff(NamespaceState state, NamespaceHandle namespace)
            throws IOException {
        KernelView kernel = new KernelView(namespace);
        List<Difference> differences = new ArrayList<>();
        for (Desired object : state.objects()) {
            Difference difference = object.difference(kernel);
            if (difference != null) {
                differences.add(difference);
            }
        }
        return differences;
    }
}
