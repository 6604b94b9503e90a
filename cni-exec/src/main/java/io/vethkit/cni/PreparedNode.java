package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What pods must know of the node.
 *
 * @param mtu of the primary ENI, which pods get unless configured otherwise
 * @param trunk the name of the trunk ENI's link, or null if there is none
 * @param addresses of the primary ENI, as far as known
 * @param hostsTables for each ENI that the host itself routes by a table of its choice, that table
 *     by the one it would have
 * @param isStricter whether it is stricter than configured, for the sake of pods there are
 */
record PreparedNode(
        int mtu,
        @Nullable String trunk,
        List<IpAddress> addresses,
        Map<Integer, Integer> hostsTables,
        boolean isStricter) {
    private static final int AMAZONS_DEFAULT_MTU = 9001;
    private static final String NONE = "-";
    private static final String STRICTER = "stricter";

    /** What is known of a node that somebody else sets up: nothing. */
    static final PreparedNode OF_OTHERS =
            new PreparedNode(AMAZONS_DEFAULT_MTU, null, List.of(), Map.of(), false);

    /** Returns the table that is used for the ENI that would have {@code table}. */
    int tableFor(int table) {
        Integer hosts = hostsTables.get(table);
        return hosts == null ? table : hosts;
    }

    /** Returns the words that {@link #parse} reads. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(mtu).append(' ').append(trunk == null ? NONE : trunk);
        for (IpAddress address : addresses) {
            text.append(' ').append(address);
        }
        for (Map.Entry<Integer, Integer> each : hostsTables.entrySet()) {
            text.append(' ').append(each.getKey()).append('=').append(each.getValue());
        }
        return isStricter ? text.append(' ').append(STRICTER).toString() : text.toString();
    }

    static PreparedNode parse(String text) {
        List<String> words = words(text);
        List<IpAddress> addresses = new ArrayList<>();
        Map<Integer, Integer> tables = new HashMap<>();
        for (int i = 2; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            if (equals < 0 && !word.equals(STRICTER)) {
                addresses.add(IpAddress.parse(word));
            } else if (equals >= 0) {
                int table = Integer.parseInt(word.substring(0, equals));
                tables.put(table, Integer.parseInt(word.substring(equals + 1)));
            }
        }
        String trunk = words.get(1).equals(NONE) ? null : words.get(1);
        return new PreparedNode(
                Integer.parseInt(words.get(0)), trunk, addresses, tables, words.contains(STRICTER));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(' '); end >= 0; end = text.indexOf(' ', start)) {
            words.add(text.substring(start, end));
            start = end + 1;
        }
        words.add(text.substring(start));
        return words;
    }
}
