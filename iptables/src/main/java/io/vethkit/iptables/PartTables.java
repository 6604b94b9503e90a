package io.vethkit.iptables;

import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The tables that a {@link RulesetPart} is about, in one network namespace. Not thread-safe. */
public final class PartTables {
    private final RulesetPart part;
    private final NetlinkSocket socket;
    private final @Nullable NetworkNamespace namespace;

    /**
     * The tables of {@code part}.
     *
     * @param socket of {@code NETLINK_NETFILTER}, opened in the namespace; it stays the caller's
     * @param namespace null for that of the calling thread
     */
    public PartTables(
            RulesetPart part, NetlinkSocket socket, @Nullable NetworkNamespace namespace) {
        this.part = part;
        this.socket = socket;
        this.namespace = namespace;
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

    /** Makes them so. */
    public void apply() throws IOException {
        switch (part) {
            case RulesetPart.Own own -> new Nftables(socket).apply(own.ruleset());
            case RulesetPart.InIptables in -> {
                if (!isAbsent(in)) {
                    tables(in).apply(in.rules());
                }
            }
        }
    }

    /**
     * Returns what {@link #apply} would do now: lines for {@code nft -f}, or commands of the
     * backend's own {@code iptables}.
     */
    public List<String> plan() throws IOException {
        return switch (part) {
            case RulesetPart.Own own -> new Nftables(socket).plan(own.ruleset());
            case RulesetPart.InIptables in -> isAbsent(in) ? List.of() : commands(in);
        };
    }

    private List<String> commands(RulesetPart.InIptables in) throws IOException {
        String tool = in.backend() == FilterBackend.IPTABLES_NFT ? "tables-nft " : "tables-legacy ";
        List<String> commands = new ArrayList<>();
        for (String command : tables(in).plan(in.rules())) {
            commands.add(command.replaceFirst("tables ", tool));
        }
        return commands;
    }

    private Iptables tables(RulesetPart.InIptables in) {
        return in.backend() == FilterBackend.IPTABLES_NFT
                ? new IptablesNft(socket)
                : IptablesLegacy.in(namespace);
    }

    /** Tables that shall be empty are so in a kernel that has none. */
    private boolean isAbsent(RulesetPart.InIptables in) throws IOException {
        return in.backend() == FilterBackend.IPTABLES_NFT
                && in.rules().isEmpty()
                && !new IptablesNft(socket).exists();
    }
}
