package io.vethkit.it.iptables;

import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import io.vethkit.iptables.Difference;
import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.Iptables;
import io.vethkit.iptables.IptablesLegacy;
import io.vethkit.iptables.IptablesNft;
import io.vethkit.iptables.IptablesRules;
import io.vethkit.it.Tool;
import io.vethkit.it.nft.Generation;
import io.vethkit.netlink.NetlinkSocket;

import java.io.IOException;
import java.util.List;

/** One of the two sorts of iptables: ours and Debian's. */
enum Flavour {
    NFT("nft"),
    LEGACY("legacy");

    private final String suffix;

    Flavour(String suffix) {
        this.suffix = suffix;
    }

    private Iptables tables(NetlinkSocket socket) {
        return switch (this) {
            case NFT -> new IptablesNft(socket);
            case LEGACY -> IptablesLegacy.in(null);
        };
    }

    List<Difference> apply(IptablesRules rules) throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            return tables(socket).apply(rules);
        }
    }

    List<String> diff(IptablesRules rules) throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            return tables(socket).diff(rules).stream().map(Object::toString).toList();
        }
    }

    List<String> plan(IptablesRules rules) throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            return tables(socket).plan(rules);
        }
    }

    void remove(IptablesRules rules) throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            tables(socket).remove(rules);
        }
    }

    FilterBackend backend() {
        return switch (this) {
            case NFT -> FilterBackend.IPTABLES_NFT;
            case LEGACY -> FilterBackend.IPTABLES_LEGACY;
        };
    }

    /** Returns what tells whether anything was written. */
    String revision() throws IOException {
        if (this == LEGACY) {
            return Tool.run("sh", "-c", "iptables-legacy-save -c | grep -v '^#'");
        }
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            return Integer.toString(Generation.of(socket));
        }
    }

    /** Returns the names of the tables that are there. */
    String tables() throws IOException {
        if (this == LEGACY) {
            String names = "for f in /proc/net/ip*_tables_names; do [ ! -e $f ] || cat $f; done";
            return Tool.run("sh", "-c", names); // without the module, there is no file
        }
        return Tool.nft("list", "tables");
    }

    /** Runs {@code iptables-FLAVOUR} with the words of {@code arguments}. */
    String iptables(String arguments) throws IOException {
        return tool("iptables-" + suffix, arguments);
    }

    /** Returns the name of the tool. */
    String command() {
        return "iptables-" + suffix;
    }

    /** Runs {@code ip6tables-FLAVOUR} with the words of {@code arguments}. */
    String ip6tables(String arguments) throws IOException {
        return tool("ip6tables-" + suffix, arguments);
    }

    /** Runs a command as a person types it. */
    String type(String command) throws IOException {
        return Tool.run("sh", "-c", command);
    }

    private static String tool(String tool, String arguments) throws IOException {
        return Tool.run("sh", "-c", tool + " -w " + arguments);
    }

    /** Returns what {@code iptables-save -c} prints, without the lines that tell the time. */
    String save() throws IOException {
        return save("iptables-" + suffix + "-save") + save("ip6tables-" + suffix + "-save");
    }

    private static String save(String tool) throws IOException {
        List<String> lines = Tool.run(tool, "-c").lines().toList();
        return String.join("\n", lines.stream().filter(line -> !line.startsWith("#")).toList())
                + "\n";
    }

    /** Loads what {@code iptables-save} printed, without emptying tables. */
    void restore(String saved) throws IOException {
        Tool.feed(saved, "iptables-" + suffix + "-restore", "-w", "--noflush", "--counters");
    }
}
