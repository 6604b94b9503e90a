package io.vethkit.iptables;

import static io.vethkit.linux.Fcntl.O_RDONLY;
import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which packet filters a network namespace has. Looking makes no table.
 *
 * @param nfTables whether the kernel has nf_tables
 * @param natTogether whether nat chains of nf_tables and of legacy tables work beside each other:
 *     since Linux 4.18
 * @param iptablesNft the tables of iptables in nf_tables in which somebody has rules or chains,
 *     such as {@code ip nat}
 * @param iptablesLegacy the legacy tables in which somebody has rules or chains
 * @param kubernetes what kubelet or kube-proxy use, or null if neither shows
 */
public record LoadedFilters(
        boolean nfTables,
        boolean natTogether,
        List<String> iptablesNft,
        List<String> iptablesLegacy,
        @Nullable FilterBackend kubernetes) {
    private static final String[] TABLES = {"filter", "mangle", "nat"};
    private static final IptablesOwner NOBODY = new IptablesOwner(List.of(), List.of());

    /** Takes copies. */
    public LoadedFilters {
        iptablesNft = List.copyOf(iptablesNft);
        iptablesLegacy = List.copyOf(iptablesLegacy);
    }

    /**
     * Looks at a namespace.
     *
     * @param namespace null for that of the calling thread
     */
    public static LoadedFilters of(@Nullable NetworkNamespace namespace) throws IOException {
        Reading reading = new Reading(namespace);
        boolean nfTables = reading.nfTables();
        reading.legacyTables();
        return new LoadedFilters(
                nfTables, isNatTogether(), reading.nft, reading.legacy, reading.kubernetes);
    }

    /**
     * Returns where rules of our own belong: in tables of our own, beside whatever others use,
     * unless this kernel has none, or cannot have them beside the legacy tables that are in use.
     */
    public FilterBackend preferred() {
        boolean legacyNat = iptablesLegacy.contains("ip nat") || iptablesLegacy.contains("ip6 nat");
        boolean collides = !natTogether && legacyNat;
        return nfTables && !collides ? FilterBackend.NFTABLES : FilterBackend.IPTABLES_LEGACY;
    }

    private static boolean isNatTogether() throws ErrnoException {
        ByteBuffer text = ByteBuffer.allocateDirect(64);
        int length;
        try (Fd file = Libc.open("/proc/sys/kernel/osrelease", O_RDONLY, 0)) {
            length = Libc.read(file.number(), text);
        }
        byte[] bytes = new byte[length];
        text.get(bytes);
        return isNatTogether(new String(bytes, StandardCharsets.US_ASCII));
    }

    static boolean isNatTogether(String release) {
        int major = number(release, 0);
        int minor = number(release, release.indexOf('.') + 1);
        return major > 4 || (major == 4 && minor >= 18);
    }

    private static int number(String text, int start) {
        int number = 0;
        for (int i = start; i < text.length() && Character.isDigit(text.charAt(i)); i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    /** What has been seen so far. */
    private static final class Reading {
        private final @Nullable NetworkNamespace namespace;
        final List<String> nft = new ArrayList<>();
        final List<String> legacy = new ArrayList<>();
        @Nullable FilterBackend kubernetes;

        Reading(@Nullable NetworkNamespace namespace) {
            this.namespace = namespace;
        }

        /** Tells whether the kernel has nf_tables; if not, it refuses even to be asked. */
        boolean nfTables() throws IOException {
            SocketOpener opener = namespace == null ? SocketOpener.HERE : namespace;
            try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER, opener)) {
                new KernelReader(socket).generation();
                CompatReader reader = new CompatReader(socket);
                for (Family family : new Family[] {Family.IP, Family.IP6}) {
                    if (!reader.readChains(family, "kube-proxy").chains.isEmpty()) {
                        kubernetes = FilterBackend.NFTABLES;
                    }
                    for (String table : TABLES) {
                        XtTable found = reader.readChains(family, table);
                        note(family, table, found, FilterBackend.IPTABLES_NFT, nft);
                    }
                }
                return true;
            } catch (ErrnoException e) {
                return false;
            }
        }

        void legacyTables() throws IOException {
            for (Family family : new Family[] {Family.IP, Family.IP6}) {
                List<String> names = XtablesNames.of(family, namespace);
                for (String table : TABLES) {
                    if (names.contains(table)) {
                        IptablesTable nothing = new IptablesTable(family, table, NOBODY, List.of());
                        XtTable found = IptablesLegacy.in(namespace).read(nothing);
                        note(family, table, found, FilterBackend.IPTABLES_LEGACY, legacy);
                    }
                }
            }
        }

        private void note(
                Family family,
                String name,
                XtTable table,
                FilterBackend backend,
                List<String> used) {
            boolean inUse = false;
            for (XtChain chain : table.chains) {
                inUse |= !XtLayout.of(name).isBuiltIn(chain.name);
                inUse |= chain.uses > 0 || !chain.rules.isEmpty();
                if (isKubernetes(chain.name)) {
                    kubernetes = backend;
                }
            }
            if (inUse) {
                used.add(family + " " + name);
            }
        }

        /** What kubelet leaves for others to see which iptables the host uses. */
        private static boolean isKubernetes(String chain) {
            return chain.equals("KUBE-IPTABLES-HINT") || chain.equals("KUBE-KUBELET-CANARY");
        }
    }
}
