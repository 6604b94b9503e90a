import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Captures what {@code ip}, {@code nft} and {@code iptables-nft} send and the kernel answers, as golden files for tests.
 *
 * <p>{@code java tools/capture/Capture.java CASES OUT [NAME]}, as root, for all cases of a list or
 * those whose name contains NAME. See README.md beside this file for both formats.
 */
final class Capture {
    private final Path out;
    private final Path work = Files.createTempDirectory("capture");
    private final Names names;

    private Capture(Path out, Names names) throws IOException {
        this.out = out;
        this.names = names;
    }

    public static void main(String[] args) throws Exception {
        Path cases = Path.of(args[0]);
        Names names = Names.read(cases.resolveSibling("../attributes.txt").normalize());
        Capture capture = new Capture(Path.of(args[1]), names);
        for (Case one : Case.readAll(cases)) {
            if (args.length < 3 || one.name().contains(args[2])) {
                capture.capture(one);
            }
        }
        Files.deleteIfExists(capture.work.resolve("trace"));
        Files.delete(capture.work);
    }

    private void capture(Case one) throws Exception {
        Path trace = work.resolve("trace");
        String strace =
                "strace -o "
                        + trace
                        + " -s 1000000 -xx -e read=all -e write=all"
                        + " -e trace=sendmsg,sendto,recvmsg,recvfrom ";
        String said = run(one, strace);
        boolean netfilter = isNetfilter(one.command().text());
        List<Datagram> datagrams = essential(Datagram.readAll(trace), netfilter);
        StringBuilder text = new StringBuilder(header(one, said));
        for (Datagram datagram : datagrams) {
            text.append(datagram.sent() ? "> request\n" : "< reply\n");
            new Printer(names, netfilter, text).datagram(datagram.bytes());
        }
        Path file = out.resolve(one.name() + ".golden");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        IO.println(one.name() + ": " + datagrams.size() + " datagrams " + said.strip());
        writeDebug(one);
    }

    private static boolean isNetfilter(String command) {
        return command.startsWith("nft") || command.contains("tables-nft");
    }

    /** Writes what nft says it makes of the rules, in a namespace of its own. */
    private void writeDebug(Case one) throws Exception {
        if (one.command().text().equals("nft -f -") && !one.command().input().isEmpty()) {
            Command debug = new Command("nft --debug=netlink -f -", one.command().input());
            String said = run(new Case(one.name(), one.setUp(), debug), "");
            if (!said.isBlank()) {
                Files.writeString(out.resolve(one.name() + ".txt"), said);
            }
        }
    }

