package io.vethkit.podnet;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.LoadedFilters;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.Applier;
import io.vethkit.routing.Differ;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Namespaces;
import io.vethkit.routing.Remover;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel as the verbs meet it: the node's network namespace and, where a pod is concerned, the
 * pod's.
 *
 * <p>Not thread-safe; used on the thread that opened it. Closing leaves the {@link
 * NetworkNamespace}s it was given open.
 */
public final class NodeKernel implements AutoCloseable {
    /** What descriptions of the host's side call the pod's namespace. */
    static final String POD = "pod";

    private final NamespaceHandle host;
    private final @Nullable NetworkNamespace node;
    private final NodeFilter filter;
    private final @Nullable NetworkNamespace podNamespace;
    private @Nullable NamespaceHandle pod;

    private NodeKernel(
            NamespaceHandle host,
            @Nullable NetworkNamespace node,
            @Nullable NetworkNamespace podNamespace) {
        this.host = host;
        this.node = node;
        this.filter = new NodeFilter(node);
        this.podNamespace = podNamespace;
    }

    /** Opens the namespace of the calling thread as the node's, and no pod. */
    public static NodeKernel here() throws ErrnoException {
        return here(null);
    }

    /** Opens the namespace of the calling thread as the node's, and {@code pod}. */
    public static NodeKernel here(@Nullable NetworkNamespace pod) throws ErrnoException {
        return new NodeKernel(NamespaceHandle.here(), null, pod);
    }

    /** Opens {@code node} as the node's namespace, and no pod. */
    public static NodeKernel of(NetworkNamespace node) throws ErrnoException {
        return new NodeKernel(NamespaceHandle.of(node), node, null);
    }

    /** Returns the node's namespace, which stays this object's. */
    public NamespaceHandle host() {
        return host;
    }

    /**
     * Returns the pod's namespace, which stays this object's.
     *
     * @throws IllegalStateException if no pod is concerned
     */
    public NamespaceHandle pod() throws ErrnoException {
        NamespaceHandle open = pod;
        if (open == null) {
            if (podNamespace == null) {
                throw new IllegalStateException("no pod namespace was given");
            }
            open = NamespaceHandle.of(podNamespace);
            pod = open;
        }
        return open;
    }

    /**
     * Makes what {@code state} describes, or, if the kernel refuses, takes back what it made; a
     * route or neighbour that was replaced does not come back.
     */
    public void apply(DesiredState state) throws IOException {
        Applier applier = new Applier();
        try {
            applier.apply(state.host(), host, new PodByName());
            NamespaceState inPod = state.pod();
            if (inPod != null) {
                applier.apply(inPod, pod(), Namespaces.NONE);
            }
            filter.apply(state);
        } catch (IOException | RuntimeException e) {
            applier.rollBack(e);
            throw e;
        }
    }

    /**
     * Removes from the node what {@code state} describes; what is gone is no error. What it
     * describes of the pod's namespace dies with its links.
     */
    public void remove(DesiredState state) throws IOException {
        Remover.remove(state.host(), host);
        filter.remove(state);
    }

    /** Returns what is not as {@code state} describes it, each finding a line that names it. */
    public List<String> diff(DesiredState state) throws IOException {
        List<String> findings = new ArrayList<>();
        addAll(findings, "", Differ.diff(state.host(), host));
        NamespaceState inPod = state.pod();
        if (inPod != null) {
            addAll(findings, " in the pod", Differ.diff(inPod, pod()));
        }
        addAll(findings, "", filter.diff(state));
        return findings;
    }

    /** Returns whose tables the node's filter rules belong in, as chosen or as fits the node. */
    public FilterBackend filterBackend(FilterBackendChoice choice) throws IOException {
        return switch (choice) {
            case AUTO -> LoadedFilters.of(node).preferred();
            case NFTABLES -> FilterBackend.NFTABLES;
            case IPTABLES_NFT -> FilterBackend.IPTABLES_NFT;
            case IPTABLES_LEGACY -> FilterBackend.IPTABLES_LEGACY;
        };
    }

    private static void addAll(List<String> findings, String where, List<?> differences) {
        for (Object difference : differences) {
            findings.add(difference + where);
        }
    }

    @Override
    public void close() {
        host.close();
        if (pod != null) {
            pod.close();
        }
    }

    /** The one namespace that descriptions of the host's side name. */
    private final class PodByName implements Namespaces {
        @Override
        public @Nullable Fd fd(String name) {
            return name.equals(POD) && podNamespace != null ? podNamespace.fd() : null;
        }
    }
}
