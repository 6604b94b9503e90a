package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What pods must know of the node.
 *
 * @param mtu of the primary ENI, which pods get unless configured otherwise
 * @param trunk the name of the trunk ENI's link, or null if there is none
 * @param addresses of the primary ENI, as far as known
 */
record PreparedNode(int mtu, @Nullable String trunk, List<IpAddress> addresses) {
    private static final int AMAZONS_DEFAULT_MTU = 9001;
    private static final String NONE = "-";

    /** What is known of a node that somebody else sets up: nothing. */
    static final PreparedNode OF_OTHERS = new PreparedNode(AMAZONS_DEFAULT_MTU, null, List.of());

    /** Returns the words that {@link #parse} reads. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(mtu).append(' ').append(trunk == null ? NONE : trunk);
        for (IpAddress address : addresses) {
            text.append(' ').append(address);
        }
        return text.toString();
    }

    static PreparedNode parse(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(' '); end >= 0; end = text.indexOf(' ', start)) {
            words.add(text.substring(start, end));
            start = end + 1;
        }
        words.add(text.substring(start));
        List<IpAddress> addresses = new ArrayList<>();
        for (int i = 2; i < words.size(); i++) {
            addresses.add(IpAddress.parse(words.get(i)));
        }
        String trunk = words.get(1).equals(NONE) ? null : words.get(1);
        return new PreparedNode(Integer.parseInt(words.get(0)), trunk, addresses);
    }
}