    /** Runs a case in new network and mount namespaces, which vanish with it. */
    private String run(Case one, String tracer) throws Exception {
        StringBuilder script = new StringBuilder("set -e\nmkdir -p /run/netns\n");
        script.append("mount -t tmpfs none /run/netns\n");
        for (Command command : one.setUp()) {
            script.append(command.script(""));
        }
        script.append("set +e\n").append(one.command().script(tracer));
        script.append("exit 0\n");
        Process shell =
                new ProcessBuilder("unshare", "-n", "-m", "sh", "-c", script.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (shell.waitFor() != 0) {
            throw new IllegalStateException(one.name() + ": set-up failed: " + said);
        }
        return said;
    }

    private static final Pattern REFUSAL =
            Pattern.compile("(/dev/stdin\\S* )?(Error|RTNETLINK|Cannot|Device) ?.*");

    private static String header(Case one, String said) throws Exception {
        StringBuilder text = new StringBuilder();
        text.append("# command: ").append(one.command().text()).append('\n');
        one.command().input().forEach(line -> text.append("# input: ").append(line).append('\n'));
        for (Command command : one.setUp()) {
            text.append("# set-up: ").append(command.text()).append('\n');
            command.input().forEach(line -> text.append("# set-up input: " + line + "\n"));
        }
        if (REFUSAL.matcher(said).lookingAt()) {
            said.lines().forEach(line -> text.append("# says: ").append(line).append('\n'));
        }
        return text.append("# ").append(versions(one.command().text())).append('\n').toString();
    }

    private static String versions(String command) throws Exception {
        String tool = "ip -V";
        if (isNetfilter(command)) {
            tool = command.startsWith("nft") ? "nft --version" : "iptables --version";
        }
        Process process = new ProcessBuilder(tool.split(" ")).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = Pattern.compile("(iproute2|iptables|nftables)[- ]v?([0-9.]+)").matcher(said);
        if (!version.find()) {
            throw new IllegalStateException(said);
        }
        Matcher kernel = Pattern.compile("^\\d+\\.\\d+").matcher(System.getProperty("os.version"));
        kernel.find();
        return version.group(1) + " " + version.group(2) + ", Linux " + kernel.group();
    }

    /**
     * Keeps what the command is about: for one that changes something, the datagrams from the first
     * that asks for the change on. Before it, ip looks up indexes and nft reads the ruleset.
     */
    private static List<Datagram> essential(List<Datagram> datagrams, boolean netfilter) {
        if (netfilter) {
            datagrams = withoutLinks(datagrams);
        }
        for (int i = 0; i < datagrams.size(); i++) {
            Datagram datagram = datagrams.get(i);
            if (datagram.sent() && !Arrays.equals(datagram.bytes(), PROBE)) {
                if (netfilter
                        ? datagram.type() == NFNL_MSG_BATCH_BEGIN
                        : (datagram.type() & 3) != 2) {
                    return datagrams.subList(i, datagrams.size());
                }
            }
        }
        return withoutProbe(datagrams);
    }

    /** Drops the list of links that nft reads to print their names. */
    private static List<Datagram> withoutLinks(List<Datagram> datagrams) {
        List<Datagram> kept = new ArrayList<>();
        boolean links = false;
        for (Datagram datagram : datagrams) {
            links = datagram.sent() ? datagram.type() == RTM_GETLINK : links;
            if (!links) {
                kept.add(datagram);
            }
        }
        return kept;
    }

    /** Drops iproute2's question whether the kernel knows RTM_NEWLINK, and the answer. */
    private static List<Datagram> withoutProbe(List<Datagram> datagrams) {
        List<Datagram> kept = new ArrayList<>(datagrams);
        for (int i = 0; i + 1 < kept.size(); i++) {
            if (kept.get(i).sent() && Arrays.equals(kept.get(i).bytes(), PROBE)) {
                kept.subList(i, i + 2).clear();
            }
        }
        return kept;
    }

    private static final int RTM_GETLINK = 18;
    private static final int NFNL_MSG_BATCH_BEGIN = 16;
    private static final byte[] PROBE =
            HexFormat.of().parseHex("2000000010000500" + "00".repeat(24));
}

/** A command line and what it reads from standard input. */
record Command(String text, List<String> input) {
    String script(String tracer) {
        return input.isEmpty()
                ? tracer + text + "\n"
                : tracer + text + " <<'END'\n" + String.join("\n", input) + "\nEND\n";
    }
}

/** One command to capture, and the commands that prepare the namespace for it. */
record Case(String name, List<Command> setUp, Command command) {

    /** Reads a list of cases, see README.md. */
    static List<Case> readAll(Path file) throws IOException {
        List<Case> cases = new ArrayList<>();
        String folder = "";
        String name = null;
        List<Command> common = new ArrayList<>();
        List<Command> setUp = common;
        List<String> input = new ArrayList<>();
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add("[end]");
        Command captured = null;
        for (String line : lines) {
            if (line.startsWith("[") || line.startsWith("case ")) {
                if (name != null) {
                    Command last = captured == null ? new Command("nft -f -", input) : captured;
                    cases.add(new Case(folder + "/" + name, setUp, last));
                }
                captured = null;
                if (line.startsWith("[")) {
                    folder = line.substring(1, line.length() - 1);
                    name = null;
                    common = setUp = new ArrayList<>();
                } else {
                    name = line.substring(5);
                    setUp = new ArrayList<>(common);
                }
                input = new ArrayList<>();
            } else if (line.startsWith("+ @")) {
                String other = line.substring(3);
                setUp.add(
                        cases.stream().filter(c -> c.name.equals(other)).findFirst().get().command);
            } else if (line.startsWith("+ ")) {
                input = new ArrayList<>();
                setUp.add(new Command(line.substring(2), input));
            } else if (line.startsWith("$ ")) {
                input = new ArrayList<>();
                captured = new Command(line.substring(2), input);
            } else if (line.startsWith("| ")) {
                input.add(line.substring(2));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException(line);
            }
        }
        return cases;
    }
}

/** What one system call sent or received. */
record Datagram(boolean sent, byte[] bytes) {

