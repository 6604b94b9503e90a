package io.vethkit.iptables;

import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** The tables that a {@link RulesetPart} is about, in one network namespace. Not thread-safe. */
public final class PartTables {
    private final RulesetPart part;
    private final NetlinkSocket socket;
    private final @Nullable NetworkNamespace namespace;
    private final long patienceMillis;

    /**
     * The tables of {@code part}.
     *
     * @param socket of {@code NETLINK_NETFILTER}, opened in the namespace; it stays the caller's
     * @param namespace null for that of the calling thread
     * @param patienceMillis how long to wait for others to leave the lock of legacy tables
     */
    public PartTables(
            RulesetPart part,
            NetlinkSocket socket,
            @Nullable NetworkNamespace namespace,
            long patienceMillis) {
        this.part = part;
        this.socket = socket;
        this.namespace = namespace;
        this.patienceMillis = patienceMillis;
    }

    /** Returns what they shall have. */
    public RulesetPart part() {
        return part;
    }

    /** Returns how they differ from it. */
    public List<Difference> diff() throws IOException {
        return switch (part) {
            case RulesetPart.Own own -> new Nftables(socket).diff(own.ruleset());
            case RulesetPart.InIptables in ->
                    isAbsent(in) ? List.of() : tables(in).diff(in.rules());
        };
    }

    /**
     * Makes them so. Returns what differs all the same: a chain of ours that others jump to cannot
     * go.
     */
    public List<Difference> apply() throws IOException {
        switch (part) {
            case RulesetPart.Own own -> new Nftables(socket).apply(own.ruleset());
            case RulesetPart.InIptables in -> {
                if (!isAbsent(in)) {
                    tables(in).apply(in.rules());
                }
            }
        }
        return diff();
    }

    /**
     * Returns what {@link #apply} would do now: lines for {@code nft -f}, or commands of the
     * backend's own {@code iptables}.
     */
    public List<String> plan() throws IOException {
        return switch (part) {
            case RulesetPart.Own own -> new Nftables(socket).plan(own.ruleset());
            case RulesetPart.InIptables in ->
                    isAbsent(in) ? List.of() : tables(in).plan(in.rules());
        };
    }

    private Iptables tables(RulesetPart.InIptables in) {
        return in.backend() == FilterBackend.IPTABLES_NFT
                ? new IptablesNft(socket)
                : IptablesLegacy.in(namespace, patienceMillis);
    }

    /** Tables that shall be empty are so in a kernel that has none. */
    private boolean isAbsent(RulesetPart.InIptables in) throws IOException {
        return in.backend() == FilterBackend.IPTABLES_NFT
                && in.rules().isEmpty()
                && !new IptablesNft(socket).exists();
    }
}
