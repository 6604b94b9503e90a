package io.vethkit.podnet;

import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.HostRules;
import io.vethkit.iptables.Iptables;
import io.vethkit.iptables.IptablesLegacy;
import io.vethkit.iptables.IptablesNft;
import io.vethkit.iptables.Nftables;
import io.vethkit.iptables.Ruleset;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The filters of the node's namespace as the verbs meet them, whichever the rules are in. */
final class NodeFilter {
    private final @Nullable NetworkNamespace namespace;

    /** The filters of {@code namespace}, or if it is null of that of the thread that calls. */
    NodeFilter(@Nullable NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /** Makes what is described; rules that move are in the new tables before they leave the old. */
    void apply(DesiredState state) throws IOException {
        for (HostRules rules : state.iptables()) {
            if (!rules.rules().isEmpty()) {
                apply(rules);
            }
        }
        Ruleset ruleset = state.ruleset();
        if (ruleset != null && !ruleset.tables().isEmpty()) {
            try (NetlinkSocket socket = open()) {
                new Nftables(socket).apply(ruleset);
            }
        }
        for (HostRules rules : state.iptables()) {
            if (rules.rules().isEmpty()) {
                apply(rules);
            }
        }
    }

    private void apply(HostRules rules) throws IOException {
        try (Tables tables = tables(rules)) {
            if (tables.iptables != null) {
                tables.iptables.apply(rules.rules());
            }
        }
    }

    void remove(DesiredState state) throws IOException {
        Ruleset ruleset = state.ruleset();
        if (ruleset != null && !ruleset.tables().isEmpty()) {
            try (NetlinkSocket socket = open()) {
                new Nftables(socket).remove(ruleset);
            }
        }
        for (HostRules rules : state.iptables()) {
            apply(new HostRules(rules.backend(), rules.rules().none()));
        }
    }

    List<Object> diff(DesiredState state) throws IOException {
        List<Object> differences = new ArrayList<>();
        Ruleset ruleset = state.ruleset();
        if (ruleset != null && !ruleset.tables().isEmpty()) {
            try (NetlinkSocket socket = open()) {
                differences.addAll(new Nftables(socket).diff(ruleset));
            }
        }
        for (HostRules rules : state.iptables()) {
            try (Tables tables = tables(rules)) {
                if (tables.iptables != null) {
                    differences.addAll(tables.iptables.diff(rules.rules()));
                }
            }
        }
        return differences;
    }

    /** Tables that are described to be empty are so in a kernel that has none. */
    private Tables tables(HostRules rules) throws IOException {
        if (rules.backend() == FilterBackend.IPTABLES_LEGACY) {
            return new Tables(IptablesLegacy.in(namespace), null);
        }
        NetlinkSocket socket;
        try {
            socket = open();
        } catch (ErrnoException e) {
            if (!rules.rules().isEmpty()) {
                throw e;
            }
            return new Tables(null, null);
        }
        IptablesNft tables = new IptablesNft(socket);
        boolean skip = rules.rules().isEmpty() && !tables.exists();
        return new Tables(skip ? null : tables, socket);
    }

    private NetlinkSocket open() throws ErrnoException {
        SocketOpener opener = namespace == null ? SocketOpener.HERE : namespace;
        return NetlinkSocket.open(NETLINK_NETFILTER, opener);
    }

    /** Tables and the socket they need. */
    private static final class Tables implements AutoCloseable {
        final @Nullable Iptables iptables;
        private final @Nullable NetlinkSocket socket;

        Tables(@Nullable Iptables iptables, @Nullable NetlinkSocket socket) {
            this.iptables = iptables;
            this.socket = socket;
        }

        @Override
        public void close() {
            if (socket != null) {
                socket.close();
            }
        }
    }
}