    /** Returns the type of its first message. */
    int type() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getShort(4);
    }

    /** Reads the hex dumps of an strace; a peek is skipped. */
    static List<Datagram> readAll(Path trace) throws IOException {
        List<Datagram> datagrams = new ArrayList<>();
        StringBuilder hex = null;
        boolean sent = false;
        for (String line : Files.readAllLines(trace)) {
            if (line.startsWith(" | ") && hex != null) {
                hex.append(line, 10, 59);
            } else if (!line.startsWith(" ")) {
                add(datagrams, sent, hex);
                boolean peek = line.contains("MSG_PEEK");
                hex = line.contains("nlmsg_len=") && !peek ? new StringBuilder() : null;
                sent = line.startsWith("send");
            }
        }
        add(datagrams, sent, hex);
        return datagrams;
    }

    private static void add(List<Datagram> datagrams, boolean sent, StringBuilder hex) {
        if (hex != null && !hex.isEmpty()) {
            String digits = hex.toString().replace(" ", "");
            datagrams.add(new Datagram(sent, HexFormat.of().parseHex(digits)));
        }
    }
}

/** An attribute's name and how its payload is laid out, see attributes.txt. */
record Name(String text, boolean string, String nest) {}

/** The sets of attribute names. */
record Names(Map<String, Map<Integer, Name>> sets) {
    private static final int ANY = -1;
    private static final Pattern ITEM = Pattern.compile("([=A-Z0-9_]+)(\\$?)(?:>(.*))?");

    static Names read(Path file) throws IOException {
        Map<String, Map<Integer, Name>> sets = new HashMap<>();
        Map<Integer, Name> set = null;
        String prefix = "";
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            String text = line.replaceAll("#.*", "").strip();
            if (text.startsWith("[")) {
                String[] words = text.substring(1, text.length() - 1).split(" ");
                set = new HashMap<>();
                sets.put(words[0], set);
                prefix = words[1].equals("=") ? "" : words[1] + "_";
                number = 0;
            } else if (!text.isEmpty()) {
                for (String item : text.split(" +")) {
                    if (item.equals("@any")) {
                        number = ANY;
                    } else if (item.startsWith("@")) {
                        number = Integer.parseInt(item.substring(1));
                    } else {
                        Matcher name = ITEM.matcher(item);
                        if (!name.matches()) {
                            throw new IllegalArgumentException(item);
                        }
                        boolean string = !name.group(2).isEmpty();
                        set.put(number++, new Name(prefix + name.group(1), string, name.group(3)));
                    }
                }
            }
        }
        return new Names(sets);
    }

    Name of(String set, int type) {
        Name unknown = new Name(Integer.toString(type), false, null);
        Map<Integer, Name> names = sets.getOrDefault(set, Map.of());
        return names.getOrDefault(type, names.getOrDefault(ANY, unknown));
    }
}

/** Prints netlink messages, one struct or attribute per line. */
final class Printer {
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int NLM_F_CAPPED = 0x100;
    private static final int NLM_F_ACK_TLVS = 0x200;

    /** A message's name, the struct it begins with, that struct's size and its attributes. */
    private record Message(String name, String struct, int size, String set) {}

    private final Names names;
    private final boolean netfilter;
    private final StringBuilder out;
    private byte[] bytes;

    Printer(Names names, boolean netfilter, StringBuilder out) {
        this.names = names;
        this.netfilter = netfilter;
        this.out = out;
    }

    void datagram(byte[] datagram) {
        bytes = datagram;
        int at = 0;
        while (at + 16 <= bytes.length && i32(at) >= 16) { // iproute2 pads some dumps with zeros
            int length = i32(at);
            message(at, Math.min(at + length, bytes.length), 0);
            int end = Math.min(align(at + length), bytes.length);
            if (end > at + length) {
                line(0, at + length, end, "padding");
            }
            at = end;
        }
    }

    private void message(int at, int end, int depth) {
        int type = u16(at + 4);
        int flags = u16(at + 6);
        int body = at + 16;
        Message message = message(type);
        line(depth, at, body, "nlmsghdr " + message.name() + flags(type, flags));
        if (type == NLMSG_ERROR) {
            line(depth, body, body + 4, "error " + i32(body));
            boolean capped = (flags & NLM_F_CAPPED) != 0 || i32(body) == 0;
            int rest = body + 4 + (capped ? 16 : align(i32(body + 4)));
            message(body + 4, rest, depth + 1);
            attributes("extack", rest, (flags & NLM_F_ACK_TLVS) != 0 ? end : rest, depth);
        } else if (type == NLMSG_DONE) {
            line(depth, body, body + 4, "error " + i32(body));
            attributes("extack", body + 4, end, depth);
        } else if (body < end) {
            int attributes = Math.min(body + message.size(), end);
            line(depth, body, attributes, message.struct());
            attributes(message.set(), attributes, end, depth);
        }
    }

    private void attributes(String set, int from, int end, int depth) {
        String selector = "";
        int at = from;
        while (at + 4 <= end) {
            int length = u16(at);
            Name name = names.of(set, u16(at + 2) & 0x3fff);
            if (length < 4 || at + length > end) {
                break;
            }
            if (name.string()) {
                selector = string(at + 4, at + length);
            }
            attribute(name, selector, at, Math.min(align(at + length), end), depth);
            at = align(at + length);
        }
        if (at < end) {
            line(depth, at, end, "rest");
        }
    }

    private void attribute(Name name, String selector, int at, int end, int depth) {
        if (name.nest() == null) {
            String shown = name.string() ? " \"" + selector + "\"" : "";
            line(depth, at, end, name.text() + shown);
            return;
        }
        String nest = name.nest().replace("*", name.nest().endsWith("*") ? selector : "*");
        String[] parts = nest.split("[+*]");
        String set = parts[parts.length - 1];
        if (!names.sets().containsKey(set)) {
            line(depth, at, end, name.text());
            return;
        }
        line(depth, at, at + 4, name.text());
        int body = at + 4;
        if (nest.contains("*")) {
            nexthops(parts[0], set, body, end, depth + 1);
        } else if (nest.contains("+")) {
            line(depth + 1, body, body + 16, parts[0]);
            attributes(set, body + 16, end, depth + 1);
        } else {
            attributes(set, body, end, depth + 1);
        }
    }

    // struct rtnexthop { unsigned short rtnh_len; unsigned char rtnh_flags, rtnh_hops; int ifindex;
    // }
    private void nexthops(String struct, String set, int from, int end, int depth) {
        int at = from;
        while (at + 8 <= end) {
            int next = Math.min(align(at + u16(at)), end);
            line(depth, at, at + 8, struct);
            attributes(set, at + 8, next, depth + 1);
            at = next;
        }
    }

    private void line(int depth, int from, int to, String comment) {
        out.append("  ".repeat(depth));
        for (int i = from; i < to; i++) {
            out.append(i == from ? "" : (i - from) % 4 == 0 ? "  " : " ");
            out.append(HexFormat.of().toHexDigits(bytes[i]));
        }
        out.append("  # ").append(comment).append('\n');
    }

    private String string(int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return text.replaceAll("\0+$", "").replaceAll("[^ -~]", "?");
    }

    private int u16(int at) {
        return Short.toUnsignedInt(buffer().getShort(at));
    }

    private int i32(int at) {
        return buffer().getInt(at);
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private static int align(int length) {
        return (length + 3) & ~3;
    }

    private Message message(int type) {
        if (type == NLMSG_ERROR || type == NLMSG_DONE) {
            return new Message(type == NLMSG_ERROR ? "NLMSG_ERROR" : "NLMSG_DONE", "", 0, "");
        }
        return netfilter ? netfilterMessage(type) : routeMessage(type);
    }

    private static Message routeMessage(int type) {
        String verb = List.of("NEW", "DEL", "GET", "SET").get(type & 3);
        return switch (type & ~3) {
            case 16 -> new Message("RTM_" + verb + "LINK", "ifinfomsg", 16, "link");
            case 20 -> new Message("RTM_" + verb + "ADDR", "ifaddrmsg", 8, "addr");
            case 24 -> new Message("RTM_" + verb + "ROUTE", "rtmsg", 12, "route");
            case 28 -> new Message("RTM_" + verb + "NEIGH", "ndmsg", 12, "neigh");
            case 32 -> new Message("RTM_" + verb + "RULE", "fib_rule_hdr", 12, "rule");
            case 108 -> new Message("RTM_" + verb + "LINKPROP", "ifinfomsg", 16, "link");
            case 88 -> new Message("RTM_" + verb + "NSID", "rtgenmsg", 4, "nsid");
            default -> new Message("type " + type, "payload", Integer.MAX_VALUE / 2, "");
        };
    }

    private static final List<String> NFT_MESSAGES =
            List.of(
                    "NEWTABLE table",
                    "GETTABLE table",
                    "DELTABLE table",
                    "NEWCHAIN chain",
                    "GETCHAIN chain",
                    "DELCHAIN chain",
                    "NEWRULE nftrule",
                    "GETRULE nftrule",
                    "DELRULE nftrule",
                    "NEWSET set",
                    "GETSET set",
                    "DELSET set",
                    "NEWSETELEM setelem",
                    "GETSETELEM setelem",
                    "DELSETELEM setelem",
                    "NEWGEN gen",
                    "GETGEN gen",
                    "TRACE trace",
                    "NEWOBJ obj",
                    "GETOBJ obj",
                    "DELOBJ obj",
                    "GETOBJ_RESET obj",
                    "NEWFLOWTABLE flowtable",
                    "GETFLOWTABLE flowtable",
                    "DELFLOWTABLE flowtable");

    private static Message netfilterMessage(int type) {
        if (type == 16 || type == 17) {
            String name = type == 16 ? "NFNL_MSG_BATCH_BEGIN" : "NFNL_MSG_BATCH_END";
            return new Message(name, "nfgenmsg", 4, "batch");
        }
        if (type >> 8 != 10 || (type & 0xff) >= NFT_MESSAGES.size()) {
            return new Message("type " + type, "nfgenmsg", 4, "");
        }
        String[] words = NFT_MESSAGES.get(type & 0xff).split(" ");
        return new Message("NFT_MSG_" + words[0], "nfgenmsg", 4, words[1]);
    }

    private String flags(int type, int flags) {
        List<String> high = List.of("CAPPED", "ACK_TLVS");
        if (type > NLMSG_DONE) {
            String name = message(type).name();
            if (name.contains("_GET")) {
                high = (flags & 0x300) == 0x300 ? List.of("DUMP", "", "ATOMIC") : List.of("ROOT");
            } else if (name.contains("_DEL")) {
                high = List.of("NONREC", "BULK");
            } else {
                high = List.of("REPLACE", "EXCL", "CREATE", "APPEND");
            }
        }
        List<String> low = List.of("REQUEST", "MULTI", "ACK", "ECHO", "DUMP_INTR", "DUMP_FILTERED");
        return bits(flags & 0xff, low) + bits(flags >> 8, high);
    }

    private static String bits(int bits, List<String> names) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 8; bit++) {
            if ((bits & 1 << bit) != 0) {
                String name = bit < names.size() ? names.get(bit) : "bit" + bit;
                text.append(name.isEmpty() ? "" : " ").append(name);
            }
        }
        return text.toString();
    }
}
